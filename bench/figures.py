"""Percentiles and lines of figures, the same in every bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 99th percentile of one thing measured many times, in the unit of what went in."""

    p50: float
    p99: float


def spread(values: Sequence[float]) -> Spread:
    ordered = sorted(values)
    return Spread(ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))])


def show(name: str, values: Sequence[float], unit: str, note: str = "") -> Spread:
    """Print one line; gives its figures."""
    found = spread(values)
    print(f"{name:46} p50 {found.p50:8.2f} {unit}   p99 {found.p99:8.2f} {unit}   {note}".rstrip())
    return found
