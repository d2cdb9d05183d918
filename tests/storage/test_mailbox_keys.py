from __future__ import annotations

import asyncio
import hmac

import pytest

from storage.key_derivation import hkdf
from storage.mailbox_keys import MailboxKeyring, derive_lookup, derive_mailbox, derive_root, derive_share
from storage.pepper import Pepper
from storage.receipt import Receipt
from storage.sealing import Identity, open_sealed, seal
from tests.storage.samples import RECEIPT
from tests.storage.vectors import read_vectors

CASES = read_vectors("mailbox_keys")["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["receipt"][:4])
def test_keys_are_the_ones_of_the_vectors(case: dict[str, str]) -> None:
    """Every step from digits to keys, so that any program opens the mailbox later."""
    root = derive_root(Receipt(case["receipt"]))
    assert root.hex() == case["root"]
    lookup = derive_lookup(root)
    assert lookup.hex() == case["lookup"]
    share = derive_share(Pepper(bytes.fromhex(case["pepper"])), lookup)
    assert share.hex() == case["share"]
    assert hkdf(root, "half").hex() == case["half"]
    keys = derive_mailbox(root, share)
    assert keys.identity.secret().hex() == case["sk"]
    assert keys.identity.reveal() == case["identity"]
    assert keys.recipient == case["recipient"]
    assert keys.verifying_key.hex() == case["verifying_key"]
    assert hkdf(keys.identity.secret(), "write").hex() == case["signing_seed"]


def test_hkdf_is_the_one_of_rfc_5869_without_salt() -> None:
    """Recomputed from HMAC alone: extract under zeros, one block of expansion."""
    secret = bytes(range(40))
    extracted = hmac.digest(bytes(32), secret, "sha256")
    assert hkdf(secret, "lookup") == hmac.digest(extracted, b"lookup\x01", "sha256")


async def test_the_event_loop_goes_on_while_keys_are_derived() -> None:
    """Four derivations in two threads, and a task beside them that is never held up for long."""
    keyring = MailboxKeyring(Pepper(bytes(32)))
    derivations = asyncio.gather(*[keyring.derive(RECEIPT) for _ in range(4)])
    turns = 0
    while not derivations.done():
        await asyncio.sleep(0.001)
        turns += 1
    first, *others = await derivations
    keyring.close()
    assert turns > 3
    assert all(other.recipient == first.recipient for other in others)


async def test_another_pepper_gives_the_same_lookup_and_another_mailbox() -> None:
    """What is stolen without the pepper opens nothing."""
    keyrings = [MailboxKeyring(Pepper(bytes([fill]) * 32)) for fill in (0, 1)]
    one, other = [await keyring.derive(RECEIPT) for keyring in keyrings]
    for keyring in keyrings:
        keyring.close()
    assert one.lookup == other.lookup
    assert one.recipient != other.recipient


def test_keys_do_not_print() -> None:
    """Neither repr nor str of anything secret shows it."""
    pepper = Pepper(b"pepper-canary".ljust(32))
    identity = Identity.generate()
    keys = derive_mailbox(bytes(32), bytes(32))
    shown = f"{pepper} {pepper!r} {identity} {identity!r} {keys} {keys!r}"
    assert "canary" not in shown
    assert "SECRET" not in shown
    assert repr(keys.lookup) not in shown


def test_the_mailbox_opens_what_was_sealed_to_its_recipient() -> None:
    """The derived identity is a working age identity."""
    keys = derive_mailbox(bytes(32), bytes(32))
    assert open_sealed(keys.identity, seal(keys.recipient, b"answer")) == b"answer"
