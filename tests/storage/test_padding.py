from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.canonical import Json, canonical, well_formed
from storage.errors import FrameError
from storage.padding import STEP_BYTES, frame, unframe
from tests.storage.vectors import read_vectors

TEXT = st.text(st.characters(codec="utf-8"))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner))


@pytest.mark.parametrize("case", read_vectors("frame")["cases"], ids=lambda case: case["sha256"][:8])
def test_frames_are_the_ones_of_the_vectors(case: dict[str, Json]) -> None:
    """Canonical form, padded size and every byte."""
    framed = frame(case["value"])
    assert canonical(case["value"]).decode() == case["canonical"]
    assert len(framed) == case["padded_bytes"]
    assert hashlib.sha256(framed).hexdigest() == case["sha256"]
    assert framed.decode().startswith(str(case["framed_start"]))


@given(VALUES)
def test_a_frame_is_json_of_a_stepped_size_and_unframes_to_what_was_framed(value: Json) -> None:
    """Any JSON tool reads it, and its size tells no more than the step."""
    framed = frame(value)
    assert len(framed) % STEP_BYTES == 0
    assert json.loads(framed)["json"] == value
    assert json.loads(framed)["length"] == len(canonical(value))
    assert unframe(framed) == value


@pytest.mark.parametrize(
    "framed",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        frame({"a": 1})[:-1],
        frame({"a": 1}) + b" " * STEP_BYTES,
        frame({"a": 1}).replace(b'"length":7', b'"length":8'),
        b'{"length":7,"json":{"a":1}}'.ljust(STEP_BYTES),
        b"[" * 100_000,
    ],
)
def test_what_is_no_frame_is_refused(framed: bytes) -> None:
    """Wrong length, wrong padding, wrong order, no JSON at all."""
    with pytest.raises(FrameError):
        unframe(framed)


def test_values_without_canonical_json_are_refused_without_being_quoted() -> None:
    """The error names its kind and not the value."""
    with pytest.raises(FrameError) as caught:
        frame({"canary": float("nan")})
    assert "canary" not in str(caught.value)


def test_lone_surrogates_become_replacement_characters() -> None:
    """A broken keyboard must not cost a report."""
    assert well_formed({"texts": ["a\ud800b", "😀"]}) == {"texts": ["a\ufffdb", "😀"]}
