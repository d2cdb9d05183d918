"""The frame around every JSON part, which makes its length tell little.

The contract, for any language:

    {"json":<the value>,"length":<bytes of its canonical JSON>} followed by spaces up to a multiple of 4096 bytes

canonical in the sense of RFC 8785. So a frame is itself valid JSON, and what `age -d` prints goes straight into any
JSON tool. `docs/report.schema.json` describes what stands under `json`.
"""

from __future__ import annotations

import json
from typing import Final, cast

from storage.canonical import Json, canonical
from storage.errors import FrameError

STEP_BYTES: Final = 4096


def frame(value: Json) -> bytes:
    """The padded frame of `value`; FrameError where the value has no canonical JSON."""
    inner = canonical(value)
    framed = b'{"json":%b,"length":%d}' % (inner, len(inner))
    return framed.ljust(padded_size(len(framed)))


def unframe(framed: bytes) -> Json:
    """What `frame` was given; FrameError for anything that `frame` would not have made of it."""
    try:
        outer = cast("Json", json.loads(framed))
    except (ValueError, RecursionError):
        outer = None
    if not isinstance(outer, dict) or set(outer) != {"json", "length"}:
        raise FrameError("not a frame of JSON")
    value = cast("Json", outer["json"])
    if frame(value) != framed:
        raise FrameError("a frame whose length or padding is wrong")
    return value


def padded_size(size_bytes: int) -> int:
    """The next multiple of the step that holds `size_bytes`."""
    return -(-size_bytes // STEP_BYTES) * STEP_BYTES
