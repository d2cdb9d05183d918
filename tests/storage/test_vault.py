from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import StoreUnavailable
from storage.runtime_secret import SecretRing, is_memory_backed, open_ring, read_mount_table, runtime_places
from storage.vault import DraftVault, Person

TTL = 7200
START = 1_800_000_000
PERSON = Person("telegram", "canary-4711")
OTHER = Person("telegram", "canary-4712")


class MemoryDrafts:
    """`Drafts` in a dictionary, to look at what a store gets to see."""

    def __init__(self) -> None:
        self.rows: dict[bytes, tuple[bytes, int]] = {}

    async def load(self, name: bytes) -> bytes | None:
        """As saved."""
        return self.rows[name][0] if name in self.rows else None

    async def save(self, name: bytes, sealed: bytes, expires_at: int) -> None:
        """In place of what was there."""
        self.rows[name] = (sealed, expires_at)

    async def delete(self, name: bytes) -> None:
        """Known or not."""
        self.rows.pop(name, None)

    async def purge(self, now: int) -> None:
        """What expired before `now`."""
        self.rows = {name: row for name, row in self.rows.items() if row[1] >= now}


@pytest.fixture
def drafts() -> MemoryDrafts:
    return MemoryDrafts()


@pytest.fixture
def ring(tmp_path: Path) -> SecretRing:
    return SecretRing(tmp_path / "run", ttl_seconds=TTL)


@pytest.fixture
def vault(drafts: MemoryDrafts, ring: SecretRing) -> DraftVault:
    return DraftVault(drafts, ring, ttl_seconds=TTL)


async def test_a_draft_loads_for_its_person_and_channel_alone(vault: DraftVault) -> None:
    """The same id on another channel is another person."""
    await vault.save(PERSON, b"draft", now=START)
    assert await vault.load(PERSON, now=START + 1) == b"draft"
    assert await vault.load(OTHER, now=START + 1) is None
    assert await vault.load(Person("web", PERSON.id), now=START + 1) is None


async def test_a_draft_is_gone_after_its_lifetime_and_after_erasing(vault: DraftVault, drafts: MemoryDrafts) -> None:
    """Two hours after the last save, to the second; erased at once."""
    await vault.save(PERSON, b"draft", now=START)
    assert await vault.load(PERSON, now=START + TTL - 1) == b"draft"
    assert await vault.load(PERSON, now=START + TTL) is None
    await vault.save(PERSON, b"draft", now=START + TTL)
    await vault.erase(PERSON, now=START + TTL)
    assert await vault.load(PERSON, now=START + TTL) is None
    await vault.purge(now=START + 4 * TTL)
    assert not drafts.rows


async def test_a_draft_that_is_saved_again_and_again_outlives_every_secret(
    vault: DraftVault, drafts: MemoryDrafts
) -> None:
    """It moves under the newest secret each time, and leaves no row behind."""
    now = START
    for turn in range(20):
        await vault.save(PERSON, b"draft %d" % turn, now=now)
        assert len(drafts.rows) == 1
        now += TTL - 1
        assert await vault.load(PERSON, now=now) == b"draft %d" % turn


