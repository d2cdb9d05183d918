from __future__ import annotations

import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from storage.database import Database, downgrade, upgrade
from storage.errors import StorageError, StoreUnavailable
from tests.storage.samples import SUBMISSION, TODAY, Installation, install

IN_THE_CLEAR = {
    "report": {
        "id",
        "desk_id",
        "epoch",
        "kind",
        "received_on",
        "delete_on",
        "status",
        "assignee",
        "urgent",
        "version",
        "lookup",
    },
    "part": {"report_id", "name", "sealed", "padded_bytes"},
    "mailbox": {"lookup", "recipient", "status"},
    "desk_document": {"fingerprint", "desk_id", "content", "own_signature", "previous_signature"},
}
"""The list of protocol.md, table by table."""

OF_ALERTS = {
    "alert_member": {"id", "chat", "language", "rota", "digest", "hours"},
    "alert_code": {"hash", "expires_at"},
    "alert": {"id", "number", "due_at", "stage"},
    "alert_delivery": {"alert", "member", "stage", "message"},
    "alerted": {"report_id"},
}
"""What alerts to staff keep (ADR 0006): nothing of a report but that it was alerted, without a time."""


def columns(connection: Connection) -> dict[str, set[str]]:
    found = inspect(connection)
    return {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def times(connection: Connection) -> list[str]:
    found = inspect(connection)
    return [
        str(column["type"])
        for table in found.get_table_names()
        for column in found.get_columns(table)
        if "TIME" in str(column["type"])
    ]


async def test_the_schema_is_the_list_of_the_protocol_and_nothing_else(installed: Installation) -> None:
    """A new column in the clear fails here first; and no column knows a time of day."""
    async with installed.database.transaction() as connection:
        found = await connection.run_sync(columns)
        assert found.pop("alembic_version") == {"version_num"}
        assert found == IN_THE_CLEAR | OF_ALERTS
        assert await connection.run_sync(times) == []


async def test_the_newest_revision_is_the_models(installed: Installation) -> None:
    """Alembic finds nothing left to do."""
    async with installed.database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_schema_goes_down_and_up_with_data_in_it(tmp_path: Path, url: str) -> None:
    """Both ways, on a database that holds a report; afterwards a report is taken again."""
    for _ in range(2):
        installation = await install(tmp_path, url)
        await installation.pin()
        await installation.reports.submit(SUBMISSION, today=TODAY)
        assert len(await installation.reports.rows()) == 1
        await installation.close()
        await downgrade(url, "base")
        await upgrade(url)


async def test_upgrading_twice_changes_nothing(ready: Installation) -> None:
    """Every start may upgrade."""
    await ready.reports.submit(SUBMISSION, today=TODAY)
    await upgrade(ready.url)
    assert len(await ready.reports.rows()) == 1


async def test_sqlite_keeps_no_order_of_insertion_and_waits_for_the_disk(tmp_path: Path) -> None:
    """No rowid in any table, and the settings that make a commit durable and a deletion thorough."""
    url = f"sqlite:///{tmp_path}/data/tillid.db"
    await upgrade(url)
    database = Database(url)
    async with database.transaction() as connection:
        tables = (await connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))).all()
        settings = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "trusted_schema", "foreign_keys")
        }
    await database.close()
    assert {name for name, sql in tables if "WITHOUT ROWID" not in sql} == {"alembic_version"}
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "foreign_keys": 1,
    }


async def test_the_sqlite_files_are_the_owners_alone(tmp_path: Path) -> None:
    """Folder 0700; database, write-ahead log and shared memory 0600."""
    url = f"sqlite:///{tmp_path}/data/tillid.db"
    await upgrade(url)
    database = Database(url)
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO mailbox VALUES (x'00', 'r', 's')"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    await database.close()
    assert modes == {"tillid.db": 0o600, "tillid.db-wal": 0o600, "tillid.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


async def test_a_database_that_is_not_there_is_a_typed_error_without_its_address() -> None:
    """The password of a URL ends up in no message."""
    database = Database("postgresql://user:canary@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable) as caught:
        async with database.transaction():
            pass
    await database.close()
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("url", ["canary", "mysql://canary/x", "sqlite://"])
def test_other_databases_are_refused(url: str) -> None:
    """A sentence says which are taken."""
    with pytest.raises(StorageError) as caught:
        Database(url)
    assert "canary" not in str(caught.value)
