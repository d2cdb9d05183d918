"""An urgent report is told of within its window, taken once, and everybody sees that it was."""

from __future__ import annotations

import pytest

from storage.alerting_members import AlertMembers
from tests.bot.alerts.office import CONSOLE, MINUTE, URGENT, Office, sent_to, urgent_messages

WITHOUT_HOST = "https://"


async def test_an_urgent_report_is_told_of_within_the_window_and_only_then(any_office: Office) -> None:
    """Once, with a number; before its moment nothing is said; a report that is not urgent waits for the digest."""
    office = any_office
    async with office.open():
        mette = await office.colleague("Mette")
        await office.receives(urgent=False)
        number = await office.raises(after_minutes=0)
        (alert,) = await office.rows("alert")
        assert isinstance(alert["due_at"], int)
        left = alert["due_at"] - office.clock.now()
        assert 0 <= left <= 5 * MINUTE
        office.clock.advance(left - 1)
        await office.rounds()
        assert urgent_messages(mette) == ([] if left > 1 else urgent_messages(mette))
        office.clock.advance(1)
        seen = await mette.sees(URGENT)
        assert seen.text == f"Something urgent waits. Number {number}."
        assert seen.labels == ("I take it", "Open in the console")
        assert seen.button("console").url == CONSOLE
        await office.rounds()
        assert sent_to(office.api, mette, URGENT) == 1


async def test_taking_it_is_seen_by_all_and_deletes_every_time(any_office: Office) -> None:
    """The taker's message, the others' messages; then nothing of the alert is left but that there was one."""
    office = any_office
    async with office.open():
        mette, lars = await office.colleague("Mette"), await office.colleague("Lars", language="da")
        number = await office.raises()
        await mette.sees(URGENT)
        await lars.sees("Noget haster")
        await office.until_rows("alert_delivery", 2)
        await lars.taps("Jeg tager den")
        await lars.sees(f"Du tog {number}.")
        seen = await mette.sees(f"A colleague took {number}.")
        assert seen.labels == ()
        assert await office.rows("alert") == await office.rows("alert_delivery") == []
        assert [set(row) for row in await office.rows("alerted")] == [{"report_id"}]
        office.clock.advance(60 * MINUTE)
        await office.rounds()
        assert urgent_messages(mette) == urgent_messages(lars) == []


async def test_of_two_who_take_it_one_has_it(office: Office) -> None:
    """The other is told, and a tap that comes again changes nothing."""
    async with office.open():
        mette, lars = await office.colleague("Mette"), await office.colleague("Lars")
        await office.raises()
        await mette.sees(URGENT)
        theirs = await lars.sees(URGENT)
        await office.until_rows("alert_delivery", 2)
        await mette.taps("I take it")
        await mette.sees("You took")
        await lars.sees("A colleague took")
        tap = await lars.taps_old(theirs, "I take it")
        again = await mette.taps_again()
        await office.api.settled()
        await lars.until(lambda _: tap.answered and again.answered)
        assert tap.toast == again.toast == "It is taken."
        await mette.sees("You took")
        await lars.sees("A colleague took")


async def test_an_address_telegram_refuses_costs_the_button_and_not_the_alert(office: Office) -> None:
    """As http://localhost would be."""
    office.console_url = WITHOUT_HOST
    async with office.open():
        mette = await office.colleague("Mette")
        await office.raises()
        assert (await mette.sees(URGENT)).labels == ("I take it",)


async def test_a_code_enrols_one_account_within_its_hour(any_office: Office) -> None:
    """However it is typed; a used, an expired and a made-up one get the line every stranger gets."""
    office = any_office
    members = AlertMembers(office.database())
    code, late = [await members.new_code(now=int(office.clock.now())) for _ in range(2)]
    async with office.open():
        mette, eve = office.api.person("Mette"), office.api.person("Eve")
        await mette.types(code.lower().replace("-", " "))
        await mette.sees("You are enrolled")
        office.clock.advance(60 * MINUTE)
        said = set()
        for words in ("/start", f"/start {code}", late, "AAAA-BBBB-CCCC-DDDD", "/queue", "hello", "/oncall"):
            await eve.types(words)
            said.add((await eve.sees_reply()).text)
        await eve.sends_sticker()
        said.add((await eve.sees_reply()).text)
        assert said == {"Hej. Denne bot er privat. · Hello. This bot is private."}
        assert len(await office.rows("alert_member")) == 1
        assert code.encode() not in str(await office.rows("alert_code")).encode()


