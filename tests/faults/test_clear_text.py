"""After everything a person can do, and much that breaks, nothing they said and nothing about them is in the clear."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from storage.database import Database
from storage.identity_file import read_identity
from storage.receipt import Receipt, grouped
from tests.botapi import BotApi
from tests.faults import explorer
from tests.faults.canaries import Canaries, forms, found, found_in
from tests.faults.explorer import SAID, Explorer, post_nonsense
from tests.faults.kill_points import tracing
from tests.faults.outages import without_drafts, without_table
from tests.faults.processes import Forks
from tests.faults.service import SECRET, Place, Service, served

STORES = pytest.mark.parametrize("place", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True)
STORED = ["report", "part", "mailbox", "draft", "desk_document"]
COARSE_SECONDS = 900
"""What an expiring draft's time is rounded to: an eighth of two hours."""


@STORES
async def test_nothing_anyone_said_and_nothing_about_them_is_in_the_clear(place: Place, forks: Forks) -> None:
    """Webhook, long polling and terminal; report, for me, services, files, edits, erase; errors of every kind."""
    async with BotApi() as api:
        receipts = [*await by_webhook(api, place, forks), *await by_polling(api, place, forks)]
        in_the_terminal(place)
        canaries = {**SAID, **secret(api, place, receipts)}
        assert found_in([place.folder, place.runtime], canaries, but=[place.identity]) == {}
        assert found(await rows_of(place), canaries) == set()
        assert found_in([place.folder], drafts_secrets(place)) == {}
        assert found(await rows_of(place), drafts_secrets(place)) == set()
        assert "not stored" in place.output.read_text(encoding="utf-8"), "nothing was logged, so nothing is proven"


@STORES
async def test_no_row_tells_a_time_finer_than_the_day(place: Place, forks: Forks) -> None:
    """Dates are dates, and no number is near the present time; but for when a draft expires, rounded up."""
    async with BotApi() as api:
        await by_webhook(api, place, forks)
    tables = await tables_of(place)
    assert all(tables[table] for table in STORED)
    for table, rows in tables.items():
        for row in rows:
            for name, value in row.items():
                check_time(f"{table}.{name}", value)


@pytest.mark.parametrize("name", [*SAID])
def test_a_canary_that_is_planted_is_found_in_every_form(tmp_path: Path, name: str) -> None:
    """Otherwise the search would prove nothing."""
    for form in forms(SAID[name]):
        planted = tmp_path / "data" / "tillid.sqlite-wal"
        planted.parent.mkdir(exist_ok=True)
        planted.write_bytes(bytes(range(256)) + form + bytes(range(256)))
        assert name in found_in([tmp_path], SAID)[str(planted)]


def test_a_canary_in_the_name_of_a_file_is_found(tmp_path: Path) -> None:
    """Even of an empty one."""
    (tmp_path / SAID["file name"]).touch()
    assert found_in([tmp_path], SAID)


async def test_a_served_process_dumps_no_core_and_shows_nothing_in_its_command_line(place: Place, forks: Forks) -> None:
    """The core limit is nothing, and the dumpable flag is cleared and never set again."""
    trace = place.folder / "prctl.txt"
    async with (
        tracing(forks.pid, "-e", "trace=prctl", output=trace),
        BotApi() as api,
        served(Service(api, place, forks, by_webhook=True)) as service,
    ):
        folder = Path("/proc") / str(service.process.pid)
        limits = (folder / "limits").read_text(encoding="utf-8")
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        assert not found((folder / "cmdline").read_bytes(), {"token": api.token})
    flags = re.findall(r"PR_SET_DUMPABLE, (\w+)", trace.read_text(encoding="utf-8"))
    assert flags == ["SUID_DUMP_DISABLE"]


async def by_webhook(api: BotApi, place: Place, forks: Forks) -> list[Receipt]:
    """Everything, while all is well and while it is not; the numbers that were shown."""
    mia, other = explorer.explorer(api), explorer.explorer(api, explorer.OTHER_USER_ID)
    async with served(Service(api, place, forks, by_webhook=True)) as service:
        await mia.begins()
        await mia.goes("report", explorer.SENTENCE, explorer.NAME)
        receipts = [await mia.sends()]
        await mia.goes("for_me", explorer.ADDRESS, explorer.NAME)
        receipts.append(await mia.sends())
        reaching = ("reach", *explorer.PREFERRED)
        await mia.goes("report", explorer.SENTENCE, explorer.PHONE, explorer.ADDRESS, explorer.NAME, wanted=reaching)
        receipts.append(await mia.sends())
        await mia.asks_for_services()
        await mia.sends_things()
        await mia.types("/start")
        await mia.types(explorer.LOOSE)
        await mia.writes_and_edits(explorer.SENTENCE, explorer.EDITED)
        await other.begins()
        await with_errors(api, other)
        await post_nonsense(f"http://127.0.0.1:{service.port}/telegram", SECRET)
        receipts += await with_the_store_down(place, other)
        await mia.types("/erase")
        await unfinished(other)
    return receipts


