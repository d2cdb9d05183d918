"""Which webhook Telegram has for a bot; the token and whatever Telegram says go no further."""

from __future__ import annotations

from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from tillid.errors import Unanswered

_WAIT: Final = ClientTimeout(total=10)


async def webhook_url(api_url: str, token: str) -> str:
    """Empty where there is none. Raises Unanswered."""
    try:
        async with ClientSession(timeout=_WAIT) as http, http.get(f"{api_url}/bot{token}/getWebhookInfo") as answer:
            body = await answer.json()
    except (ClientError, TimeoutError, ValueError):
        raise Unanswered(
            "Telegram can't be reached from here: look at the network and TILLID_TELEGRAM_API_URL"
        ) from None
    if not isinstance(body, dict) or not body.get("ok"):
        raise Unanswered("Telegram does not know this token: look at TILLID_TELEGRAM_TOKEN")
    return str(body["result"].get("url", ""))
