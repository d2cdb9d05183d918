"""``python -m locales extract|update|compile|status|check``: what `make locales` and the gates run."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from locales.catalogs import STAFF
from locales.checking import check
from locales.coverage import coverage
from locales.errors import LocaleError
from locales.maintenance import MAPPINGS, compile_all, extract, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def status(*, as_json: bool) -> int:
    """Print coverage and review of every language."""
    rows = coverage()
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
        return 0
    for row in rows:
        review = row.reviewed_by or "not checked by a native speaker"
        sys.stdout.write(f"{row.language:8} {row.translated:5}/{row.texts:<5} {review:32} {row.autonym}\n")
    return 0


def report() -> int:
    """Print every problem; 1 when there is one."""
    problems = [problem for domain, mapping in MAPPINGS.items() for problem in check(mapping=mapping, domain=domain)]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(problems)} problems\n" if problems else "the catalogs are complete\n")
    return 1 if problems else 0


def _of_staff(changed: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    return ((f"{tag} of staff", did) for tag, did in changed)


def _changes(changed: Sequence[tuple[str, bool]]) -> int:
    names = [name for name, did in changed if did]
    sys.stdout.write(f"changed: {', '.join(names) or 'nothing'}\n")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 failed, 2 usage."""
    parser = argparse.ArgumentParser(prog="python -m locales", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("extract", "compile", "check"):
        commands.add_parser(name)
    commands.add_parser("update").add_argument("languages", nargs="*", help="BCP 47 tags of catalogs to begin")
    commands.add_parser("status").add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        match given.command:
            case "extract":
                return _changes([(f"{name}.pot", extract(mapping=at, domain=name)) for name, at in MAPPINGS.items()])
            case "update":
                return _changes([*update(new=tuple(given.languages)), *_of_staff(update(domain=STAFF))])
            case "compile":
                return _changes([*compile_all(), *_of_staff(compile_all(domain=STAFF))])
            case "status":
                return status(as_json=given.json)
            case _:
                return report()
    except LocaleError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
