"""The secrets under which drafts are named and encrypted: in memory-backed storage only, short-lived, then destroyed.

A new one every half lifetime of a draft; one goes when no draft under it can live. Where no place is memory-backed they
are held by the process alone, and `volatile` says so: a restart then loses the drafts, never their secrecy.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from storage.errors import StoreUnavailable
from storage.private_files import make_private_folder, write_private

_SECRET_BYTES: Final = 32
_FOREIGN_MODE: Final = 0o077

_ESCAPED: Final = re.compile(r"\\([0-7]{3})")  # the kernel writes a space as \040

_Stamp: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RuntimeSecret:
    """One secret and when it was drawn, in Unix seconds, which is its epoch's number too."""

    epoch: int
    secret: bytes = field(repr=False)


class SecretRing:
    """The secrets that are alive; `folder` is None where only the process holds them."""

    def __init__(self, folder: Path | None, *, ttl_seconds: int) -> None:
        self._ttl_seconds = ttl_seconds
        self._path = None if folder is None else folder / f"drafts-{ttl_seconds}.secrets"
        self._held: tuple[RuntimeSecret, ...] = ()
        self._stamp: _Stamp | None = None

    @property
    def volatile(self) -> bool:
        """True where a restart of the process loses every draft."""
        return self._path is None

    def live(self, now: int) -> tuple[RuntimeSecret, ...]:
        """At least one, newest first; draws and destroys as it is time. StoreUnavailable where the folder is gone."""
        if not self._fresh(now):
            self._turn(now)
        return self._held

    def destroy(self) -> None:
        """Forget every secret now: no draft can ever be read again."""
        self._keep(())

    def _fresh(self, now: int) -> bool:
        if not self._held or not self._names_drafts(self._held[0], now) or not self._lives(self._held[-1], now):
            return False
        return self._path is None or self._stamp == _stamp(self._path)

    def _names_drafts(self, secret: RuntimeSecret, now: int) -> bool:
        return now - secret.epoch < self._ttl_seconds // 2

    def _lives(self, secret: RuntimeSecret, now: int) -> bool:
        """It names drafts for half a lifetime, the last of which lives a whole one; none comes from the future."""
        half = self._ttl_seconds // 2
        return -half <= now - secret.epoch <= self._ttl_seconds + half

    def _turn(self, now: int) -> None:
        if self._path is None:
            self._held = self._turned(self._held, now)
            return
        with _locked(self._path):
            stored = _read(self._path)
            turned = self._turned(stored, now)
            if turned != stored:
                self._keep(turned)
            self._held, self._stamp = turned, _stamp(self._path)

    def _turned(self, secrets_: tuple[RuntimeSecret, ...], now: int) -> tuple[RuntimeSecret, ...]:
        live = tuple(one for one in secrets_ if self._lives(one, now))
        if live and self._names_drafts(live[0], now):
            return live
        return (RuntimeSecret(now, secrets.token_bytes(_SECRET_BYTES)), *live)

    def _keep(self, secrets_: tuple[RuntimeSecret, ...]) -> None:
        self._held = secrets_
        if self._path is not None:
            write_private(self._path, "".join(f"{one.epoch} {one.secret.hex()}\n" for one in secrets_).encode("ascii"))


def open_ring(places: Sequence[Path], *, ttl_seconds: int, mount_table: str) -> SecretRing:
    """A ring in the first of `places` that is memory-backed and the owner's alone; else a volatile one."""
    for place in places:
        if is_memory_backed(place, mount_table) and _made_private(place):
            return SecretRing(place, ttl_seconds=ttl_seconds)
    return SecretRing(None, ttl_seconds=ttl_seconds)


def runtime_places(runtime_dir: Path | None, xdg_runtime_dir: Path | None, uid: int) -> tuple[Path, ...]:
    """Where secrets may rest, best first (design.md, decision 5)."""
    xdg = None if xdg_runtime_dir is None else xdg_runtime_dir / "tillid"
    places = (runtime_dir, xdg, Path("/run/tillid"), Path(f"/dev/shm/tillid-{uid}"))  # noqa: S108  # no temporary file
    return tuple(place for place in places if place is not None)


def read_mount_table() -> str:
    """The kernel's list of mounts; empty where there is none (macOS), so that nothing counts as memory-backed."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return ""


def is_memory_backed(place: Path, mount_table: str) -> bool:
    """True where the mount that holds `place` is a tmpfs; `mount_table` as /proc/self/mounts has it."""
    resolved = place.resolve()
    kind, depth = "", -1
    for line in mount_table.splitlines():
        mount, mounted = _mount(line)
        # of two mounts on one point the later hides the earlier
        if resolved.is_relative_to(mount) and len(mount.parts) >= depth:
            kind, depth = mounted, len(mount.parts)
    return kind in {"tmpfs", "ramfs"}


def _mount(line: str) -> tuple[Path, str]:
    fields = line.split(" ")
    return Path(_ESCAPED.sub(lambda match: chr(int(match.group(1), 8)), fields[1])), fields[2]


def _made_private(place: Path) -> bool:
    """True where `place` is, or now became, a real folder that nobody else can enter."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = place.lstat()
    except OSError:
        return False
    return place.is_dir() and found.st_uid == os.getuid() and not found.st_mode & _FOREIGN_MODE


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read(path: Path) -> tuple[RuntimeSecret, ...]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        pairs = [line.split(" ") for line in lines]
        return tuple(RuntimeSecret(int(epoch), bytes.fromhex(secret)) for epoch, secret in pairs)
    except FileNotFoundError:
        return ()
    except ValueError:
        raise StoreUnavailable("the file of runtime secrets is damaged: delete it (drafts are lost)") from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    make_private_folder(path.parent)
    try:
        descriptor = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"the folder of runtime secrets is not usable ({error.strerror})") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
