"""A desk with an alert bot on real storage, its Telegram, and its team; time passes when a test says so."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import insert, text

import locales
from bot.alerts.digest import DENMARK
from bot.alerts.mail import Mailer
from bot.alerts.parts import AlertParts
from bot.alerts.pulse import Pulse
from bot.alerts.rounds import Rules
from bot.alerts.screens import Screens
from bot.alerts.service import AlertSettings, serve
from bot.alerts.smtp import SmtpServer
from locales.catalogs import STAFF, Catalogs
from locales.rendering import Renderer
from storage.alerting import Alerts
from storage.alerting_lead import FileLead, Lead, PostgresLead
from storage.alerting_members import AlertMembers
from storage.database import Database
from storage.tables import Report
from tests.botapi import BotApi, Clock, Person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=DENMARK).timestamp()
RULES = Rules(window_seconds=300, escalation_seconds=900, digest_hours=(time(8, 30), time(13, 0)))
CONSOLE = "https://console.example"
URGENT = "Something urgent waits"
TICK_SECONDS = 0.05
MINUTE = 60


@dataclass
class Office:
    """`clock` is everybody's; `steady_lag` is by how much the wall clock was set without time passing."""

    api: BotApi
    url: str
    folder: Path
    clock: Clock
    mail: SmtpServer | None = None
    console_url: str | None = CONSOLE
    steady_lag: float = 0.0
    _databases: list[Database] = field(default_factory=list)

    def database(self) -> Database:
        """Connections of their own, closed with the office."""
        self._databases.append(Database(self.url))
        return self._databases[-1]

    async def close(self) -> None:
        """Nothing is left open."""
        for database in self._databases:
            await database.close()

    def lead(self) -> Lead:
        """A process's claim to it."""
        if self.url.startswith("postgresql"):
            return PostgresLead(self.url)
        return FileLead(self.folder / "alerts.lock")

    def parts(self) -> AlertParts:
        """As the composition makes them, with the office's clock."""
        database = self.database()
        catalogs = Catalogs.load(Path(locales.__file__).parent, strict=True, domain=STAFF)
        renderer = Renderer(catalogs)
        return AlertParts(
            alerts=Alerts(database),
            members=AlertMembers(database),
            lead=self.lead(),
            screens=Screens(renderer, catalogs.tags, self.console_url),
            mailer=None if self.mail is None else Mailer(self.mail, renderer, catalogs.tags),
            pulse=Pulse(self.folder / "alerts.pulse", self.steady),
            wall=self.clock.now,
            steady=self.steady,
        )

    def steady(self) -> float:
        """Seconds nobody sets."""
        return self.clock.now() - self.steady_lag

    def sets_clock(self, seconds: float) -> None:
        """The wall clock is set; no time passes."""
        self.steady_lag += seconds
        self.clock.advance(seconds)

    @asynccontextmanager
    async def open(self, rules: Rules = RULES, parts: AlertParts | None = None) -> AsyncIterator[AlertParts]:
        """The alert bot runs."""
        stop, started = asyncio.Event(), asyncio.Event()
        used = parts or self.parts()
        settings = AlertSettings(self.api.token, self.api.url, rules, TICK_SECONDS)
        serving = asyncio.create_task(serve(settings, used, stop, started.set))
        waiting = asyncio.create_task(started.wait())
        await asyncio.wait({serving, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield used
        finally:
            stop.set()
            await serving

    async def colleague(self, name: str, *, on_call: bool = False, language: str = "en") -> Person:
        """Somebody with a one-time code, who enrols."""
        code = await AlertMembers(self.database()).new_code(now=int(self.clock.now()))
        person = self.api.person(name, language=language)
        await person.starts(code)
        await person.sees("/queue")
        if on_call:
            await person.types("/oncall")
            before = await self._on_call()
            await person.sees("Put me first")
            await person.taps("Put me last" if before else "Put me first")
            await person.sees(f"{before + 1}. You")
        return person

    async def _on_call(self) -> int:
        return len((await AlertMembers(self._databases[-1]).team()).rota)

    async def receives(
        self, *, urgent: bool = True, on: date | None = None, status: str = "new", assignee: str | None = None
    ) -> str:
        """A report comes in; its id."""
        day = on or datetime.fromtimestamp(self.clock.now(), DENMARK).date()
        row = {
            "id": f"canary-{secrets.token_hex(8)}",
            "desk_id": "canary-desk",
            "epoch": 1,
            "kind": "x25519",
            "received_on": day,
            "delete_on": day,
            "status": status,
            "assignee": assignee,
            "urgent": urgent,
            "version": 1,
            "lookup": secrets.token_bytes(32),
        }
        async with self._databases[-1].transaction() as connection:
            await connection.execute(insert(Report), [row])
        return str(row["id"])

    async def rows(self, table: str) -> list[dict[str, object]]:
        """All of a table."""
        async with self._databases[-1].transaction() as connection:
            found = await connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
            return [dict(row) for row in found.mappings()]

    async def raises(self, *, after_minutes: float = 5) -> int:
        """An urgent report comes in and an alert is raised, then that time passes; the alert's number."""
        before = {str(alert["id"]) for alert in await self.rows("alert")}
        await self.receives()
        found = await self.until_rows("alert", len(before) + 1)
        self.clock.advance(after_minutes * MINUTE)
        (number,) = [alert["number"] for alert in found if alert["id"] not in before]
        assert isinstance(number, int)
        return number

    async def until_rows(self, table: str, count: int) -> list[dict[str, object]]:
        """A table's rows, once there are so many."""
        async with asyncio.timeout(10):
            while len(found := await self.rows(table)) != count:  # noqa: ASYNC110 - another process may write them
                await asyncio.sleep(TICK_SECONDS)
        return found

    async def rounds(self, count: int = 3) -> None:
        """Time for so many rounds, in which nothing is expected to happen."""
        await asyncio.sleep(count * 3 * TICK_SECONDS)
        await self.api.settled()


def urgent_messages(person: Person) -> list[str]:
    """What they were told of urgent things, as it stands."""
    return [message.text for message in person.screen().from_bot if URGENT in message.text]


def sent_to(api: BotApi, person: Person, part: str) -> int:
    """How many messages with `part` were ever sent to them."""
    sent = api.calls.of("sendMessage", person.chat_id)
    return sum(part in call.parameters.text("text") and call.effective for call in sent)
