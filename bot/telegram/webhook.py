"""Telegram's webhook: acknowledged only when the turn is stored and shown; Telegram is the durable queue (ADR 0003)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

from bot.errors import ChannelError
from bot.telegram.adapter import Adapter
from bot.telegram.updates import update_of

PATH: Final = "/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
LARGEST_UPDATE_BYTES: Final = 1 << 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """The HTTP side of the adapter. ``secret`` is what Telegram was told to send along."""

    adapter: Adapter
    secret: str

    def application(self) -> web.Application:
        """One route; anything else is not found."""
        application = web.Application(client_max_size=LARGEST_UPDATE_BYTES)
        application.router.add_post(PATH, self.receive)
        return application

    async def receive(self, request: web.Request) -> web.Response:
        """200: taken in, and the button press answered along with it. 401: not Telegram. 503: send it again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self.secret.encode()):
            return web.Response(status=401)
        try:
            update = update_of(await request.read())
        except ValueError:
            log.warning("update not understood")
            return web.Response(status=200)
        try:
            callback = await self.adapter.handle(update)
        except ChannelError as error:
            log.warning("telegram not reached", error_type=type(error).__name__)
            return web.Response(status=503)
        if callback is None:
            return web.Response(status=200)
        return web.json_response({"method": "answerCallbackQuery", "callback_query_id": callback})
