"""A hardened process, looked at from inside a real one."""

from __future__ import annotations

import json
import subprocess
import sys

PROBE = """
import ctypes, json, os, resource, sys
from tillid.process import harden
harden()
mask = os.umask(0)
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
print(json.dumps([resource.getrlimit(resource.RLIMIT_CORE), mask, dumpable]))
"""


def test_a_hardened_process_dumps_no_core_and_writes_for_its_owner_only() -> None:
    """On Linux no other process of the same account can attach to it either."""
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[0, 0], 0o077, 0]
