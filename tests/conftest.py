"""What every run has: tests that were left out are listed by name, and with CI=true they fail."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

import pytest

from tests.requirements import in_ci


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _strict(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _strict(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = terminalreporter.getreports("skipped")
    if left_out:
        terminalreporter.section("Left out:")
    for report in left_out:
        terminalreporter.line(f"{report.nodeid}: {_reason(report)}")


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _strict(report: Report) -> Report:
    """An expected failure (`xfail`) is no omission."""
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = f"Left out, which CI does not allow: {_reason(report)}"
        report.outcome = "failed"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
