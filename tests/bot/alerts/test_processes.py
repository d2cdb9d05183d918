"""`tillid run alerts` in processes of its own: killed in the middle, doubled by mistake, refused, and seen to live."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from tests.bot.alerts.office import URGENT, Office, sent_to, urgent_messages
from tests.botapi import BotApi, Call, Clock
from tests.tillid.machine import TILLID, Machine

PATIENCE_SECONDS = 60


@asynccontextmanager
async def running(machine: Machine, *arguments: str, **settings: str) -> AsyncIterator[tuple[Process, str]]:
    """A process and the address of its health, once it serves alerts; killed in the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        TILLID, "run", *arguments, cwd=machine.folder, env=machine.environment(**settings), stdout=PIPE, stderr=PIPE
    )
    try:
        assert process.stdout is not None
        said = ""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "Serving alerts" not in said:
                line = await process.stdout.readline()
                assert line, said + (await process.communicate())[1].decode()
                said += line.decode()
        yield process, said.partition("Health on ")[2].partition("\n")[0]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
def machine(tmp_path: Path, api: BotApi) -> Machine:
    """Alerts are set up, and sent without delay."""
    return Machine(
        tmp_path,
        {
            "ALERTS_TOKEN": api.token,
            "ALERTS_API_URL": api.url,
            "ALERT_WINDOW_SECONDS": "0",
            "HEALTH_LISTEN": "127.0.0.1:0",
        },
    )


@pytest.fixture
async def office(machine: Machine, api: BotApi) -> AsyncIterator[Office]:
    """The same database, from outside; its clock is the world's."""
    office = Office(api, f"sqlite:///{machine.folder}/data/tillid.sqlite", machine.folder, Clock())
    yield office
    await office.close()


async def passes(office: Office, minutes: int) -> None:
    """As if the alert were so much older."""
    async with office.database().transaction() as connection:
        await connection.execute(text("UPDATE alert SET due_at = due_at - :seconds"), {"seconds": minutes * 60})


@pytest.mark.long
async def test_a_second_process_goes_on_where_a_killed_one_was(machine: Machine, office: Office, api: BotApi) -> None:
    """Started by mistake it stands by; when the first is killed in the middle of an escalation it takes over."""
    async with running(machine, "alerts") as (first, health):
        mette, lars = await office.colleague("Mette", on_call=True), await office.colleague("Lars", on_call=True)
        async with running(machine, "alerts") as (second, other_health), ClientSession() as http:
            for address, does in ((health, "leads"), (other_health, "stands by")):
                async with http.get(address) as answer:
                    assert (answer.status, await answer.json()) == (HTTPStatus.OK, {"status": "ok", "alerts": does})
            await office.receives()
            await mette.sees(URGENT, timeout=20)
            await office.until_rows("alert_delivery", 1)
            first.kill()
            await passes(office, 15)
            await lars.sees(URGENT, timeout=20)
            await lars.taps("I take it")
            await mette.sees("A colleague took", timeout=20)
            assert [sent_to(api, person, URGENT) for person in (mette, lars)] == [1, 1]
            second.terminate()
            shown, logged = await second.communicate()
            assert second.returncode == 0
    told = (shown + logged).decode()
    assert told.index("this alert bot stands by") < told.index("this alert bot leads")
    assert not [secret for secret in (api.token, str(mette.chat_id), str(lars.chat_id), "Mette") if secret in told]


@pytest.mark.long
@pytest.mark.parametrize(("moment", "copies"), [("unheard", 1), ("before", 2), ("after", 2)])
async def test_a_process_killed_over_a_message_sends_it_again(
    machine: Machine, office: Office, api: BotApi, moment: str, copies: int
) -> None:
    """Never lost; twice only where Telegram had it and it was not noted."""
    async with running(machine, "alerts") as (first, _):
        mette = await office.colleague("Mette")

        async def kill(_: Call) -> bool:
            first.kill()
            await first.wait()
            return moment != "unheard"

        if moment == "after":
            api.on_call("sendMessage", after=kill)
        else:
            api.on_call("sendMessage", before=kill)
        await office.receives()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await first.wait()
    async with running(machine, "alerts"):
        await mette.until(lambda _: len(urgent_messages(mette)) == copies, timeout=20)
        await office.until_rows("alert_delivery", 1)
        await asyncio.sleep(5)
        assert len(urgent_messages(mette)) == copies


