"""Drafts: whole when packed, forgetful of words nobody needs, and held in memory only so long and so many."""

from __future__ import annotations

import pytest

from bot.draft import REMEMBERED, Chat, Draft, pack_draft, unpack_draft
from bot.errors import DraftFormatError
from bot.unkept import PEOPLE, SECONDS, Unkept
from flows.session import Answer, Session
from storage.vault import Person

SESSION = Session("en", "telegram", answers={"report.story": Answer(refs=("r1",))}, stray=("r2",))
DRAFT = Draft(SESSION, {"r1": "one", "r2": "two", "r3": "gone"}, Chat(7, (5, 6), {9: "r1"}, (1, 2)))


def test_a_draft_comes_back_as_it_was() -> None:
    """Session, words and what stands in the chat."""
    assert unpack_draft(pack_draft(DRAFT)) == DRAFT


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"[2,1,1,1,1,1,1]", b'[1,"x",{},1,[],{},[]]', b"\xff"])
def test_what_is_no_draft_of_this_version_is_refused(data: bytes) -> None:
    """The person then starts afresh."""
    with pytest.raises(DraftFormatError):
        unpack_draft(data)


def test_tidying_keeps_only_words_in_use() -> None:
    """Stray ones are in use until the person decides."""
    assert DRAFT.tidied().words == {"r1": "one", "r2": "two"}


def test_words_do_not_print() -> None:
    """Neither of a draft nor of what is in it."""
    assert "canary" not in repr(Draft(Session(), {"r": "canary"}))


def test_only_so_many_updates_are_remembered() -> None:
    """A draft stays small however long somebody talks."""
    chat = Chat()
    for update in range(3 * REMEMBERED):
        chat = chat.having(update)
    assert len(chat.handled) == REMEMBERED
    assert chat.handled[-1] == 3 * REMEMBERED - 1


def test_an_unkept_draft_is_found_until_it_expires() -> None:
    """And no longer."""
    unkept, mia = Unkept(), Person("telegram", "1")
    unkept.put(mia, DRAFT, now=100)
    assert unkept.find(mia, 100 + SECONDS - 1) == DRAFT
    assert unkept.find(mia, 100 + SECONDS) is None
    assert unkept.find(Person("terminal", "1"), 100) is None


def test_the_oldest_unkept_draft_goes_first() -> None:
    """An outage under load does not fill the memory."""
    unkept = Unkept()
    people = [Person("telegram", str(number)) for number in range(PEOPLE + 1)]
    for person in people:
        unkept.put(person, DRAFT, now=1)
    assert unkept.find(people[0], 1) is None
    assert unkept.find(people[-1], 1) == DRAFT
    unkept.forget(people[-1])
    assert unkept.find(people[-1], 1) is None
