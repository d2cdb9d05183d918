"""What nobody takes goes to the next on the rota, then to all, then out by e-mail, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.alerts.smtp import SmtpServer
from tests.bot.alerts.office import MINUTE, RULES, URGENT, Office, sent_to, urgent_messages


@dataclass
class Mailbox:
    """A real SMTP server; `refuses` so many messages before it takes one."""

    letters: list[Message] = field(default_factory=list)
    refuses: int = 0
    tried: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """One letter has come."""
        self.tried += 1
        if self.tried <= self.refuses:
            return "451 not now"
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    async def gets(self, count: int = 1) -> Message:
        """The newest letter, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.letters) < count:  # noqa: ASYNC110 - the server runs beside us
                await asyncio.sleep(0.02)
        return self.letters[-1]


@pytest.fixture
async def mailbox(office: Office) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, enable_SMTPUTF8=True), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    office.mail = SmtpServer("127.0.0.1", port, tls=False, sender="bot@example.org", receivers=("desk@example.org",))
    yield mailbox
    server.close()
    await server.wait_closed()


async def test_it_goes_by_the_rota_then_to_all_then_by_mail(office: Office, mailbox: Mailbox) -> None:
    """Each stage after fifteen minutes; nobody is told twice; the letter says as little."""
    async with office.open():
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        sofie, ole = await office.colleague("Sofie"), await office.colleague("Ole")
        number = await office.raises()
        await mette.sees(URGENT)
        await office.until_rows("alert_delivery", 1)
        for told, person in ((2, lars), (4, sofie)):
            office.clock.advance(15 * MINUTE - 5)
            await office.rounds()
            assert urgent_messages(person) == []
            office.clock.advance(5)
            await person.sees(URGENT)
            await office.until_rows("alert_delivery", told)
        await ole.sees(URGENT)
        assert mailbox.letters == []
        office.clock.advance(15 * MINUTE)
        letter = await mailbox.gets()
        office.clock.advance(60 * MINUTE)
        await office.rounds()
        assert len(mailbox.letters) == 1
        assert [sent_to(office.api, person, URGENT) for person in (mette, lars, sofie, ole)] == [1, 1, 1, 1]
    assert (letter["From"], letter["To"]) == ("bot@example.org", "desk@example.org")
    assert letter["Subject"] == "Noget haster / Something urgent waits"
    assert letter.get_payload(decode=True).decode().splitlines() == [  # type: ignore[union-attr]
        f"Noget haster, og ingen har taget det. Nummer {number}.",
        f"Something urgent waits, and nobody has taken it. Number {number}.",
    ]


async def test_a_letter_the_server_does_not_take_is_sent_again(office: Office, mailbox: Mailbox) -> None:
    """Until it does; then never again."""
    mailbox.refuses = 2
    async with office.open():
        await office.raises()
        async with asyncio.timeout(10):
            while mailbox.tried < 3:
                office.clock.advance(1)
                await office.rounds(1)
        await mailbox.gets()
        office.clock.advance(10 * MINUTE)
        await office.rounds()
        assert mailbox.tried == 3


async def test_who_has_blocked_the_bot_counts_as_told_and_the_next_is_at_once(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    """The log says so without saying who."""
    async with office.open():
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        await mette.blocks()
        await office.raises()
        await lars.sees(URGENT)
        told = capfd.readouterr().out
        assert "can't be reached" in told
        assert str(mette.chat_id) not in told
        await office.rounds()
        assert sent_to(office.api, lars, URGENT) == 1


async def test_who_is_alone_and_does_not_answer_is_followed_by_the_mail(office: Office, mailbox: Mailbox) -> None:
    """There is no point in waiting for all when all were told."""
    async with office.open():
        mette = await office.colleague("Mette", on_call=True)
        await office.raises()
        await mette.sees(URGENT)
        await office.until_rows("alert_delivery", 1)
        assert mailbox.letters == []
        office.clock.advance(15 * MINUTE)
        await mailbox.gets()


async def test_without_a_mail_server_it_stays_open_and_can_be_taken(office: Office) -> None:
    """Hours later."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.raises()
        await mette.sees(URGENT)
        for _ in range(4):
            office.clock.advance(60 * MINUTE)
            await office.rounds()
        (alert,) = await office.rows("alert")
        assert alert["due_at"] is None
        await mette.taps("I take it")
        await mette.sees("You took")
        assert sent_to(office.api, mette, URGENT) == 1


@pytest.mark.parametrize("floods", [1, pytest.param(5, marks=pytest.mark.long)])
async def test_a_flood_loses_nothing_and_holds_up_no_stage(office: Office, mailbox: Mailbox, floods: int) -> None:
    """429 again and again: the limiter waits, later rounds send, and the mail goes out meanwhile; once each."""
    async with office.open():
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        flood = office.api.faults.flood(1, method="sendMessage", chat_id=mette.chat_id, times=floods)
        await office.raises()
        await office.rounds()
        office.clock.advance(15 * MINUTE)
        await lars.sees(URGENT, timeout=15)
        for _ in range(2):
            office.clock.advance(15 * MINUTE)
            await office.rounds()
        await mailbox.gets()
        async with asyncio.timeout(20):
            while not urgent_messages(mette):
                office.clock.advance(1)
                await office.rounds(1)
        assert flood.hits == floods
        assert [sent_to(office.api, person, URGENT) for person in (mette, lars)] == [1, 1]


async def test_a_telegram_that_is_away_is_no_reason_to_be_silent(office: Office, mailbox: Mailbox) -> None:
    """The mail goes out though nobody can be told in the chat; then they are told there too."""
    async with office.open():
        mette = await office.colleague("Mette")
        fault = office.api.faults.error(502, "Bad Gateway", method="sendMessage", times=None)
        await office.raises()
        for _ in range(3):
            office.clock.advance(15 * MINUTE)
            await office.rounds()
        await mailbox.gets()
        office.api.faults.remove(fault)
        office.clock.advance(MINUTE)
        await mette.sees(URGENT)


@pytest.mark.parametrize("set_by", [-3600, 3600, 400 * 86_400], ids=["back", "ahead", "far ahead"])
async def test_a_clock_that_is_set_changes_no_turn(office: Office, set_by: int) -> None:
    """The next is told when fifteen minutes have passed, not when the clock says so."""
    async with office.open():
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        await office.raises()
        await mette.sees(URGENT)
        await office.until_rows("alert_delivery", 1)
        office.clock.advance(5 * MINUTE)
        await office.rounds()
        office.sets_clock(set_by)
        await office.rounds()
        office.clock.advance(9 * MINUTE)
        await office.rounds()
        assert urgent_messages(lars) == []
        office.clock.advance(2 * MINUTE)
        await lars.sees(URGENT)


async def test_a_clock_set_back_while_nobody_looked_puts_nothing_off_for_long(office: Office) -> None:
    """At most by an escalation's time."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.raises(after_minutes=0)
    office.clock.advance(-30 * 86_400)
    async with office.open():
        await office.rounds()
        office.clock.advance(15 * MINUTE)
        await mette.sees(URGENT)


async def test_a_bot_that_starts_without_telegram_makes_its_rounds(office: Office, mailbox: Mailbox) -> None:
    """The first letter is out before Telegram has answered at all; then the chat works too."""
    office.api.faults.error(502, "Bad Gateway", method="getMe")
    await office.receives()
    async with office.open(replace(RULES, window_seconds=0)):
        assert len(mailbox.letters) == 1
        mette = await office.colleague("Mette")
        await mette.sees(URGENT)
