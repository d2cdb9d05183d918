"""One round: raise what is new, move on what nobody took, tell whose turn it is, send the digest whose hour has come.

Keeps nothing but what is being sent: everything else is in the store, so that the next process goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

import structlog

from bot.alerts import texts
from bot.alerts.claims import Claims
from bot.alerts.digest import DENMARK, Slot, hours_of, is_due, newest_slot
from bot.alerts.dispatch import Dispatch
from bot.alerts.escalation import EMAIL, MAILBOX, fell_flat, next_stage, told, whom
from bot.alerts.mail import Mailer
from bot.alerts.teller import Teller
from bot.alerts.watch import ClockWatch
from bot.errors import Blocked
from flows.phrases import Phrase
from storage.alerting import Alerts, Delivery, MemberId, OpenAlert
from storage.alerting_members import AlertMembers, Member, Team
from storage.errors import StoreUnavailable

UNREACHABLE: Final = "an account of staff can't be reached: it has blocked the alert bot, or is gone"
_NOTED_AGAIN_SECONDS: Final = 1

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rules:
    """An alert is told at a random second of the window, goes on after the escalation; digests at the team's hours."""

    window_seconds: int
    escalation_seconds: int
    digest_hours: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class Rounds:
    """`mailer` None: no mail server is set up."""

    alerts: Alerts
    members: AlertMembers
    teller: Teller
    mailer: Mailer | None
    rules: Rules
    watch: ClockWatch
    dispatch: Dispatch
    claims: Claims

    async def go(self, wall: float, steady: float) -> None:
        """`wall` in Unix seconds, `steady` on a clock nobody sets. Raises StoreUnavailable; the next one makes up."""
        now = int(wall)
        jump = self.watch.jump(wall, steady)
        if jump:
            log.warning("the clock was set", seconds=jump)
            await self.alerts.shift(jump)
        await self.alerts.raise_new(now=now, window_seconds=self.rules.window_seconds)
        team = await self.members.team()
        found = await self._open(now)
        for alert in found:
            await self._go_on(alert, team, now)
        slots = self._slots(team, datetime.fromtimestamp(wall, UTC))
        await self._digests(team, slots, datetime.fromtimestamp(wall, DENMARK).date())
        self.dispatch.forget_but({*slots.values(), *(alert.id for alert in found)})

    async def _open(self, now: int) -> list[OpenAlert]:
        found = await self.alerts.open()
        latest = now + max(self.rules.window_seconds, self.rules.escalation_seconds)
        if any(alert.due_at is not None and alert.due_at > latest for alert in found):
            await self.alerts.hold_within(latest)  # the clock was set back while nobody looked
        return found

    async def _go_on(self, alert: OpenAlert, team: Team, now: int) -> None:
        while self._is_over(alert, team, now):
            stage = next_stage(alert, team.rota)
            due_at = None if stage == EMAIL else now + self.rules.escalation_seconds
            await self.alerts.advance(alert, stage=stage, due_at=due_at)
            alert = replace(alert, stage=stage, due_at=due_at)
            if stage == EMAIL and self.mailer is None:
                log.warning("nobody has taken an alert, and TILLID_SMTP_URL is not set")
        for member in team.members:
            if member.id in whom(alert, team.rota, [one.id for one in team.members]):
                self._tell(alert, member)
        if alert.stage == EMAIL and self.mailer is not None and MAILBOX not in told(alert):
            self._mail(alert, self.mailer)

    def _is_over(self, alert: OpenAlert, team: Team, now: int) -> bool:
        if alert.due_at is not None and alert.due_at <= now:
            return True
        return fell_flat(alert, team.rota, [member.id for member in team.members])

    def _tell(self, alert: OpenAlert, member: Member) -> None:
        async def send() -> None:
            message: int | None
            try:
                message = await self.teller.alert(member, alert.id, texts.urgent(alert.number))
            except Blocked:
                message = None
                log.warning(UNREACHABLE)
            open_still = await self._noted(alert, Delivery(member.id, alert.stage, message))
            if message is not None and not open_still:
                await self.teller.replace(member, message, self.claims.phrase(alert.id, alert.number, member.id))

        self.dispatch.start((alert.id, member.id), send)

    def _mail(self, alert: OpenAlert, mailer: Mailer) -> None:
        async def send() -> None:
            await mailer.send(alert.number)
            await self._noted(alert, Delivery(MAILBOX, alert.stage, None))

        self.dispatch.start((alert.id, MAILBOX), send)

    async def _noted(self, alert: OpenAlert, delivery: Delivery) -> bool:
        """What was sent must not be sent again because the store was away: it is waited for."""
        while True:
            try:
                return await self.alerts.note(alert.id, delivery)
            except StoreUnavailable as error:
                log.warning("told, and not noted yet", error_type=type(error).__name__)
            await asyncio.sleep(_NOTED_AGAIN_SECONDS)

    def _slots(self, team: Team, now: datetime) -> dict[MemberId, Slot]:
        """The newest of each who wants digests."""
        wanted = {member.id: hours_of(member.hours, self.rules.digest_hours) for member in team.members}
        return {member: newest_slot(now, hours) for member, hours in wanted.items() if hours}

    async def _digests(self, team: Team, slots: Mapping[MemberId, Slot], today: date) -> None:
        due = [one for one in team.members if one.id in slots and is_due(slots[one.id], one.digest)]
        if not due:
            return
        waiting = await self.alerts.waiting()
        for member in due:
            if waiting is None:  # noted too: else the first report of the day would be told of when it comes
                await self.members.note_digest(member.id, slots[member.id])
            else:
                self._digest(member, slots[member.id], (texts.waiting(waiting), texts.oldest(waiting, today)))

    def _digest(self, member: Member, slot: Slot, lines: tuple[Phrase, Phrase]) -> None:
        async def send() -> None:
            try:
                await self.teller.say(member, *lines)
            except Blocked:
                log.warning(UNREACHABLE)
            await self.members.note_digest(member.id, slot)

        self.dispatch.start((slot, member.id), send)
