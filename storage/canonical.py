"""JSON values and their one canonical form (RFC 8785), which Python, TypeScript and a command line agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

from storage.errors import FrameError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def canonical(value: Json) -> bytes:
    """UTF-8 of the canonical form; FrameError where there is none (NaN, integers beyond 2^53, lone surrogates)."""
    try:
        return rfc8785.dumps(_plain(value))
    except rfc8785.CanonicalizationError as error:
        raise FrameError(f"the value has no canonical JSON ({type(error).__name__})") from None


def well_formed(value: Json) -> Json:
    """The same value with lone surrogates replaced by U+FFFD: a broken keyboard must not cost a report."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {key: well_formed(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [well_formed(inner) for inner in value]
    return value


_Plain: TypeAlias = "bool | int | float | str | list[_Plain] | dict[str, _Plain] | None"


def _plain(value: Json) -> _Plain:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return value
