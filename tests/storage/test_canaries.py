from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from storage.drafts import SqliteDrafts
from storage.errors import StoreUnavailable
from storage.runtime_secret import SecretRing
from storage.vault import DraftVault, Person
from tests.storage.samples import CANARY, RECEIPT, SUBMISSION, TODAY, Installation, another_submission

PERSON = Person("telegram", "canary-person-4711")
WORDS = (CANARY, RECEIPT, "8591 2276 4668", "report.story", "citizen", PERSON.id, "telegram")
CANARIES = tuple(word.encode() for word in WORDS)


async def converse(installation: Installation, vault: DraftVault) -> None:
    await vault.save(PERSON, f"{CANARY} {RECEIPT}".encode(), now=1000)
    await installation.reports.submit(SUBMISSION, today=TODAY)
    await vault.save(PERSON, f"{CANARY} sent {RECEIPT}".encode(), now=1001)


async def test_no_canary_is_in_any_file(ready: Installation) -> None:
    """Database, write-ahead logs, drafts and configuration, while running and after closing."""
    drafts = SqliteDrafts(ready.data_dir / "drafts.db")
    await converse(ready, DraftVault(drafts, SecretRing(None, ttl_seconds=7200), ttl_seconds=7200))
    folder = ready.config_dir.parent
    check_files(folder)
    await drafts.close()
    await ready.close()
    check_files(folder)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_no_canary_is_in_any_row_of_postgresql(tmp_path: Path, ready: Installation) -> None:
    """Every table as text, which shows bytes as hexadecimal."""
    drafts = SqliteDrafts(tmp_path / "drafts.db")
    await converse(ready, DraftVault(drafts, SecretRing(None, ttl_seconds=7200), ttl_seconds=7200))
    connection = await asyncpg.connect(ready.url)
    for table in ("report", "part", "mailbox", "desk_document"):
        rows = await connection.fetch(f"SELECT {table}::text AS row FROM {table}")  # noqa: S608  # four names of ours
        assert rows
        for row in rows:
            for canary in CANARIES:
                assert canary not in row["row"].encode()
                assert canary.hex() not in row["row"]
    await connection.close()
    await drafts.close()


@pytest.mark.parametrize(
    "breakage",
    ["ALTER TABLE part RENAME COLUMN padded_bytes TO away", "DELETE FROM mailbox"],
    ids=["a column is missing", "a lookup is there already"],
)
async def test_no_canary_is_in_what_a_failing_store_raises(ready: Installation, breakage: str) -> None:
    """The whole traceback with its causes, as a careless logger would print it; PostgreSQL would name the key."""
    await ready.reports.submit(SUBMISSION, today=TODAY)
    lookup = (await ready.keyring.derive(RECEIPT)).lookup
    await execute(ready, breakage)
    failing = another_submission(1) if breakage.startswith("ALTER") else SUBMISSION
    try:
        with pytest.raises(StoreUnavailable) as caught:
            await ready.reports.submit(failing, today=TODAY)
    finally:
        if breakage.startswith("ALTER"):
            await execute(ready, "ALTER TABLE part RENAME COLUMN away TO padded_bytes")
    printed = "".join(traceback.format_exception(caught.value)).encode()
    assert not [canary for canary in (*CANARIES, lookup.hex().encode()) if canary in printed]
    assert len(await ready.reports.rows()) == 1


async def execute(installation: Installation, statement: str) -> None:
    async with installation.database.transaction() as connection:
        await connection.execute(text(statement))


def check_files(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not [canary for canary in CANARIES if canary in content], path.name


def test_drafts_and_vault_start_without_the_orm() -> None:
    """The bot's first message waits for no SQLAlchemy."""
    program = "import sys, storage.vault, storage.drafts; sys.exit(bool({'sqlalchemy', 'sqlmodel'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
