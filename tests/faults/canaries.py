"""Looking for what must not be anywhere: in bytes, in the forms a careless program would have written it in."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

Canaries = Mapping[str, str | bytes]
"""What it is called in a failure, and what is looked for."""


def forms(canary: str | bytes) -> frozenset[bytes]:
    """Raw, wide, escaped for JSON and addresses, hexadecimal, base64 at every alignment; numbers also as integers."""
    if isinstance(canary, bytes):
        return frozenset({canary, *_armoured(canary)})
    raw = canary.encode()
    wide = {canary.encode("utf-16-le"), canary.encode("utf-16-be")}
    escaped = {json.dumps(canary)[1:-1].encode(), quote(canary).encode(), repr(canary)[1:-1].encode()}
    return frozenset({raw, *wide, *escaped, *_armoured(raw), *_integers(canary)})


def found(data: bytes, canaries: Canaries) -> set[str]:
    """The names of those that are in it, in any form."""
    return {name for name, canary in canaries.items() if any(form in data for form in forms(canary))}


def found_in(folders: Iterable[Path], canaries: Canaries, *, but: Iterable[Path] = ()) -> dict[str, set[str]]:
    """Where which were found: file names too, below these folders, these files left out."""
    left_out = set(but)
    finds = {}
    for path in _files(folders):
        names = found(str(path.name).encode(), canaries)
        if path not in left_out:
            names |= found(path.read_bytes(), canaries)
        if names:
            finds[str(path)] = names
    return finds


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _armoured(data: bytes) -> Iterator[bytes]:
    """Hexadecimal in both cases; base64 as it stands in the middle of a longer one."""
    yield data.hex().encode()
    yield data.hex().upper().encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + data)
        whole = encoded[-(-shift * 8 // 6) : (shift + len(data)) * 8 // 6]
        yield whole
        yield whole.replace(b"+", b"-").replace(b"/", b"_")


def _integers(canary: str) -> Iterator[bytes]:
    """A number as a database or a binary format keeps it; too short a one would be found anywhere."""
    if canary.isdecimal() and 2**32 < int(canary) < 2**63:
        number = int(canary)
        size = (number.bit_length() + 7) // 8
        yield number.to_bytes(size, "big")
        yield number.to_bytes(size, "little")
