"""`python -m bench.telegram`: both bots in turn, several rounds, medians and the ratio."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import sys
from pathlib import Path

from bench.telegram import bare_bot, measurement
from bench.telegram.load import put_on
from bench.telegram.measurement import HEADER, Measurement
from bench.telegram.process import BotProcess
from bench.telegram.receipt_cost import argon2id_cpu_seconds
from bench.telegram.walk import Form
from tests.botapi import BotApi

BOTS = {
    "our_bot": Form(end="Thank you", navigation_rows=1, text_at=10),
    "bare_bot": Form(end=bare_bot.END, text_at=10),
}


async def measure(name: str, users: int, dialogues: int) -> Measurement:
    """One bot, started anew and warmed by one dialogue a person."""
    async with BotApi() as api:
        api.calls.recording = api.deliverer.recording = False
        people = [api.person(f"P{number}") for number in range(users)]
        async with BotProcess(f"bench.telegram.{name}", api) as bot:
            await put_on(api, people, BOTS[name], 1)
            before = bot.cpu_seconds
            load = await put_on(api, people, BOTS[name], dialogues)
            return Measurement.of(load, bot.cpu_seconds - before, bot.resident_mb)


async def compare(names: list[str], users: int, dialogues: int, rounds: int) -> dict[str, list[Measurement]]:
    """The bots one after another, round by round."""
    found: dict[str, list[Measurement]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names:
            one = await measure(name, users, dialogues)
            found[name].append(one)
            print(one.line(f"{name} {number + 1}"), flush=True)
    return found


def show(found: dict[str, list[Measurement]]) -> dict[str, object]:
    """Print medians and the ratio; the same as JSON values."""
    medians = {name: measurement.median(rounds) for name, rounds in found.items()}
    print("medians")
    for name, one in medians.items():
        print(one.line(name))
    result: dict[str, object] = {name: one.as_json() for name, one in medians.items()}
    if len(found) > 1:
        result["ratio"] = measurement.ratio(found["our_bot"], found["bare_bot"])
        print(f"CPU ours / bare: {result['ratio']:.2f}")
    result["argon2id_cpu_seconds"] = argon2id_cpu_seconds()
    print(f"apart: Argon2id, once a report: {result['argon2id_cpu_seconds']:.3f} CPU s")
    return result


def chosen(only: str | None) -> list[str]:
    """Both bots, or the one named; without `our_bot` the bare one alone."""
    if only is not None:
        return [only]
    if importlib.util.find_spec("bench.telegram.our_bot") is None:
        print("bench/telegram/our_bot.py is not there: measuring the bare bot alone", file=sys.stderr)
        return ["bare_bot"]
    return list(BOTS)


def main() -> int:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.telegram", description=__doc__)
    parser.add_argument("--users", type=int, default=50, help="people at once (50)")
    parser.add_argument("--dialogues", type=int, default=6, help="dialogues each, after one to warm up (6)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each bot, in turn (3)")
    parser.add_argument("--only", choices=list(BOTS), help="measure one bot alone")
    parser.add_argument("--json", type=Path, help="write the medians there too")
    options = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        print("This bench reads /proc and so needs Linux.", file=sys.stderr)
        return 2
    print(HEADER)
    result = show(asyncio.run(compare(chosen(options.only), options.users, options.dialogues, options.rounds)))
    if options.json is not None:
        options.json.write_text(json.dumps(result, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
