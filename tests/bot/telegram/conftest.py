"""A bot on real storage, its Telegram, and a person who has not written yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from storage.database import upgrade
from tests.bot.telegram.talking import Bot, Talk
from tests.botapi import BotApi, Clock
from tests.conversations.conversation import DENMARK
from tests.conversations.world import installed, running

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=DENMARK).timestamp()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once."""
    path = tmp_path_factory.mktemp("template") / "tillid.sqlite"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest_asyncio.fixture
async def idle(tmp_path: Path, template: Path) -> AsyncIterator[Bot]:
    """A bot that is not served yet."""
    clock = Clock(NOON)
    async with (
        installed(tmp_path, template, desk=True) as installation,
        running(installation, clock, desk=True) as runner,
        BotApi(clock=clock) as api,
    ):
        yield Bot(api, runner, installation)


@pytest_asyncio.fixture
async def bot(idle: Bot) -> AsyncIterator[Bot]:
    """A bot served by webhook."""
    async with idle.serving():
        yield idle


@pytest.fixture
def mia(bot: Bot) -> Talk:
    """Somebody whom the bot does not know."""
    return bot.talk()
