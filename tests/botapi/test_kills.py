"""A bot killed around a call: what Telegram has, what it has not, and that the update comes again."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from tests.botapi import BotApi, Call
from tests.botapi.parameters import Parameters

ECHO = Path(__file__).with_name("echo_bot.py")


def free_port() -> int:
    """A port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def start(api: BotApi, port: int) -> Process:
    """The echo bot, ready."""
    arguments = (str(ECHO), f"{api.url}/bot{api.token}", str(port))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"READY\n"
    return process


@pytest.mark.parametrize(("moment", "copies"), [("unheard", 1), ("before", 2), ("after", 2)])
async def test_an_update_comes_again_to_a_bot_that_was_killed_over_it(moment: str, copies: int) -> None:
    """Killed before its call was heard, the person gets one message; killed over a heard call, two."""
    async with BotApi() as api:
        port = free_port()
        bots = [await start(api, port)]

        async def kill(call: Call) -> bool:
            bots[0].kill()
            await bots[0].wait()
            assert call.effective == (moment == "after")
            return moment != "unheard"

        if moment == "after":
            api.on_call("sendMessage", after=kill)
        else:
            api.on_call("sendMessage", before=kill)
        await api.execute("setWebhook", Parameters({"url": f"http://127.0.0.1:{port}/"}), "http")
        mia = api.person()
        await mia.types("hello")
        await bots[0].wait()
        bots.append(await start(api, port))
        await api.settled()
        bots[1].terminate()
        await bots[1].wait()
        assert [message.text for message in mia.screen().from_bot] == ["You said hello"] * copies
        assert len({attempt.update_id for attempt in api.deliverer.attempts}) == 1
        assert [call.answered for call in api.calls.of("sendMessage")] == [False, True]
