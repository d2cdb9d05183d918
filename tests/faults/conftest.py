"""An installation of its own for each test, copied from one whose desk the real command made."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import Forks
from tests.faults.service import Place
from tests.storage.conftest import own_database


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    with Forks() as forks:
        yield forks


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder in memory where the machine has one; it outlives the processes, as in an operator's machine."""
    memory = Path("/dev/shm")  # noqa: S108 - it is looked for on purpose
    folder = (memory if memory.is_dir() else Path("/tmp")) / f"tillid-test-{secrets.token_hex(6)}"  # noqa: S108
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, runtime: Path, forks: Forks) -> Iterator[Place]:
    """An installation with a desk, on SQLite unless `postgresql` is asked for by indirect parameter."""
    if getattr(request, "param", "sqlite") == "postgresql":
        with own_database() as url:
            yield made(Place(tmp_path, runtime, url), forks)
    else:
        yield made(Place(tmp_path, runtime), forks)


def made(place: Place, forks: Forks) -> Place:
    """The desk is made by the command, as an operator does."""
    (place.folder / "tmp").mkdir()
    arguments = ("desk", "create", "--identity-out", str(place.identity))
    done = forks.run(*arguments, environment=place.environment(), folder=place.folder, output=place.output)
    asyncio.run(done.ended())
    assert place.identity.is_file(), place.output.read_text(encoding="utf-8")
    return place