async def test_strangers_cannot_use_up_what_the_bot_may_send(office: Office) -> None:
    """After twenty answers a minute they are left unanswered; members are not."""
    async with office.open():
        mette, eve = await office.colleague("Mette"), office.api.person("Eve")
        for _ in range(30):
            await eve.types("hello")
        await mette.types("/queue")
        await mette.sees("Nothing waits.")
        assert sent_to(office.api, eve, "private") == 20


async def test_somebody_without_a_code_can_take_nothing(office: Office) -> None:
    """A former member's old button is a stranger's; they are told nothing any more, and their chat is forgotten."""
    async with office.open():
        mette = await office.colleague("Mette")
        await office.raises()
        alert = await mette.sees(URGENT)
        await mette.types("/stop")
        await mette.sees("this chat is forgotten")
        assert await office.rows("alert_member") == []
        tap = await mette.taps_old(alert, "I take it")
        await mette.until(lambda _: tap.answered)
        assert "private" in tap.toast
        assert len(await office.rows("alert")) == 1


async def test_a_newcomer_is_told_of_what_nobody_took(office: Office) -> None:
    """An alert for an office without members is not lost."""
    async with office.open():
        await office.raises(after_minutes=60)
        await office.rounds()
        mette = await office.colleague("Mette")
        await mette.sees(URGENT)


async def test_the_queue_is_a_number_and_days(any_office: Office) -> None:
    """What is new, and what nobody was given; in either language."""
    office = any_office
    async with office.open():
        mette = await office.colleague("Mette")
        await mette.types("/queue")
        await mette.sees("Nothing waits.")
        await office.receives(urgent=False, assignee="somebody", status="open")
        await office.receives(urgent=False)
        await mette.types("/queue")
        assert (await mette.sees("Waiting")).text == "Waiting: 1.\nThe oldest came today."
        office.clock.advance(3 * 24 * 60 * MINUTE)
        await office.receives(urgent=False, status="open")
        await mette.types("/queue")
        assert (await mette.sees("Waiting: 2")).text == "Waiting: 2.\nThe oldest has waited for 3 days."
        await mette.types("/language")
        await mette.sees("Which language?")
        await mette.taps("Dansk")
        await mette.sees("Fra nu af på dansk.")
        await mette.types("/queue")
        assert (await mette.sees("Venter")).text == "Venter: 2.\nDen ældste har ventet i 3 dage."


async def test_the_rota_is_shown_with_names_that_are_kept_nowhere(office: Office) -> None:
    """First place, handing over, joining, leaving."""
    async with office.open():
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        await lars.sees("1. Mette\n2. You")
        await lars.taps("Put me first")
        await lars.sees("1. You\n2. Mette")
        await lars.taps("Hand over")
        await lars.sees("1. Mette\n2. You")
        await mette.types("/oncall")
        await mette.sees("1. You\n2. Lars")
        await mette.taps("Take me off")
        await mette.sees("1. Lars")
        await lars.types("/oncall")
        await lars.taps("Take me off")
        await lars.sees("Nobody is on call")
        assert "Mette" not in str(await office.rows("alert_member"))


@pytest.mark.parametrize("words", ["hello", "/help", "/start"])
async def test_a_member_is_shown_what_there_is(office: Office, words: str) -> None:
    """Whatever they write."""
    async with office.open():
        mette = await office.colleague("Mette")
        await mette.types(words)
        assert (await mette.sees_reply()).text.startswith("/queue: How many wait")
