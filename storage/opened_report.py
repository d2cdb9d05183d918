"""Opening a report with the desk's identity: all of it, proven against its manifest, or none of it.

Works on sealed parts alone, whether they come from the database or from an exported folder.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from storage.canonical import Json
from storage.errors import (
    FrameError,
    ManifestInvalid,
    NotOpened,
    PartAltered,
    PartMissing,
    PartUnlisted,
)
from storage.padding import unframe
from storage.report_document import MANIFEST, SCHEMA, PartName, ReportId, StoredPart
from storage.sealing import Identity, open_sealed

_INNER_SEAL: Final = {"sealed", "key"}


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """The manifest and every other part, in the clear and with the seals inside them opened too: never log it.

    `expired` names the parts that the manifest lists and that are deleted by now, as was foreseen.
    """

    manifest: Mapping[str, Json] = field(repr=False)
    parts: Mapping[PartName, Json] = field(repr=False)
    expired: tuple[PartName, ...]


def open_report(
    identity: Identity,
    parts: Mapping[PartName, bytes],
    *,
    expected: ReportId | None = None,
    may_be_gone: Collection[PartName] = (),
) -> OpenedReport:
    """Open all of a report, or raise.

    `expected` is the id under which it was found, None where nothing says which it is; `may_be_gone` names parts whose
    own day of deletion has passed. NotOpened where the identity is not the desk's; a TamperedReport where anything
    differs from the manifest.
    """
    manifest = _manifest(identity, parts, expected)
    listed = _listed(manifest)
    present = {name: sealed for name, sealed in parts.items() if name != MANIFEST}
    gone = tuple(name for name in listed if name not in present)
    if set(gone) - set(may_be_gone):
        raise PartMissing("a part that the manifest lists is missing")
    if set(present) - set(listed):
        raise PartUnlisted("a part is there that the manifest does not list")
    for name, sealed in present.items():
        if StoredPart(name, sealed, padded_bytes=0).entry != listed[name]:
            raise PartAltered("a part is not the one that the manifest lists")
    return OpenedReport(manifest, {name: _part(identity, sealed) for name, sealed in present.items()}, gone)


def _manifest(identity: Identity, parts: Mapping[PartName, bytes], expected: ReportId | None) -> Mapping[str, Json]:
    sealed = parts.get(MANIFEST)
    if sealed is None:
        raise ManifestInvalid("the report has no manifest")
    try:
        manifest = unframe(open_sealed(identity, sealed))
    except FrameError:
        manifest = None
    if not isinstance(manifest, Mapping) or manifest.get("schema") != SCHEMA:
        raise ManifestInvalid("the manifest is no manifest of this kind")
    if expected is not None and manifest.get("report") != expected:
        raise ManifestInvalid("the manifest belongs to another report")
    return manifest


def _listed(manifest: Mapping[str, Json]) -> dict[PartName, Mapping[str, Json]]:
    try:
        entries = cast("list[Mapping[str, Json]]", manifest["parts"])
        listed = {PartName(cast("str", entry["name"])): entry for entry in entries}
    except (KeyError, TypeError):
        raise ManifestInvalid("the manifest lists no parts") from None
    if len(listed) != len(entries):
        raise ManifestInvalid("the manifest lists a part twice")
    return listed


def _part(identity: Identity, sealed: bytes) -> Json:
    try:
        return _without_inner_seals(identity, unframe(open_sealed(identity, sealed)))
    except (FrameError, NotOpened):
        raise PartAltered("a part cannot be opened as what the manifest says it is") from None


def _without_inner_seals(identity: Identity, value: Json) -> Json:
    """`{"sealed": base64, "key": epoch}`, wherever a page sealed a text, becomes what it sealed: `{"text": …}`."""
    if isinstance(value, Mapping):
        if set(value) == _INNER_SEAL:
            return _inner_text(unframe(open_sealed(identity, _decoded(value["sealed"]))))
        return {key: _without_inner_seals(identity, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_inner_seals(identity, inner) for inner in value]
    return value


def _inner_text(value: Json) -> Json:
    if not isinstance(value, Mapping) or set(value) != {"text"} or not isinstance(value["text"], str):
        raise FrameError("a seal inside a part holds no text")
    return value


def _decoded(sealed: Json) -> bytes:
    try:
        return base64.b64decode(cast("str", sealed), validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise FrameError("a seal inside a part is no base64") from None