async def test_erasing_reaches_a_draft_under_an_older_secret(vault: DraftVault, drafts: MemoryDrafts) -> None:
    """Whichever secret names it."""
    await vault.save(PERSON, b"draft", now=START)
    await vault.load(OTHER, now=START + TTL // 2)
    await vault.erase(PERSON, now=START + TTL // 2)
    assert not drafts.rows


async def test_another_process_goes_on_with_the_draft(drafts: MemoryDrafts, tmp_path: Path) -> None:
    """A restart keeps the sessions, because the secrets outlive the process."""
    for turn in range(3):
        ring = SecretRing(tmp_path, ttl_seconds=TTL)
        vault = DraftVault(drafts, ring, ttl_seconds=TTL)
        assert await vault.load(PERSON, now=START + turn) == (b"draft" if turn else None)
        await vault.save(PERSON, b"draft", now=START + turn)


async def test_two_processes_follow_each_others_rotation_at_once(drafts: MemoryDrafts, tmp_path: Path) -> None:
    """One whose clock is behind still finds what the other saved under a newer secret."""
    ahead, behind = [DraftVault(drafts, SecretRing(tmp_path, ttl_seconds=TTL), ttl_seconds=TTL) for _ in range(2)]
    await ahead.save(PERSON, b"first", now=START)
    assert await behind.load(PERSON, now=START) == b"first"
    await ahead.save(PERSON, b"second", now=START + TTL // 2)
    assert await behind.load(PERSON, now=START + TTL // 2 - 1) == b"second"


async def test_without_its_secrets_a_draft_is_no_draft(
    vault: DraftVault, ring: SecretRing, drafts: MemoryDrafts
) -> None:
    """A copied disk has nothing."""
    await vault.save(PERSON, b"draft", now=START)
    ring.destroy()
    assert await vault.load(PERSON, now=START) is None
    assert drafts.rows


async def test_an_altered_or_cut_row_is_no_draft(vault: DraftVault, drafts: MemoryDrafts) -> None:
    """Nor is a row moved from another person."""
    await vault.save(OTHER, b"other", now=START)
    ((other, _),) = drafts.rows.values()
    await vault.erase(OTHER, now=START)
    await vault.save(PERSON, b"draft", now=START)
    ((name, (sealed, expires_at)),) = drafts.rows.items()
    for altered in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:5], b"", other):
        drafts.rows[name] = (altered, expires_at)
        assert await vault.load(PERSON, now=START) is None


async def test_a_store_sees_neither_person_nor_words_nor_when(vault: DraftVault, drafts: MemoryDrafts) -> None:
    """Only a name, sealed bytes of a stepped size, and a rough time."""
    await vault.save(PERSON, b"canary", now=START + 17)
    ((name, (sealed, expires_at)),) = drafts.rows.items()
    assert b"canary" not in name + sealed
    assert expires_at % 900 == 0
    assert 0 <= expires_at - (START + 17 + TTL) < 900
    assert "canary" not in f"{PERSON} {PERSON!r}"


@given(st.binary(max_size=5000), st.binary(max_size=5000))
async def test_sizes_come_in_steps(first: bytes, second: bytes) -> None:
    """Drafts of about one size are of exactly one size, and load as they were saved."""
    drafts = MemoryDrafts()
    vault = DraftVault(drafts, SecretRing(None, ttl_seconds=TTL), ttl_seconds=TTL)
    sizes = []
    for person, blob in ((PERSON, first), (OTHER, second)):
        await vault.save(person, blob, now=START)
        assert await vault.load(person, now=START) == blob
        sizes.append(max(len(sealed) for sealed, _ in drafts.rows.values()))
    assert all((size - 28) % 2048 == 0 for size in sizes)


def test_secrets_rotate_and_die_when_no_draft_can_live_under_them(ring: SecretRing) -> None:
    """A new one every hour; one saved under last at 1 h is dead at 3 h."""
    (first,) = ring.live(START)
    assert ring.live(START + TTL // 2 - 1) == (first,)
    second, still_first = ring.live(START + TTL // 2)
    assert still_first == first
    assert second.secret != first.secret
    assert first in ring.live(START + TTL + TTL // 2)
    assert first not in ring.live(START + TTL + TTL // 2 + 1)


def test_a_destroyed_secret_is_in_no_file(ring: SecretRing, tmp_path: Path) -> None:
    """Nor left beside it."""
    (first,) = ring.live(START)
    ring.live(START + 2 * TTL)
    files = list((tmp_path / "run").iterdir())
    assert all(first.secret.hex() not in file.read_text() for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700


def test_a_clock_set_back_gets_a_secret_of_its_own(ring: SecretRing) -> None:
    """One from far ahead would otherwise never die."""
    (ahead,) = ring.live(START + 10 * TTL)
    assert ahead not in ring.live(START)


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    """The lock lets one draw and the others read."""
    rings = [SecretRing(tmp_path, ttl_seconds=TTL) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda ring: ring.live(START), rings))
    assert len(set(drawn)) == 1


def test_a_damaged_file_of_secrets_is_a_typed_error(ring: SecretRing, tmp_path: Path) -> None:
    """Without quoting it."""
    ring.live(START)
    (path,) = (tmp_path / "run").glob("*.secrets")
    path.write_text("canary")
    with pytest.raises(StoreUnavailable) as caught:
        ring.live(START)
    assert "canary" not in str(caught.value)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
tmpfs /with\\040space tmpfs rw 0 0
/dev/sdb1 /run/disk ext4 rw 0 0
tmpfs /hidden tmpfs rw 0 0
/dev/sdc1 /hidden ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("/run/tillid", True),
        ("/with space/x", True),
        ("/run/disk/tillid", False),
        ("/runaway", False),
        ("/hidden/x", False),
        ("/srv/x", False),
    ],
)
def test_only_a_tmpfs_counts_as_memory(place: str, expected: bool) -> None:  # noqa: FBT001  # a table of cases
    """The innermost mount decides, and of two on one point the later."""
    assert is_memory_backed(Path(place), MOUNTS) is expected
    assert not is_memory_backed(Path(place), "")


def test_the_first_memory_backed_place_that_is_the_owners_alone_is_taken(tmp_path: Path) -> None:
    """Disk, a folder open to others and a link are passed over; with nothing left, memory alone, and it is said."""
    mounts = f"tmpfs {tmp_path.resolve()}/memory tmpfs rw 0 0\n"
    disk, open_to_others, linked, good = (
        tmp_path / "disk",
        tmp_path / "memory" / "open",
        tmp_path / "memory" / "linked",
        tmp_path / "memory" / "good",
    )
    open_to_others.mkdir(parents=True)
    open_to_others.chmod(0o755)
    linked.symlink_to(tmp_path / "memory")
    ring = open_ring([disk, open_to_others, linked, good], ttl_seconds=TTL, mount_table=mounts)
    ring.live(START)
    assert not ring.volatile
    assert [path.name for path in good.glob("*.secrets")] == ["drafts-7200.secrets"]
    volatile = open_ring([disk, open_to_others], ttl_seconds=TTL, mount_table=mounts)
    assert volatile.volatile
    assert volatile.live(START) == volatile.live(START + 1)
    assert not disk.exists()


def test_places_come_in_the_order_of_the_design() -> None:
    """What the operator named, then the session's, then the system's."""
    places = runtime_places(Path("/named"), Path("/run/user/7"), 7)
    named = [str(place) for place in places]
    assert named == ["/named", "/run/user/7/tillid", "/run/tillid", "/dev/shm/tillid-7"]  # noqa: S108
    assert len(runtime_places(None, None, 7)) == 2


def test_this_machines_mount_table_reads() -> None:
    """On Linux /proc/self is no tmpfs; elsewhere nothing is."""
    table = read_mount_table()
    assert not is_memory_backed(Path("/proc/self"), table)
    assert os.path.exists("/proc/self/mounts") == bool(table)  # noqa: PTH110  # another way of asking than the code's
