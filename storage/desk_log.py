"""The desk log: the one chain of desk documents that is believed, from the pinned root to the newest epoch.

Refuses to choose: two documents for one epoch, a hole or a bad signature stop everything, and say which it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from storage.desk import FIRST_EPOCH, DeskDocument, DeskId, Fingerprint, SignedDocument, verify
from storage.errors import DocumentMalformed, EpochForked, EpochMissing, RootMismatch, SignatureInvalid


def verify_log(desk_id: DeskId, root: Fingerprint, documents: Sequence[SignedDocument]) -> tuple[DeskDocument, ...]:
    """Every epoch from the first to the newest, oldest first; a DeskLogBroken where they are no chain from `root`.

    `documents` come in any order; the same one twice counts once.
    """
    distinct = {signed.fingerprint: signed for signed in documents}
    chain = sorted(((signed, signed.read()) for signed in distinct.values()), key=lambda pair: pair[1].epoch)
    _check_epochs([document.epoch for _, document in chain])
    if chain[0][0].fingerprint != root:
        raise RootMismatch("the first desk document is not the pinned one")
    if any(document.desk_id != desk_id for _, document in chain):
        raise DocumentMalformed("a desk document belongs to another desk")
    for before, after in pairwise(chain):
        _check_link(before, after)
    return tuple(document for _, document in chain)


def _check_epochs(epochs: Sequence[int]) -> None:
    if len(set(epochs)) != len(epochs):
        raise EpochForked("two desk documents claim one epoch: compare fingerprints with the other members")
    if not epochs or list(epochs) != list(range(FIRST_EPOCH, len(epochs) + 1)):
        raise EpochMissing("an epoch of the desk has no document")


def _check_link(before: tuple[SignedDocument, DeskDocument], after: tuple[SignedDocument, DeskDocument]) -> None:
    signed, document = after
    if document.previous != before[0].fingerprint or signed.previous_signature is None:
        raise SignatureInvalid("a desk document does not follow from the one before it")
    verify(before[1].verifying_key, signed.previous_signature, signed.content)
