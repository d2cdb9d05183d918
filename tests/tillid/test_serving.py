"""`tillid run` on Telegram, in a process of its own, against the emulated Bot API; and how it refuses to start."""

from __future__ import annotations

import asyncio
import socket
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests.botapi import BotApi
from tests.tillid.machine import CTRL_C, TILLID, Machine

SECRET = "canary_of-the-webhook"
WRONG = "123456:canary-of-a-token"
PATIENCE_SECONDS = 60


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


def free_port() -> int:
    """A port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def on_telegram(api: BotApi, *, webhook: int | None = None, health: int = 0) -> dict[str, str]:
    """The settings for the emulator; ``webhook`` is a port."""
    settings = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url, "HEALTH_LISTEN": f"127.0.0.1:{health}"}
    if webhook is not None:
        settings |= {
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{webhook}/telegram",
            "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{webhook}",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
    return settings


@asynccontextmanager
async def running(machine: Machine, **settings: str) -> AsyncIterator[Process]:
    """`tillid run`; killed in the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        TILLID, "run", cwd=machine.folder, env=machine.environment(**settings), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def says(process: Process, part: str) -> str:
    """The line of standard output that has ``part``."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for line in process.stdout:
            if part in line.decode():
                return line.decode().strip()
    raise AssertionError(f"ended without saying {part!r}")


async def refused(machine: Machine, **settings: str) -> tuple[int, str]:
    """The exit code and standard error of a start that fails."""
    async with running(machine, **settings) as process, asyncio.timeout(PATIENCE_SECONDS):
        _, told = await process.communicate()
        assert process.returncode is not None
        return process.returncode, told.decode()


@pytest.mark.parametrize(
    "webhook", [pytest.param(False, marks=pytest.mark.long), True], ids=["long polling", "webhook"]
)
async def test_telegram_is_served_said_so_and_left_on_sigterm(machine: Machine, api: BotApi, webhook: bool) -> None:  # noqa: FBT001
    """A person is answered; health and readiness too; the process ends with 0 and has printed no secret."""
    machine.make_desk()
    port, health = free_port(), free_port()
    settings = on_telegram(api, webhook=port if webhook else None, health=health)
    async with running(machine, **settings) as process, ClientSession() as http:
        assert await says(process, "Health") == f"Health on http://localhost:{health}/healthz"
        line = await says(process, "Serving Telegram")
        assert (f"by webhook on http://localhost:{port}/telegram" if webhook else "by long polling") in line
        for path in ("healthz", "readyz"):
            async with http.get(f"http://127.0.0.1:{health}/{path}") as answer:
                assert (answer.status, await answer.json()) == (HTTPStatus.OK, {"status": "ok"})
        mia = api.person("Mia", language="en")
        await mia.starts()
        await mia.sees("Which language", timeout=PATIENCE_SECONDS)
        process.terminate()
        async with asyncio.timeout(PATIENCE_SECONDS):
            shown, told = await process.communicate()
        assert process.returncode == 0
        assert told == b""
        assert not [secret for secret in (api.token, SECRET) if secret.encode() in shown + told]


@pytest.mark.long
async def test_at_a_terminal_telegram_is_served_instead_of_the_chat(machine: Machine, api: BotApi) -> None:
    """Ctrl-C ends it with 0."""
    machine.make_desk()
    with machine.terminal(TILLID, "run", **on_telegram(api)) as keyboard:
        shown = await asyncio.to_thread(keyboard.sees, "Serving Telegram by long polling")
        assert "Which language" not in shown
        keyboard.types(CTRL_C)
        assert await asyncio.to_thread(keyboard.leaves) == 0
        assert "Traceback" not in keyboard.shown


@pytest.mark.long
async def test_without_a_desk_telegram_is_served_and_the_operator_told(machine: Machine, api: BotApi) -> None:
    """Help works before anybody can open a report."""
    async with running(machine, **on_telegram(api)) as process:
        await says(process, "Serving Telegram")
        process.terminate()
        _, told = await process.communicate()
        assert told.decode().startswith("There is no desk key yet")


@pytest.mark.parametrize(
    "token", [WRONG, pytest.param("canary-of-a-token", marks=pytest.mark.long)], ids=["unknown", "malformed"]
)
async def test_a_wrong_token_is_a_sentence_without_the_token(machine: Machine, api: BotApi, token: str) -> None:
    """Exit code 1."""
    machine.make_desk()
    code, told = await refused(machine, **{**on_telegram(api), "TELEGRAM_TOKEN": token})
    assert code == 1
    assert told.count("\n") == 1
    assert "TILLID_TELEGRAM_TOKEN" in told
    assert "canary" not in told


@pytest.mark.long
async def test_a_refused_webhook_is_a_sentence_without_its_secret(machine: Machine, api: BotApi) -> None:
    """Telegram allows letters, digits, _ and - in a secret."""
    machine.make_desk()
    settings = {**on_telegram(api, webhook=free_port()), "TELEGRAM_WEBHOOK_SECRET": "canary of spaces"}
    code, told = await refused(machine, **settings)
    assert code == 1
    assert told.count("\n") == 1
    assert "TILLID_TELEGRAM_WEBHOOK_SECRET" in told
    assert "canary" not in told


@pytest.mark.long
@pytest.mark.parametrize("taken", ["HEALTH_LISTEN", "TELEGRAM_WEBHOOK_LISTEN"])
async def test_a_port_that_is_taken_is_named(machine: Machine, api: BotApi, taken: str) -> None:
    """With the setting that chooses another."""
    machine.make_desk()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        code, told = await refused(machine, **{**on_telegram(api, webhook=free_port()), taken: address})
    assert code == 1
    assert told.startswith(f"TILLID_{taken}: {address} ")
    assert told.count("\n") == 1


@pytest.mark.long
async def test_a_telegram_that_is_away_is_waited_for(machine: Machine) -> None:
    """As when a server starts before its network: health answers, and SIGTERM still ends it with 0."""
    machine.make_desk()
    port, health = free_port(), free_port()
    settings = {"TELEGRAM_TOKEN": "1:x", "TELEGRAM_API_URL": f"http://127.0.0.1:{port}"}
    async with running(machine, **settings, HEALTH_LISTEN=f"127.0.0.1:{health}") as process, ClientSession() as http:
        await says(process, "Health")
        assert process.stderr is not None
        assert b"telegram not reached" in await asyncio.wait_for(process.stderr.readline(), PATIENCE_SECONDS)
        async with http.get(f"http://127.0.0.1:{health}/healthz") as answer:
            assert answer.status == HTTPStatus.OK
        process.terminate()
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0
        with pytest.raises(ClientConnectionError):
            await http.get(f"http://127.0.0.1:{health}/healthz")


@pytest.mark.parametrize(
    ("arguments", "settings", "names"),
    [
        (["run"], {"TELEGRAM_TOKN": "canary"}, "TILLID_TELEGRAM_TOKEN"),
        (["chat"], {"COLOUR": "canary"}, "TILLID_COLOUR"),
        (["run", "nonsense"], {}, "Services: telegram"),
        (["run", "telegram"], {}, "TILLID_TELEGRAM_TOKEN"),
    ],
    ids=["mistyped", "unknown", "no such service", "no token"],
)
def test_what_is_not_understood_starts_nothing(
    machine: Machine, arguments: list[str], settings: dict[str, str], names: str
) -> None:
    """Exit code 2, a sentence, and no folder is made."""
    done = machine.tillid(*arguments, **settings)
    assert done.returncode == 2
    assert names in done.stderr
    assert "canary" not in done.stderr
    assert not list(machine.folder.iterdir())
