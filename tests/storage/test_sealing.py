from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import InvalidIdentity, InvalidRecipient, NotOpened
from storage.identity_file import read_identity, write_identity
from storage.sealing import Identity, Recipient, open_sealed, read_recipient, seal
from tests.requirements import age
from tests.storage.vectors import read_vectors

IDENTITY = Identity.from_secret(bytes(range(32)))


@given(st.binary())
def test_what_is_sealed_opens_with_its_identity(plain: bytes) -> None:
    """Opening undoes sealing."""
    assert open_sealed(IDENTITY, seal(IDENTITY.recipient, plain)) == plain


def test_sealed_files_of_the_vectors_open() -> None:
    """Files made once open for ever, and the recipient follows from the identity."""
    for case in read_vectors("sealing")["cases"]:
        identity = Identity.read(case["identity"])
        assert identity.recipient == case["recipient"]
        assert open_sealed(identity, base64.b64decode(case["sealed"])) == base64.b64decode(case["plain"])


@given(st.binary(min_size=32, max_size=32))
def test_secret_bytes_survive_being_written_as_an_identity(secret: bytes) -> None:
    """The encoding loses nothing."""
    identity = Identity.from_secret(secret)
    assert identity.secret() == secret
    assert Identity.read(identity.reveal()) == identity


def test_another_identity_a_cut_and_a_flipped_bit_do_not_open() -> None:
    """Each is the same typed error."""
    sealed = seal(IDENTITY.recipient, b"plain")
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for identity, file in (
        (Identity.generate(), sealed),
        (IDENTITY, sealed[:-1]),
        (IDENTITY, flipped),
        (IDENTITY, b""),
    ):
        with pytest.raises(NotOpened):
            open_sealed(identity, file)


@pytest.mark.parametrize("text", ["", "age1x", "AGE-SECRET-KEY-1X", "ssh-ed25519 AAAA", IDENTITY.recipient[:-1] + "x"])
def test_wrong_keys_are_refused_without_being_quoted(text: str) -> None:
    """A mistyped secret must not end up in a message."""
    with pytest.raises(InvalidRecipient):
        read_recipient(text)
    with pytest.raises(InvalidRecipient):
        seal(Recipient(text), b"")
    with pytest.raises(InvalidIdentity) as caught:
        Identity.read(text)
    assert not text or text not in str(caught.value)


def test_an_identity_of_the_wrong_size_is_refused() -> None:
    """Thirty-two bytes and no others."""
    with pytest.raises(InvalidIdentity):
        Identity.from_secret(bytes(31))


def test_identity_files_read_back_and_carry_their_recipient() -> None:
    """As age-keygen writes them."""
    text = write_identity(IDENTITY, created=datetime(2026, 11, 21, tzinfo=UTC))
    assert read_identity(text) == IDENTITY
    assert text.splitlines()[:2] == ["# created: 2026-11-21T00:00:00+00:00", f"# public key: {IDENTITY.recipient}"]
    with pytest.raises(InvalidIdentity):
        read_identity("# nothing\n\n")


def test_the_age_program_opens_what_we_seal_and_we_open_what_it_seals(tmp_path: Path) -> None:
    """Readable without us."""
    program = age()
    key = tmp_path / "key.txt"
    key.write_text(write_identity(IDENTITY, created=datetime(2026, 11, 21, tzinfo=UTC)))
    opened = subprocess.run(
        [program, "-d", "-i", key], input=seal(IDENTITY.recipient, b"hej"), capture_output=True, check=True
    )
    assert opened.stdout == b"hej"
    sealed = subprocess.run([program, "-r", IDENTITY.recipient], input=b"hej", capture_output=True, check=True)
    assert open_sealed(IDENTITY, sealed.stdout) == b"hej"
