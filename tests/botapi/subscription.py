"""How the bot gets its updates: setting a webhook, or asking in long polls; never both."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from tests.botapi.delivery import Deliverer, Webhook
from tests.botapi.errors import Refused, bad_request
from tests.botapi.parameters import Parameters
from tests.botapi.updates import Pending, Updates

POLL_SECONDS = 50
POLL_UPDATES = 100
_ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class Subscription:
    """The four methods over one store of updates."""

    updates: Updates
    deliverer: Deliverer
    _newest_poll: asyncio.Event = field(default_factory=asyncio.Event)

    async def set_webhook(self, parameters: Parameters) -> object:
        """setWebhook; any port and plain http are taken, as by a local Bot API server."""
        url, secret = parameters.text("url"), parameters.text("secret_token")
        if not url:
            return await self.delete_webhook(parameters)
        if not re.match(r"https?://[^\s/]+", url):
            raise bad_request("bad webhook: invalid URL specified")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._allow(parameters)
        self._maybe_forget(parameters)
        connections = min(100, max(1, parameters.integer("max_connections", 40)))
        self._newest_poll.set()
        await self.deliverer.open(Webhook(url, secret, connections))
        return True

    async def delete_webhook(self, parameters: Parameters) -> object:
        """deleteWebhook."""
        self._maybe_forget(parameters)
        await self.deliverer.close()
        return True

    async def get_webhook_info(self, _: Parameters) -> object:
        """getWebhookInfo."""
        webhook = self.deliverer.webhook or Webhook("")
        info: dict[str, object] = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if webhook.url:
            info["max_connections"] = webhook.max_connections
        if webhook.last_error_at is not None:
            info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
        if self.updates.allowed:
            info["allowed_updates"] = sorted(self.updates.allowed)
        return info

    async def get_updates(self, parameters: Parameters) -> object:
        """getUpdates: confirms all before `offset`, then waits up to `timeout` seconds (at most 50)."""
        if self._has_webhook():
            raise Refused(409, _ACTIVE)
        self._newest_poll.set()
        superseded = self._newest_poll = asyncio.Event()
        self._allow(parameters)
        self._confirm(parameters.integer("offset", 0))
        limit = min(POLL_UPDATES, max(1, parameters.integer("limit", POLL_UPDATES)))
        timeout = min(POLL_SECONDS, max(0, parameters.integer("timeout", 0)))
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + timeout
        while not (found := self._ready(limit)) and (left := ends_at - loop.time()) > 0:
            self.updates.arrived.clear()
            await self._wait(superseded, min(left, 0.5))
            if superseded.is_set():
                raise Refused(409, _ACTIVE if self._has_webhook() else _TERMINATED)
        return [update.as_json() for update in found]

    def _has_webhook(self) -> bool:
        return self.deliverer.webhook is not None

    def _ready(self, limit: int) -> list[Pending]:
        return [] if self.deliverer.is_held else self.updates.unconfirmed(limit)

    async def _wait(self, superseded: asyncio.Event, seconds: float) -> None:
        waits = [asyncio.create_task(self.updates.arrived.wait()), asyncio.create_task(superseded.wait())]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _confirm(self, offset: int) -> None:
        known = list(self.updates.pending.values())
        confirmed = known[:offset] if offset < 0 else [update for update in known if update.update_id < offset]
        for update in confirmed:
            self.updates.confirm(update)

    def _allow(self, parameters: Parameters) -> None:
        allowed = parameters.array("allowed_updates")
        if allowed is not None:
            self.updates.allowed = frozenset(map(str, allowed))

    def _maybe_forget(self, parameters: Parameters) -> None:
        if parameters.flag("drop_pending_updates"):
            self.updates.forget()
