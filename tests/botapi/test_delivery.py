"""The emulator delivers as Telegram does: by queue, in order, again after failure, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from tests.botapi import BotApi, Clock, Pace

Update = dict[str, dict[str, object]]
Handle = Callable[[Update], Awaitable[web.StreamResponse]]


async def call(api: BotApi, method: str, **parameters: object) -> dict[str, object]:
    """One raw call."""
    url = f"{api.url}/bot{api.token}/{method}"
    async with aiohttp.ClientSession() as http, http.post(url, json=parameters) as response:
        body: dict[str, object] = await response.json()
        return body


@asynccontextmanager
async def webhook(api: BotApi, handle: Handle, secret: str = "s3cret") -> AsyncIterator[list[web.Request]]:
    """A bot of one function behind a webhook; gives the requests it got."""
    requests: list[web.Request] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        requests.append(request)
        return await handle(await request.json())

    application = web.Application()
    application.router.add_post("/hook", serve)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await call(api, "setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=secret)
    try:
        yield requests
    finally:
        await call(api, "deleteWebhook")
        await runner.cleanup()


def kind(update: Update) -> str:
    """A tap's data or a message's text."""
    if "callback_query" in update:
        return f"tap {update['callback_query']['data']}"
    return str(update.get("message", update.get("edited_message", {})).get("text"))


async def test_one_chat_is_in_order_while_a_tap_goes_beside_it() -> None:
    """Texts of one chat never overlap; the tap is in while the first text is still worked on."""
    running: set[str] = set()
    overlaps: list[set[str]] = []

    async def handle(update: Update) -> web.StreamResponse:
        running.add(kind(update))
        await asyncio.sleep(0.05)
        overlaps.append(set(running))
        running.discard(kind(update))
        return web.Response()

    async with BotApi() as api:
        mia = api.person()
        await mia.starts()
        await call(
            api,
            "sendMessage",
            chat_id=mia.chat_id,
            text="?",
            reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
        )
        for text in ("one", "two"):
            await mia.types(text)
        await mia.taps("A")
        async with webhook(api, handle) as requests:
            await api.settled()
            assert requests[0].headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
    assert not any({"one", "two"} <= together for together in overlaps)
    assert any({"/start", "tap a"} <= together for together in overlaps)
    assert [a.queue.split(":")[0] for a in api.deliverer.attempts].count("user") == 1


async def test_a_failure_blocks_its_own_queue_and_is_repeated() -> None:
    """Mia's second text waits for her first; Ole's does not wait for hers."""
    taken: list[str] = []

    async def handle(update: Update) -> web.StreamResponse:
        if kind(update) == "first" and len(api.deliverer.attempts) < 6:
            return web.Response(status=500)
        taken.append(kind(update))
        return web.Response()

    async with BotApi() as api, webhook(api, handle):
        mia, ole = api.person("Mia"), api.person("Ole")
        await mia.types("first")
        await mia.types("second")
        await ole.types("other")
        await api.settled()
    assert taken == ["other", "first", "second"]


async def test_retry_after_is_honoured() -> None:
    """A bot that asks for time gets it (scaled)."""
    times: list[float] = []

    async def handle(_: Update) -> web.StreamResponse:
        times.append(asyncio.get_running_loop().time())
        return web.Response(status=503, headers={"Retry-After": "20"}) if len(times) == 1 else web.Response()

    async with BotApi(pace=Pace(scale=0.01)) as api, webhook(api, handle):
        await api.person().types("x")
        await api.settled()
    assert times[1] - times[0] >= 0.2


async def test_a_bot_that_hangs_is_asked_again() -> None:
    """After the timeout the same update comes with the same id."""
    ids: list[object] = []

    async def handle(update: Update) -> web.StreamResponse:
        ids.append(update["update_id"])
        await asyncio.sleep(0.3 if len(ids) == 1 else 0)
        return web.Response()

    async with BotApi(pace=Pace(timeout_seconds=0.1)) as api, webhook(api, handle):
        await api.person().types("x")
        await api.settled()
    assert len(ids) == 2
    assert len(set(ids)) == 1


async def test_delivering_twice_repeats_the_id_and_tapping_again_does_not() -> None:
    """A double delivery has one update id; a client's repeated tap has two."""
    ids: list[object] = []

    async def handle(update: Update) -> web.StreamResponse:
        ids.append(update["update_id"])
        return web.Response()

    async with BotApi(deliver_twice=True) as api, webhook(api, handle):
        mia = api.person()
        await mia.starts()
        await api.settled()
        assert len(ids) == 2
        assert len(set(ids)) == 1
        markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        await call(api, "sendMessage", chat_id=mia.chat_id, text="?", reply_markup=markup)
        first, again = await mia.taps("A"), await mia.taps_again()
        assert first.update_id != again.update_id
        await api.settled()
        assert ids[2:] == [first.update_id, first.update_id, again.update_id, again.update_id]


