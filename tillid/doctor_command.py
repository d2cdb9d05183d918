"""``tillid doctor``: whether this installation is as it should be, line by line, with what to do where it is not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from tillid.failures import failing_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tillid.doctor import Finding


def doctor(*, json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Look whether this installation is as it should be: key, pepper, database, memory, alerts, webhook.

    Changes nothing. Ends with 1 where something has failed; a warning is for you to weigh.
    """
    with failing_plainly():
        from tillid.doctor import FAIL, examine
        from tillid.settings import read

        findings = asyncio.run(examine(read()))
        print(_as_json(findings) if json else _as_lines(findings))
        if any(finding.state == FAIL for finding in findings):
            raise typer.Exit(1)


def _as_json(findings: Sequence[Finding]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(finding) for finding in findings], indent=2)


def _as_lines(findings: Sequence[Finding]) -> str:
    return "\n".join(f"{finding.state:4}  {finding.what}: {finding.found}" for finding in findings)
