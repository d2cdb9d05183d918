"""``tillid chat``: the conversation on standard input and output."""

from __future__ import annotations

import asyncio
import io
import secrets
import signal
import sys
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial

from bot.rendering import Rendering
from bot.runner import ReportStore
from bot.terminal import CHANNEL, Terminal
from flows.phrases import Phrase
from locales.rendering import Renderer
from storage.report_document import Submission
from storage.vault import Person
from tillid.composition import Parts, opened
from tillid.errors import UsageError
from tillid.logs import configure
from tillid.progress import progress
from tillid.settings import Settings, read


@dataclass(frozen=True, slots=True)
class Announced:
    """A report store that says *Send…* on a terminal while it works: Argon2id alone takes a good part of a second."""

    reports: ReportStore
    renderer: Renderer
    send: Phrase

    async def submit(self, submission: Submission) -> None:
        """As the store's own."""
        with progress(f"{self.renderer.render(self.send, submission.language, words={})}…"):
            await self.reports.submit(submission)


def run_chat(language: str | None) -> None:
    """``language`` as in `--lang`; ``None``: the person is asked."""
    settings = read()
    configure(settings.log_level if sys.stdin.isatty() else "ERROR")
    chat(settings, language)


def chat(settings: Settings, language: str | None) -> None:
    """Until the input ends, Ctrl-C or SIGTERM. Raises UsageError for a language that is not offered."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with suppress(asyncio.CancelledError):
        asyncio.run(_chat(settings, language))


async def _chat(settings: Settings, language: str | None) -> None:
    if sys.stdin.isatty():
        _end_on_signals()
        print("Type a number, or words. Ctrl-C ends the chat; what was not sent is not kept.\n")
    async with AsyncExitStack() as stack:
        with progress("Starting…"):
            parts = await stack.enter_async_context(opened(settings))
        chosen = None if language is None else _offered(parts, language)
        announced = Announced(parts.runner.reports, parts.renderer, parts.runner.flows.notice("send"))
        runner = replace(parts.runner, reports=announced)
        person = Person(CHANNEL, secrets.token_hex(8))
        try:
            terminal = Terminal(runner, Rendering(parts.renderer), person, chosen or "en", partial(print, flush=True))
            await terminal.run(sys.stdin, chosen=chosen is not None)
        finally:
            await runner.vault.erase(person, now=runner.seconds())


def _end_on_signals() -> None:
    chatting = asyncio.current_task()
    loop = asyncio.get_running_loop()
    if chatting is None:
        raise AssertionError("internal error: not in a task")
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, chatting.cancel)


def _offered(parts: Parts, language: str) -> str:
    tags = [offered.tag for offered in parts.runner.flows.setting.languages]
    found = parts.runner.offered(language)
    if found.split("-", 1)[0] != language.split("-", 1)[0]:
        raise UsageError(f"That language is not offered. Languages: {', '.join(tags)}.")
    return found
