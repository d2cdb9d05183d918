"""Logs by an allow-list: a field that is not on it is dropped, whoever wrote it.

Our events are static names. Libraries log through the standard library: of their records only level, logger and
place are kept, because their texts hold token URLs, parameters and what people wrote. An exception is its type and
the file and line of each frame; no message, no locals.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {"event", "level", "timestamp", "service", "flow", "step", "error_type", "count", "seconds", "logger", "frames"}
)
TAMED = (
    "httpx",
    "httpcore",
    "aiogram",
    "aiohttp",
    "uvicorn",
    "sqlalchemy",
    "aiosqlite",
    "asyncpg",
    "alembic",
    "asyncio",
)
SILENCED = ("aiohttp.access", "uvicorn.access")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str, *, stream: TextIO = sys.stderr) -> None:
    """One JSON object a line to ``stream``; ``level`` is ours, libraries stay at WARNING or above whatever it is."""
    threshold = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            _without_exception_text,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allow,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[_Routed()], force=True)
    for name in TAMED:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENCED:
        logging.getLogger(name).disabled = True


def allow(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last processor before the renderer."""
    return {name: value for name, value in event.items() if name in ALLOWED}


def frames(error: BaseException) -> list[str]:
    """``file.py:12`` of each frame, outermost first; the folder is left off, it may name an account."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]


def _without_exception_text(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event.update(error_type=type(error).__name__, frames=frames(error))
    return event


class _Routed(logging.Handler):
    """Takes a library's record; its message and arguments end here."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(record.levelno, "library", logger=record.name, exc_info=error)
