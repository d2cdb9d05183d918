"""One call of a turn to the Bot API: plain JSON there and back, over the connections of aiogram's Bot.

aiogram checks every button it sends and builds models of the whole message that comes back, of which a turn needs the
id: that was half of what a turn cost. Updates, commands and the webhook's setting stay with aiogram.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientError, ClientTimeout

from bot.errors import Blocked, ChannelError, Unreachable

PATIENCE: Final = ClientTimeout(total=60)
JSON: Final = {"Content-Type": "application/json"}


class Flooded(ChannelError):  # noqa: N818 (a state of the world, not a fault)
    """A 429; ``seconds`` is how long Telegram wants no call."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Refused(ChannelError):  # noqa: N818
    """A 400, kept to two questions so that Telegram's text goes no further."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        text = answer.lower()
        self.unmodified = "message is not modified" in text
        self.missing = "not found" in text


class Client:
    """Calls by the names of the Bot API. The bot's session is aiogram's own over aiohttp, and closed with the bot."""

    def __init__(self, bot: Bot) -> None:
        if not isinstance(bot.session, AiohttpSession):
            raise TypeError("the bot must have aiogram's session over aiohttp")
        self._session = bot.session
        self._token = bot.token

    async def call(self, method: str, parameters: dict[str, object]) -> object:
        """Its result, as JSON has it. Raises Flooded, Refused, Blocked, Unreachable, or ChannelError for all else."""
        http = await self._session.create_session()
        url = self._session.api.api_url(self._token, method)
        try:
            async with http.post(url, data=json.dumps(parameters).encode(), headers=JSON, timeout=PATIENCE) as answer:
                status, body = answer.status, await answer.read()
        except (ClientError, TimeoutError):
            raise Unreachable from None
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unreachable
        return _result(status, body)


def _result(status: int, body: bytes) -> object:
    try:
        answer = json.loads(body)
        if answer["ok"]:
            return answer["result"]
        description, details = str(answer.get("description")), answer.get("parameters") or {}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreachable from None
    if "retry_after" in details:
        raise Flooded(int(details["retry_after"]))
    if status == HTTPStatus.BAD_REQUEST:
        raise Refused(description)
    raise Blocked if status == HTTPStatus.FORBIDDEN else ChannelError
