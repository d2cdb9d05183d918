"""What a test needs of the machine, found or named as missing with the way to get it.

Away from CI a test that lacks something is left out and listed by name at the end of the run; with CI=true
`tests/conftest.py` turns that into a failure. Nothing is installed or started here.
"""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

LOCAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
CONNECT_SECONDS = 2.0


def leave_out(reason: str) -> NoReturn:
    """Ends the present test; ``reason`` says what is missing and how to get it, and never repeats a URL."""
    pytest.skip(reason)  # noqa: TID251 - the one place


def in_ci() -> bool:
    """True where nothing may be left out."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def postgresql_url() -> str:
    """``postgresql://…`` without a driver: TILLID_TEST_DATABASE_URL, else the server of this machine."""
    url = os.environ.get("TILLID_TEST_DATABASE_URL", LOCAL_POSTGRESQL).replace("postgresql+asyncpg://", "postgresql://")
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), CONNECT_SECONDS).close()
    except OSError:
        leave_out("PostgreSQL does not answer: start one on 127.0.0.1:5432, or set TILLID_TEST_DATABASE_URL")
    return url


def age() -> Path:
    """The `age` program."""
    return _program("age", "install the package `age`")


def strace() -> Path:
    """The `strace` program; Linux only."""
    return _program("strace", "install the package `strace`; it exists on Linux only")


def _program(name: str, remedy: str) -> Path:
    found = shutil.which(name)
    if found is None:
        leave_out(f"`{name}` is not on PATH: {remedy}")
    return Path(found)
