"""A Telegram Bot API server with people in it, to test any bot against, in process or in a subprocess.

It owns the state of chats and enforces what the real server enforces (limits, queues, retries, 48 hours, 429);
it knows nothing of Tillid. `BotApi` is the way in:

    async with BotApi() as api:
        ...start a bot with api.url and api.token...
        mia = api.person("Mia", language="da")
        await mia.starts()
        await mia.sees("Hello")
        await mia.taps("Yes")
"""

from __future__ import annotations

from tests.botapi.calls import Call
from tests.botapi.clock import Clock
from tests.botapi.delivery import Attempt, Pace
from tests.botapi.errors import Impossible, Refused, Severed
from tests.botapi.faults import Fault
from tests.botapi.person import Person
from tests.botapi.screen import Button, Screen, Seen
from tests.botapi.sending import Tap
from tests.botapi.server import BotApi
from tests.botapi.shared import SharedChat
from tests.botapi.world import Account, ChatKind, Message

__all__ = [
    "Account",
    "Attempt",
    "BotApi",
    "Button",
    "Call",
    "ChatKind",
    "Clock",
    "Fault",
    "Impossible",
    "Message",
    "Pace",
    "Person",
    "Refused",
    "Screen",
    "Seen",
    "Severed",
    "SharedChat",
    "Tap",
]
