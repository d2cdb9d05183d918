"""`python -m bench.engine`: what one turn of the pure engine costs over the real flows, and how long they take to load.

A walk presses a button of the screen at random, writes where words are taken, sends, erases and begins again: always
the same walk, for its chance has a seed. Nothing is stored, rendered or sent.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.effects import Ask, Erase, Submit, Takes
from flows.engine import advance
from flows.flowset import FlowSet
from flows.inputs import Command, Input, Said, Submitted, Tap
from flows.session import Session
from locales.catalogs import Catalogs
from tillid.composition import LOCALES, load_flows
from tillid.settings import Settings

NOW = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
WORDS_EVERY = 4
"""Where a screen takes words, they are written every so many times, and a button pressed else."""
NAVIGATED_EVERY = 20
"""Help, back or erase is pressed every so many times."""


@dataclass(slots=True)
class Walk:
    """A person who presses anything. Also the engine's draw."""

    flows: FlowSet
    chance: random.Random
    nanoseconds: list[int] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def token(self) -> str:
        """Eight characters."""
        return f"{self.chance.getrandbits(32):08x}"

    def receipt(self) -> str:
        """Twenty digits."""
        return f"{self.chance.randrange(10**20):020}"

    def below(self, limit: int) -> int:
        """From 0 to ``limit`` - 1."""
        return self.chance.randrange(limit)

    def go(self, turns: int) -> None:
        """So many turns, each one timed."""
        session: Session | None = None
        received: Input = Command("start")
        for _ in range(turns):
            session = session or Session("en", "telegram")
            began = time.thread_time_ns()
            turn = advance(self.flows, session, received, now=NOW, draw=self)
            self.nanoseconds.append(time.thread_time_ns() - began)
            session = turn.session
            match turn.effects[-1]:
                case Ask() as ask:
                    self.seen[ask.step] += 1
                    received = self._next(ask)
                case Submit():
                    received = Submitted()
                case Erase():
                    received = Command("start")

    def _next(self, ask: Ask) -> Input:
        if ask.digits:
            return Said(self.token(), found=(ask.digits,))
        if Takes.WORDS in ask.takes and self.chance.randrange(WORDS_EVERY) == 0:
            return Said(self.token())
        buttons = (*ask.answers, *ask.pages) or ask.navigation
        row = ask.navigation if self.chance.randrange(NAVIGATED_EVERY) == 0 else buttons
        return Tap(ask.token, self.chance.choice(row).key)


def loaded() -> tuple[FlowSet, float]:
    """The product's flows, and the seconds of CPU it took to read and check them."""
    catalogs = Catalogs.load(LOCALES)
    with TemporaryDirectory() as folder:
        settings = Settings(config_dir=Path(folder), data_dir=Path(folder), _env_file=None)
        began = time.process_time()
        flows = load_flows(settings, catalogs)
        return flows, time.process_time() - began


def main() -> int:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=__doc__)
    parser.add_argument("--turns", type=int, default=20_000, help="turns of the walk (20000)")
    parser.add_argument("--loads", type=int, default=5, help="times the flows are loaded, at least 2 (5)")
    options = parser.parse_args()
    found = [loaded() for _ in range(options.loads)]
    walk = Walk(found[-1][0], random.Random(7))
    walk.go(options.turns)
    micro = statistics.quantiles([one / 1000 for one in walk.nanoseconds], n=100)
    print(f"one turn of the engine: median {micro[49]:.0f} µs, p99 {micro[98]:.0f} µs of CPU")
    print(f"  over {options.turns} turns that stood at {len(walk.seen)} of {len(walk.flows.index)} steps")
    first, *again = (seconds for _, seconds in found)
    print(f"loading the flows: {first:.3f} CPU s in a fresh process, then median {statistics.median(again):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
