"""Every conversation here through the engine, the terminal and Telegram: the same screens, the same report."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.rendering import Rendering
from bot.telegram.calls import MESSAGE_LIMIT
from bot.terminal import Terminal
from storage.canonical import Json
from storage.database import upgrade
from storage.vault import Person
from tests.botapi import BotApi, Clock
from tests.conversations import screens
from tests.conversations.conversation import Act, Conversation, files, read
from tests.conversations.engine_way import EngineWay
from tests.conversations.report import Kept, check, opened
from tests.conversations.telegram_way import TelegramWay, served
from tests.conversations.terminal_way import TerminalWay
from tests.conversations.world import catalogs, flowset, installed, renderer, running, understanding
from tests.storage.samples import Installation

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
BY_NAME = pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once."""
    path = tmp_path_factory.mktemp("template") / "tillid.sqlite"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@BY_NAME
async def test_a_conversation_in_the_terminal_is_the_one_of_the_engine(
    path: Path, tmp_path: Path, template: Path
) -> None:
    """Through the terminal adapter, the runner and real storage."""
    told = read(path)
    clock = Clock(told.began.timestamp())
    async with (
        installed(tmp_path, template, desk=told.desk) as installation,
        running(installation, clock, desk=told.desk) as runner,
    ):
        way = TerminalWay(
            Terminal(runner, Rendering(renderer()), Person("terminal", "a"), told.language, lambda _: None)
        )
        kept = await _walk(told, way, _engine(told, "terminal", clock, None), clock, installation)
        await _check_stored(told, kept, installation)


@BY_NAME
async def test_a_conversation_on_telegram_is_the_one_of_the_engine(path: Path, tmp_path: Path, template: Path) -> None:
    """Through the emulated Bot API, the webhook, the adapter, the runner and real storage."""
    told = read(path)
    clock = Clock(told.began.timestamp())
    async with (
        installed(tmp_path, template, desk=told.desk) as installation,
        running(installation, clock, desk=told.desk) as runner,
        BotApi(clock=clock) as api,
        served(api, runner, renderer()),
    ):
        way = TelegramWay(api, api.person("Mia", language=told.language))
        kept = await _walk(told, way, _engine(told, "telegram", clock, MESSAGE_LIMIT), clock, installation)
        await _check_stored(told, kept, installation)


def _engine(told: Conversation, channel: str, clock: Clock, limit: int | None) -> EngineWay:
    return EngineWay(
        flows=flowset(desk=told.desk),
        understanding=understanding(desk=told.desk),
        rendering=Rendering(renderer(), limit),
        channel=channel,
        clock=clock,
        desk=told.desk,
        hint=told.language,
    )


async def _walk(
    told: Conversation, way: TerminalWay | TelegramWay, engine: EngineWay, clock: Clock, installation: Installation
) -> list[Kept]:
    """Both at once, step by step; what the engine would have stored."""
    own_name = next(language.autonym for language in catalogs().languages() if language.tag == told.language)
    beginning = (Act(command="start"), Act(tap=own_name))
    for number, act in enumerate((*beginning, *told.steps), -1):
        if act.silent:
            clock.advance(60.0 * (act.wait_minutes or 0))
            if act.desk is not None:
                await installation.pin()
                engine.desk = True
            continue
        expected = engine.act(act)
        shown = await way.act(act)
        assert screens.written(shown) == screens.written(expected), f"step {number}"
        assert shown == expected, f"step {number}"
        _check_screen(act, engine, number)
    return engine.kept


def _check_screen(act: Act, engine: EngineWay, number: int) -> None:
    ask, screen = engine.shown[-1]
    whole = screens.written(screen)
    if act.at is not None:
        assert ask.step == act.at, f"step {number} shows:\n{whole}"
    for text in act.sees:
        assert text in whole, f"step {number}"
    for text in act.sees_not:
        assert text not in whole, f"step {number}"
    if act.buttons is not None:
        answers = [screens.plain(label) for row in screen.rows for label in row]
        assert answers == list(act.buttons), f"step {number}"


async def _check_stored(told: Conversation, kept: list[Kept], installation: Installation) -> None:
    """The database has the engine's report, and that is the one of the data file."""
    stored = await opened(installation)
    assert [report for report, _ in stored] == kept
    for _, parts in stored:
        _check_schema(parts)
    assert len(kept) == (told.report is not None)
    if told.report is not None:
        check(kept[0], told.report)


def _check_schema(parts: Mapping[str, Json]) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for part in parts.values():
        validator.validate({"length": len(json.dumps(part)), "json": part})