@pytest.mark.long
async def test_the_doctor_notices_a_dead_alert_bot(machine: Machine) -> None:
    """While it runs all is well; before it ever ran, and a minute after it died, not."""

    def alerts() -> tuple[str, int]:
        done = machine.tillid("doctor", "--json")
        assert "Traceback" not in done.stderr
        (found,) = [line for line in json.loads(done.stdout) if line["what"] == "alerts"]
        return found["state"], done.returncode

    assert await asyncio.to_thread(alerts) == ("fail", 1)
    machine.make_desk()
    async with running(machine, "alerts"):
        assert await asyncio.to_thread(alerts) == ("ok", 0)


@pytest.mark.long
async def test_both_bots_run_side_by_side(machine: Machine, api: BotApi) -> None:
    """`tillid run`: each with its own token and server, one health page for both."""
    machine.make_desk()
    async with BotApi() as public:
        settings = {"TELEGRAM_TOKEN": f"{public.token}-2", "TELEGRAM_API_URL": public.url}
        public.token = settings["TELEGRAM_TOKEN"]
        async with running(machine, **settings) as (process, health), ClientSession() as http:
            async with http.get(health) as answer:
                assert await answer.json() == {"status": "ok", "alerts": "leads"}
            mia, eve = public.person("Mia"), api.person("Eve")
            await mia.starts()
            await mia.sees("Which language", timeout=PATIENCE_SECONDS)
            await eve.starts()
            await eve.sees("This bot is private", timeout=20)
            process.terminate()
            _, told = await process.communicate()
            assert process.returncode == 0
            assert [json.loads(line)["event"] for line in told.splitlines()] == ["this alert bot leads"]


@pytest.mark.parametrize(
    ("settings", "names", "code"),
    [
        ({"ALERTS_TOKEN": "1:canary"}, "TILLID_ALERTS_TOKEN", 1),
        ({"ALERTS_TOKEN": ""}, "TILLID_ALERTS_TOKEN", 2),
        ({"SMTP_URL": "smtp://user:canary@host"}, "TILLID_SMTP_URL", 2),
        ({"ALERT_DIGEST_HOURS": "canary"}, "TILLID_ALERT_DIGEST_HOURS", 2),
        ({"ALERTS_TOKEN": "1:canary", "TELEGRAM_TOKEN": "1:canary"}, "a bot of their own", 2),
    ],
    ids=["unknown token", "no token", "no mail server", "no hours", "one token for both"],
)
async def test_what_is_not_set_up_well_is_a_sentence(
    machine: Machine, settings: dict[str, str], names: str, code: int
) -> None:
    """Without the value."""
    done = await asyncio.to_thread(machine.tillid, "run", "alerts", **settings)
    assert done.returncode == code
    assert names in done.stderr
    assert "canary" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
async def test_a_code_from_the_command_line_enrols(machine: Machine, api: BotApi) -> None:
    """It is printed and nothing else is; forgetting everybody asks to be meant."""
    done = await asyncio.to_thread(machine.tillid, "staff", "alert-code")
    assert (done.returncode, done.stderr) == (0, "")
    async with running(machine, "alerts"):
        mette = api.person("Mette")
        await mette.types(done.stdout.strip())
        await mette.sees("You are enrolled", timeout=20)
    asked = await asyncio.to_thread(machine.tillid, "staff", "alert-reset")
    assert asked.returncode == 2
    reset = await asyncio.to_thread(machine.tillid, "staff", "alert-reset", "--yes")
    assert reset.stdout.startswith("Forgotten: 1.")
