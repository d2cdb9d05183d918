"""Stores that fail when told to, as a full disk or a dead server makes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.errors import StoreUnavailable
from storage.report_document import Submission


@dataclass(slots=True)
class FailingDrafts:
    """storage.drafts.Drafts in memory; ``down`` while it takes and gives nothing."""

    down: bool = False
    rows: dict[bytes, bytes] = field(default_factory=dict)

    async def load(self, name: bytes) -> bytes | None:
        """What was saved."""
        self._check()
        return self.rows.get(name)

    async def save(self, name: bytes, sealed: bytes, expires_at: int) -> None:  # noqa: ARG002 - part of the interface
        """Keep it."""
        self._check()
        self.rows[name] = sealed

    async def delete(self, name: bytes) -> None:
        """Forget it."""
        self._check()
        self.rows.pop(name, None)

    async def purge(self, now: int) -> None:
        """Nothing expires here."""

    async def close(self) -> None:
        """Nothing is open here."""

    def _check(self) -> None:
        if self.down:
            raise StoreUnavailable("the store is down")


@dataclass(slots=True)
class FailingReports:
    """What the runner needs of storage.reports.Reports; keeps one report a receipt."""

    down: bool = False
    kept: dict[str, Submission] = field(default_factory=dict)

    async def submit(self, submission: Submission) -> None:
        """Keep it, once."""
        if self.down:
            raise StoreUnavailable("the store is down")
        self.kept.setdefault(submission.receipt, submission)
