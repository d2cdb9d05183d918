"""Drafts the store did not take: in this process' memory only, until it takes them or they expire.

So that *Help now*, services and every other step go on when the store is down (conversation.md, rule 9); the person is
told on each screen that nothing can be kept.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from bot.draft import Draft
from storage.vault import Person

PEOPLE: Final = 1000
"""The oldest goes first, so that an outage under load does not fill the memory."""
SECONDS: Final = 3600


class Unkept:
    """At most ``PEOPLE`` drafts; times in seconds since the epoch."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[bytes, tuple[int, Draft]] = OrderedDict()

    def find(self, person: Person, now: int) -> Draft | None:
        """The draft, or ``None`` where the store has what there is."""
        since, draft = self._drafts.get(person.token(), (0, None))
        return draft if now - since < SECONDS else None

    def put(self, person: Person, draft: Draft, now: int) -> None:
        """Remember what the store did not take."""
        self._drafts.pop(person.token(), None)
        self._drafts[person.token()] = (now, draft)
        if len(self._drafts) > PEOPLE:
            self._drafts.popitem(last=False)

    def forget(self, person: Person) -> None:
        """The store has it, or it was erased."""
        self._drafts.pop(person.token(), None)
