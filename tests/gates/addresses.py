"""What must not stand in the repository: a package registry's address, a path of somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Character classes such as [-] keep this file from finding itself.
_MACHINE = re.compile(r"/(?:work/(?:main|shared|steering)|farm/|root/|Users/[a-z]|home/[a-z])")
_INDEX = re.compile(
    r"-[-](?:extra-)?index-url|-[-]find-links|[\"]resolved\": \"http|files\.python[h]osted|registry\.npm[j]s"
)
_LOCKED_ADDRESS = re.compile(r"://|^-[-](?:extra-)?index|^-[-]find-links")


def misplaced(text: str) -> Iterator[str]:
    """One sentence a line that offends."""
    for number, line in enumerate(text.splitlines(), 1):
        if _MACHINE.search(line):
            yield f"line {number}: a path of one machine"
        if _INDEX.search(line):
            yield f"line {number}: the address of a package registry"


def addressed(lock: str) -> Iterator[str]:
    """A lock names versions and hashes only, so that it installs from any index."""
    for number, line in enumerate(lock.splitlines(), 1):
        if _LOCKED_ADDRESS.search(line):
            yield f"line {number}: an address in a lock"
