"""What the process does to itself before it holds a word: no core dump, no attaching debugger, owner-only files.

And before it serves: what is there to stay is not searched for garbage again.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import sys

PR_SET_DUMPABLE = 4  # linux/prctl.h
OWNER_ONLY = 0o077


def harden() -> None:
    """Holds for this process and, umask and core limit, its children. Off Linux there is no dumpable flag to clear."""
    os.umask(OWNER_ONLY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_DUMPABLE was refused")


def settle() -> None:
    """What was made until now stays as long as the process: flows, catalogs, models. A tenth of a turn goes without."""
    gc.collect()
    gc.freeze()
