"""Runs `tillid` many times over: imports once what takes seconds to import, then forks a process for each run.

A program: one JSON line on standard input asks for a process (`arguments`, `environment`, `folder`, `output`), and its
id is the line answered. The forked process does nothing but what the command does; it is killed like any other.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from tillid.command import main

SERVED = ("aiosqlite.core", "alembic.runtime.migration", "asyncpg.protocol", "bot.telegram.service", "tillid.serving")
"""What the command imports late, and a served process imports anyway."""


def become(wish: Mapping[str, Any]) -> NoReturn:
    """The command, in its folder, with nothing of this environment."""
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    output = os.open(wish["output"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for descriptor, target in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
        os.dup2(descriptor, target)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.argv = ["tillid", *wish["arguments"]]
    code = 70
    try:
        main()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001 - as the interpreter would print it
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    """Until standard input ends."""
    for module in SERVED:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        print(child, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve()