async def with_errors(api: BotApi, person: Explorer) -> None:
    """Telegram answers badly, with what it was told in its words."""
    for repeat in range(2):
        api.faults.error(500, explorer.SENTENCE, skip=repeat)
        api.faults.error(502, explorer.SENTENCE, after_effect=True, skip=repeat)
        api.faults.error(400, f"Bad Request: {explorer.SENTENCE}", skip=repeat + 3)
        api.faults.cut(after_effect=True, skip=repeat)
        api.faults.flood(1, skip=repeat)
        await person.types(explorer.LOOSE)
    api.faults.clear()


async def with_the_store_down(place: Place, person: Explorer) -> list[Receipt]:
    """Neither draft nor report is taken; then both are."""
    await person.goes("report", explorer.SENTENCE, explorer.NAME)
    async with without_table(place, "part"):
        await person.reporter.presses("!send")
        assert person.reporter.may_press("!send"), person.person.screen()
    async with without_drafts(place):
        await person.types(explorer.LOOSE)
        await person.sends_things()
    await person.goes("report", explorer.SENTENCE, explorer.NAME)
    return [await person.sends()]


async def unfinished(person: Explorer) -> None:
    """A draft that is left lying about."""
    await person.types("/start")
    await person.reporter.presses("report")
    await person.types(explorer.UNSENT)


async def by_polling(api: BotApi, place: Place, forks: Forks) -> list[Receipt]:
    """The same installation, another way."""
    mia = explorer.explorer(api)
    async with served(Service(api, place, forks, by_webhook=False)):
        await mia.begins()
        await mia.sends_things()
        await mia.goes("for_me", explorer.SENTENCE, explorer.NAME)
        api.faults.error(500, explorer.SENTENCE)
        return [await mia.sends()]


def in_the_terminal(place: Place) -> None:
    """Standard output is the conversation itself; what else the command says is kept with the rest."""
    lines = [
        explorer.LOOSE,
        "/start",
        "1",
        "2",
        "1",
        explorer.SENTENCE,
        explorer.ADDRESS,
        "1",
        explorer.PHONE,
        "/erase",
    ]
    command = [str(Path(sys.executable).with_name("tillid")), "chat", "--lang", "en"]
    said = "\n".join(lines).encode()
    done = subprocess.run(
        command, input=said, env=place.environment(), cwd=place.folder, capture_output=True, check=True
    )
    assert explorer.LOOSE.encode() in done.stdout
    with place.output.open("ab") as output:
        output.write(done.stderr)


def secret(api: BotApi, place: Place, receipts: list[Receipt]) -> Canaries:
    """What is only known in the end."""
    identity = read_identity(place.identity.read_text(encoding="utf-8"))
    numbers = {f"receipt {n}": receipt for n, receipt in enumerate(receipts)}
    shown = {f"receipt {n} as shown": grouped(receipt) for n, receipt in enumerate(receipts)}
    keys: dict[str, str | bytes] = {"identity": identity.reveal(), "identity's bytes": identity.secret()}
    own = {"bot token": api.token, "half a token": api.token.partition(":")[2], "webhook secret": SECRET}
    return {**numbers, **shown, **keys, **own}


def drafts_secrets(place: Place) -> Canaries:
    """What opens drafts: in memory only."""
    files = [*place.runtime.glob("*.secrets")]
    lines = [line for path in files for line in path.read_text(encoding="ascii").splitlines()]
    assert lines
    return {f"secret {n}": bytes.fromhex(line.split()[1]) for n, line in enumerate(lines)}


async def tables_of(place: Place) -> dict[str, list[Mapping[str, object]]]:
    """Every row of every table, the drafts' among them."""
    urls = [place.url] if place.database_url else [place.url, f"sqlite:///{place.folder}/data/drafts.db"]
    tables: dict[str, list[Mapping[str, object]]] = {}
    for url in urls:
        database = Database(url)
        async with database.transaction() as connection:
            names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            for name in names:
                rows = await connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608 - a table's own name
                tables[name] = [dict(row) for row in rows.mappings()]
        await database.close()
    return tables


async def rows_of(place: Place) -> bytes:
    """All values, bytes as they are."""
    tables = await tables_of(place)
    assert all(tables[table] for table in STORED)
    values = [value for rows in tables.values() for row in rows for value in row.values()]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def check_time(column: str, value: object) -> None:
    """That it is no time of day, and no count of seconds or less since any epoch of now."""
    if isinstance(value, int) and not isinstance(value, bool):
        near = any(abs(value / unit - time.time()) < 10 * 86400 for unit in (1, 10**3, 10**6, 10**9))
        assert not near or (column == "draft.expires_at" and value % COARSE_SECONDS == 0), column
    elif not isinstance(value, bytes):
        assert not re.search(r"\d\d:\d\d", str(value)), column
