"""The session: whole in its serialised form, and refused when it is of another version."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import SessionFormatError
from flows.session import FORMAT, Answer, Frame, Return, Session, Stage, pack, unpack

names = st.text("abcdefgh_", min_size=1, max_size=8)
several = st.lists(names, max_size=3).map(tuple)
pins = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
answers = st.builds(Answer, several, several, pins, st.booleans())
frames = st.builds(Frame, names, names, st.sampled_from(Return), st.booleans())
sessions = st.builds(
    Session,
    language=names,
    channel=names,
    frames=st.lists(frames, max_size=4).map(tuple),
    answers=st.dictionaries(names, answers, max_size=4),
    token=names,
    page=st.integers(0, 9),
    notices=several,
    stray=several,
    candidates=several,
    stage=st.sampled_from(Stage),
    receipt=names,
    spoken=several,
    seen=st.integers(0, 2**40),
    practice=st.booleans(),
    scrolling=st.booleans(),
)


@given(sessions)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    """Every field, and no other type in its place."""
    again = unpack(pack(session))
    assert again == session
    assert all(type(frame.then) is Return for frame in again.frames)
    assert type(again.stage) is Stage


def test_a_session_of_another_version_is_refused() -> None:
    """The person then starts at the menu."""
    row = json.loads(pack(Session()))
    assert row[0] == FORMAT
    with pytest.raises(SessionFormatError):
        unpack(json.dumps([FORMAT + 1, *row[1:]]).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b"[1]", b"\xff", b"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"])
def test_what_is_no_session_is_refused(data: bytes) -> None:
    """Broken, empty, or something else."""
    with pytest.raises(SessionFormatError):
        unpack(data)


def test_a_refused_session_says_nothing_of_what_it_held() -> None:
    """An error message may end in a log."""
    with pytest.raises(SessionFormatError) as caught:
        unpack(b'["canary-Mia"]')
    assert "canary" not in str(caught.value)


def test_a_question_passed_over_says_nothing() -> None:
    """It counts as answered, and holds nothing."""
    assert not Answer(("unsaid",)).said
    assert Answer(("no",)).said
    assert Answer(refs=("r",)).said
    assert Answer(pin=(55.0, 12.0)).said


def test_a_session_knows_every_reference_in_use() -> None:
    """The adapter forgets all other words."""
    session = Session(answers={"a.b": Answer(refs=("r1", "r2"))}, stray=("r3",))
    assert session.refs == {"r1", "r2", "r3"}
    assert session.notes == 3
