"""Figures of one run, their medians over rounds, and how they are printed."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from bench.telegram.load import Load

HEADER = f"{'bot':<14}{'CPU s/1000 upd':>15}{'p50 ms':>9}{'p99 ms':>9}{'RSS MB':>9}{'upd/s':>8}{'calls/dlg':>11}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of one bot."""

    cpu_per_1000: float
    p50_ms: float
    p99_ms: float
    resident_mb: float
    updates_per_second: float
    calls_per_dialogue: float

    @classmethod
    def of(cls, load: Load, cpu_seconds: float, resident_mb: float) -> Measurement:
        """From what was done and what it used."""
        centiles = statistics.quantiles(load.replies, n=100)
        return cls(
            cpu_per_1000=cpu_seconds / load.updates * 1000,
            p50_ms=centiles[49] * 1000,
            p99_ms=centiles[98] * 1000,
            resident_mb=resident_mb,
            updates_per_second=load.updates / load.seconds,
            calls_per_dialogue=load.calls / load.dialogues,
        )

    def line(self, name: str) -> str:
        """One row under HEADER."""
        return (
            f"{name:<14}{self.cpu_per_1000:>15.3f}{self.p50_ms:>9.1f}{self.p99_ms:>9.1f}"
            f"{self.resident_mb:>9.1f}{self.updates_per_second:>8.1f}{self.calls_per_dialogue:>11.1f}"
        )

    def as_json(self) -> dict[str, float]:
        """For `--json`."""
        return asdict(self)


def median(rounds: Sequence[Measurement]) -> Measurement:
    """Each figure's own median."""
    return Measurement(
        *(statistics.median(getattr(one, field.name) for one in rounds) for field in fields(Measurement))
    )


def ratio(ours: Sequence[Measurement], bare: Sequence[Measurement]) -> float:
    """CPU of ours over bare: the median of the rounds' ratios, since neighbouring runs share the machine's mood."""
    return statistics.median(a.cpu_per_1000 / b.cpu_per_1000 for a, b in zip(ours, bare, strict=True))
