"""At DEBUG, with everything a careless caller could log, no canary comes through."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from tillid import logs

CANARY = "canary-7ab0"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.basicConfig(force=True)
    for name in logs.SILENCED:
        logging.getLogger(name).disabled = False


def test_a_field_off_the_list_is_dropped(written: io.StringIO) -> None:
    """What is on the list stays."""
    structlog.get_logger().info("turn_stored", flow="report", chat_id=CANARY, text=CANARY)
    line = json.loads(written.getvalue())
    assert set(line) == {"event", "level", "timestamp", "flow"}
    assert (line["event"], line["flow"]) == ("turn_stored", "report")


def test_an_exception_is_its_type_and_places(written: io.StringIO) -> None:
    """Neither its message nor a local variable."""
    local = CANARY
    try:
        raise ValueError(local)
    except ValueError:
        structlog.get_logger().exception("turn_failed")
    line = json.loads(written.getvalue())
    assert line["error_type"] == "ValueError"
    assert line["frames"][0].startswith("test_logs.py:")
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize("name", [*logs.TAMED, *logs.SILENCED, "httpx._client", "a.library.nobody.thought.of"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR])
def test_a_librarys_words_never_come_through(written: io.StringIO, name: str, level: int) -> None:
    """httpx prints token URLs, SQLAlchemy parameters, aiogram updates."""
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        logging.getLogger(name).log(level, "GET /bot%s", CANARY, exc_info=True)
    assert CANARY not in written.getvalue()
    loud = level >= logging.WARNING and name not in logs.SILENCED
    assert bool(written.getvalue()) is loud
