"""The draft: a session, the words it refers to, and what a channel must remember of the chat; sealed as one piece."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.errors import DraftFormatError
from flows.errors import SessionFormatError
from flows.session import Session, pack, unpack

FORMAT = 1
REMEMBERED = 64
"""Update ids and messages remembered; far more than Telegram holds back for one person at a time."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What stands in the chat, by the messenger's ids. Lives and dies with the draft, never beside a report.

    ``living`` is the one message that is edited in place; ``standing`` are others of both sides that *Erase* removes;
    ``written`` says which reference a message became, for an edit; ``handled`` are the updates that were taken.
    """

    living: int | None = None
    standing: tuple[int, ...] = ()
    written: Mapping[int, str] = field(default_factory=dict)
    handled: tuple[int, ...] = ()

    def having(self, update: int | None) -> Chat:
        """The same chat with one more update taken."""
        return self if update is None else replace(self, handled=(*self.handled, update)[-REMEMBERED:])

    def with_standing(self, message: int) -> Chat:
        """The same chat with one more message to remove in the end."""
        return self if message in self.standing else replace(self, standing=(*self.standing, message))

    def followed_by(self, later: Chat) -> Chat:
        """Both together: the later living message is the one, the other is one more to remove."""
        handled = tuple(dict.fromkeys((*self.handled, *later.handled)))[-REMEMBERED:]
        standing = tuple(dict.fromkeys((*self.standing, *later.standing)))
        both = Chat(self.living, standing, {**self.written, **later.written}, handled)
        if later.living in {None, self.living}:
            return both
        return replace(both if self.living is None else both.with_standing(self.living), living=later.living)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything kept of one person while they write. ``words`` are by reference, as the session has them.

    ``blind``: begun while the store could not be read, so that there may be another; never stored.
    """

    session: Session
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    chat: Chat = Chat()
    blind: bool = False

    def tidied(self) -> Draft:
        """The draft without words no answer refers to any more: what was taken out is gone."""
        refs = self.session.refs
        if self.words.keys() <= refs:
            return self
        return replace(self, words={ref: text for ref, text in self.words.items() if ref in refs})


def pack_draft(draft: Draft) -> bytes:
    """The draft as JSON; ``unpack_draft`` gives an equal one."""
    chat = draft.chat
    row = [FORMAT, pack(draft.session).decode(), draft.words, chat.living, chat.standing]
    return json.dumps([*row, chat.written, chat.handled], separators=(",", ":")).encode()


def unpack_draft(data: bytes) -> Draft:
    """Raises DraftFormatError for anything another version wrote; the person then starts afresh."""
    try:
        version, session, words, living, standing, written, handled = json.loads(data)
        if version != FORMAT:
            raise DraftFormatError
        by_message = {int(message): ref for message, ref in written.items()}
        chat = Chat(living, tuple(standing), by_message, tuple(handled))
        return Draft(unpack(session), words, chat)
    except (ValueError, TypeError, AttributeError, SessionFormatError) as error:
        raise DraftFormatError from error
