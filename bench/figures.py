"""Percentiles and lines of figures, the same in every bench."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 95th and 99th percentile of one thing measured many times, in the unit of what went in."""

    p50: float
    p95: float
    p99: float


def spread(values: Sequence[float]) -> Spread:
    ordered = sorted(values)
    p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return Spread(p50, p95, p99)


def show(name: str, values: Sequence[float], unit: str, note: str = "") -> Spread:
    """Print one line; gives its figures."""
    found = spread(values)
    print(f"{name:46} p50 {found.p50:8.2f} {unit}   p99 {found.p99:8.2f} {unit}   {note}".rstrip())
    return found


def used_s(pid: int) -> float:
    """Processor time that another process has used, of all its threads (proc(5), `stat`)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
