"""The `my_chat_member` update: the bot was let in, thrown out, blocked or unblocked."""

from __future__ import annotations

from tests.botapi.parameters import Json
from tests.botapi.world import Account, Chat, World


def member_update(world: World, chat: Chat, by: Account, before: str, after: str) -> Json:
    """Telegram's `ChatMemberUpdated` about the bot; statuses are `member`, `left` and `kicked`."""
    return {
        "chat": chat.as_json(),
        "from": by.as_json(),
        "date": world.now(),
        "old_chat_member": _member(world, before),
        "new_chat_member": _member(world, after),
    }


def _member(world: World, status: str) -> Json:
    member: Json = {"user": world.bot.as_json(), "status": status}
    return member | {"until_date": 0} if status == "kicked" else member
