"""The emulator: an aiohttp server on a free port that speaks the Bot API over a world a test can act in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.botapi.calls import After, Before, Call, Calls, Hook
from tests.botapi.clock import Clock
from tests.botapi.delivery import Deliverer, Pace
from tests.botapi.errors import Refused, Severed
from tests.botapi.faults import Faults, RateLimit
from tests.botapi.parameters import Parameters, of_request
from tests.botapi.person import Person
from tests.botapi.profile import Profile
from tests.botapi.sending import Sending
from tests.botapi.shared import SharedChat
from tests.botapi.subscription import Subscription
from tests.botapi.updates import Updates
from tests.botapi.world import BOT_ID, Account, ChatKind, World

Method = Callable[[Parameters], Awaitable[object]]


class BotApi:
    """`async with BotApi() as api`: serves on the running loop until left.

    A bot is pointed at `url` (the part before `/bot<token>`) with `token`. `clock` is the world's time, `faults`
    what goes wrong, `calls` what the bot did, `deliverer.attempts` how updates were brought to it.
    """

    def __init__(self, *, clock: Clock | None = None, pace: Pace | None = None, deliver_twice: bool = False) -> None:
        self.token = f"{BOT_ID}:AAEmulatedTokenThatOpensNothing-000000"
        self.clock = clock or Clock()
        self.world = World(self.clock)
        self.updates = Updates(self.clock)
        self.updates.deliver_twice = deliver_twice
        self.calls = Calls()
        self.faults = Faults()
        self.rate_limit = RateLimit(self.clock)
        self.deliverer = Deliverer(self.updates, self.clock, self._from_answer, pace or Pace())
        self.sending = Sending(self.world)
        self.profile = Profile(self.world)
        self.url = ""
        self._subscription = Subscription(self.updates, self.deliverer)
        self._methods = self._table()
        self._user_ids = itertools.count(500_000_001)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of the loopback."""
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop delivering, then stop listening."""
        await self.deliverer.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def person(
        self, first_name: str = "Mia", *, language: str = "en", last_name: str = "", username: str = ""
    ) -> Person:
        """Someone new, with a private chat the bot can't write to before they have."""
        account = Account(next(self._user_ids), first_name, last_name, username, language)
        return Person(self, account, self.world.private_chat(account))

    def shared_chat(self, title: str = "Neighbours", kind: ChatKind = ChatKind.SUPERGROUP) -> SharedChat:
        """A group or channel."""
        return SharedChat(self, self.world.shared_chat(title, kind))

    def on_call(
        self, method: str | None = None, n: int = 1, *, before: Before | None = None, after: After | None = None
    ) -> Hook:
        """Await callbacks around the `n`th call of `method` from now (None: any but getUpdates; n 0: each).

        `before` runs before it takes effect, and returns False to cut it off without effect; `after` runs when it
        took effect (or was refused) and nothing is answered yet. Methods in webhook answers count.
        """
        return self.calls.hook(method, n, before, after)

    async def settled(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - reads well in tests
        """Until no update waits and no call runs. In long polling a bot may still be at work after it."""
        async with asyncio.timeout(timeout):
            while self.updates.pending or self.calls.open:  # noqa: ASYNC110 - two sources, both change often
                await asyncio.sleep(0.005)

    async def execute(self, method: str, parameters: Parameters, through: str) -> Call:
        """Run one call through hooks, faults and limits. Raises Refused or Severed."""
        run = self._methods.get(method.lower())
        if run is None:
            raise Refused(404, "Not Found")
        is_poll = run == self._subscription.get_updates
        call = self.calls.begin("getUpdates" if is_poll else method, parameters, self.clock.now(), through)
        self.calls.open += not is_poll
        try:
            await self._run(call, run)
        except Refused as refusal:
            call.refusal = f"{refusal.code} {refusal.description}"
            raise
        finally:
            self.calls.open -= not is_poll
            self.calls.ended()
        return call

    async def _run(self, call: Call, run: Method) -> None:
        faults = self.faults.for_call(call)

        async def effect() -> None:
            for fault in faults:
                if not fault.after_effect:
                    await fault.strike()
            self.rate_limit.take(call)
            call.result = await run(call.parameters)
            call.effective = True

        await self.calls.around(call, effect)
        for fault in faults:
            if fault.after_effect:
                await fault.strike()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return web.json_response(Refused(401, "Unauthorized").body(), status=401)
        try:
            call = await self.execute(request.match_info["method"], await of_request(request), "http")
        except Refused as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        except Severed:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        call.answered = request.transport is not None and not request.transport.is_closing()
        return web.json_response({"ok": True, "result": call.result})

    async def _from_answer(self, method: str, parameters: Parameters) -> None:
        try:
            await self.execute(method, parameters, "answer")
        except (Refused, Severed):
            return

    def _table(self) -> dict[str, Method]:
        sending, profile, subscription = self.sending, self.profile, self._subscription
        table: dict[str, Method] = {
            "getMe": profile.get_me,
            "setWebhook": subscription.set_webhook,
            "deleteWebhook": subscription.delete_webhook,
            "getWebhookInfo": subscription.get_webhook_info,
            "getUpdates": subscription.get_updates,
            "sendMessage": sending.send_message,
            "editMessageText": sending.edit_message_text,
            "editMessageReplyMarkup": sending.edit_message_reply_markup,
            "deleteMessage": sending.delete_message,
            "deleteMessages": sending.delete_messages,
            "answerCallbackQuery": sending.answer_callback_query,
            "leaveChat": sending.leave_chat,
            "sendChatAction": sending.send_chat_action,
            "getChat": sending.get_chat,
            "setMyName": profile.set_name,
            "getMyName": profile.get_name,
            "setMyDescription": profile.set_description,
            "getMyDescription": profile.get_description,
            "setMyShortDescription": profile.set_short_description,
            "getMyShortDescription": profile.get_short_description,
            "setMyCommands": profile.set_commands,
            "getMyCommands": profile.get_commands,
            "deleteMyCommands": profile.delete_commands,
        }
        return {name.lower(): method for name, method in table.items()}
