"""The alert service as `tillid run` serves it, beside the others or alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tillid.alerts_composition import alerting, service_settings

if TYPE_CHECKING:
    from bot.alerts.parts import AlertParts
    from tillid.settings import Settings


@dataclass(frozen=True, slots=True)
class AlertService:
    """Connected; `serve` runs it."""

    settings: Settings
    parts: AlertParts

    async def serve(self, stop: asyncio.Event) -> None:
        """Until `stop`. Raises TelegramRefused."""
        from bot.alerts.service import serve

        def started() -> None:
            print("Serving alerts to staff. Stop with Ctrl-C.", flush=True)

        await serve(service_settings(self.settings), self.parts, stop, started)

    def state(self) -> str | None:
        """For the health page: whether it leads or stands by; None where it has made no round for a minute."""
        return self.parts.pulse.state()

    async def can_store(self) -> bool:
        """True where what waits can be read and noted; a round has just done both."""
        return self.state() is not None


@asynccontextmanager
async def alert_service(settings: Settings | None) -> AsyncIterator[AlertService | None]:
    """None where it is not wanted, or not set up."""
    if settings is None or settings.alerts_token is None:
        yield None
        return
    async with alerting(settings) as parts:
        yield AlertService(settings, parts)
