"""An empty database for whoever needs real storage under a bot."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.database import upgrade


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied by each test."""
    path = tmp_path_factory.mktemp("template") / "tillid.sqlite"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path