async def test_a_method_in_the_answer_takes_effect() -> None:
    """JSON and form answers are executed and recorded as such."""

    async def handle(update: Update) -> web.StreamResponse:
        body = {"method": "sendMessage", "chat_id": mia.chat_id, "text": f"You said {kind(update)}"}
        if kind(update) == "json":
            return web.json_response(body)
        parts = aiohttp.MultipartWriter("form-data")
        for name, value in body.items():
            parts.append(str(value)).set_content_disposition("form-data", name=name)
        return web.Response(body=parts)

    async with BotApi() as api, webhook(api, handle):
        mia = api.person()
        await mia.types("json")
        assert (await mia.sees("You said")).text == "You said json"
        await mia.types("form")
        await mia.sees("You said form")
        assert [done.through for done in api.calls.of("sendMessage")] == ["answer", "answer"]


async def test_taps_are_kept_150_seconds_and_messages_a_day() -> None:
    """What waited longer is never delivered."""
    taken: list[str] = []

    async def handle(update: Update) -> web.StreamResponse:
        taken.append(kind(update))
        return web.Response()

    async with BotApi(clock=Clock(frozen_at=1_800_000_000)) as api:
        mia = api.person()
        await mia.types("yesterday", ago=24 * 3600)
        await mia.types("today")
        markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        await call(api, "sendMessage", chat_id=mia.chat_id, text="?", reply_markup=markup)
        await mia.taps("A")
        api.clock.advance(151)
        async with webhook(api, handle):
            await api.settled()
    assert taken == ["today"]
    assert [update.kind for update in api.updates.dropped] == ["message", "callback_query"]


async def test_long_polling_waits_confirms_by_offset_and_yields_to_a_webhook() -> None:
    """The same queue, read by getUpdates; unconfirmed updates come again; 409 beside a webhook."""

    async def handle(_: Update) -> web.StreamResponse:
        return web.Response()

    async with BotApi() as api:
        waiting = asyncio.create_task(call(api, "getUpdates", timeout=5))
        await asyncio.sleep(0.05)
        await api.person().types("x")
        first = (await waiting)["result"]
        assert isinstance(first, list)
        assert (await call(api, "getUpdates"))["result"] == first
        offset = first[-1]["update_id"] + 1
        assert (await call(api, "getUpdates", offset=offset))["result"] == []
        assert not api.updates.pending
        async with webhook(api, handle):
            assert (await call(api, "getUpdates"))["error_code"] == 409


async def test_updates_not_asked_for_are_not_made_and_ids_may_jump() -> None:
    """allowed_updates filters; after a week of silence the next id is random."""
    async with BotApi() as api:
        await call(api, "getUpdates", allowed_updates=["message"])
        mia = api.person()
        typed = await mia.types("x")
        await mia.edits(typed, "y")
        assert [update.kind for update in api.updates.pending.values()] == ["message"]
        api.clock.advance(8 * 24 * 3600)
        await mia.types("z")
        first, second = api.updates.pending
        assert abs(second - first) > 1


@pytest.mark.parametrize("secret", ["with space", "æ", "x" * 257])
async def test_a_bad_secret_is_refused(secret: str) -> None:
    """1-256 of A-Za-z0-9_-."""
    async with BotApi() as api:
        answer = await call(api, "setWebhook", url="http://127.0.0.1:1/x", secret_token=secret)
        assert answer["error_code"] == 400
