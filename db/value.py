"""What customers are worth, worked out from what they bought (domain §7). Pure: figures in, classes out.

ABC   customers by revenue, greatest first: A brings the first 80 % of it, B the next 15 %, C the rest
RFM   recency, frequency, monetary, each 1–5 by the fifths of all who ever bought; equal figures get equal scores
CLV   expected margin over the remaining life: Σ margin · retentionᵗ / (1 + discount)ᵗ for t = 1 … years, less what serving costs
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from agent_desktop.protocol.record import Stage, Standing, ValueType

A_SHARE = 0.80
B_SHARE = 0.95
DISCOUNT = 0.10
YEARS = 5
MARGIN = 0.30
LOST_AFTER_DAYS = 540
DECLINE_AFTER_DAYS = 270
NEW_FOR_DAYS = 90
GROWING_FOR_DAYS = 365
_RETENTION = (0.0, 0.25, 0.45, 0.65, 0.80, 0.90)
"""Chance to stay another year, by the recency score."""


@dataclass(frozen=True, slots=True)
class History:
    """One customer's purchases in figures."""

    last_days: int
    """Since the last purchase."""
    first_days: int
    """Since the first."""
    count: int
    revenue_minor: int


def abc_classes(revenues: Sequence[int]) -> str:
    """One letter per customer, in their order."""
    total = sum(revenues)
    classes = bytearray(b"C" * len(revenues))
    cumulated = 0
    for index in sorted(range(len(revenues)), key=revenues.__getitem__, reverse=True):
        if cumulated >= total * B_SHARE:
            break
        classes[index] = ord("A" if cumulated < total * A_SHARE else "B")
        cumulated += revenues[index]
    return classes.decode("ascii")


def fifths(values: Sequence[int]) -> list[int]:
    """The four bounds between five equal parts of the values."""
    ordered = sorted(values)
    return [ordered[len(ordered) * part // 5] for part in range(1, 5)] if ordered else []


def score(value: int, bounds: Sequence[int]) -> int:
    """1–5: in which fifth the value lies, greatest 5."""
    return bisect_left(bounds, value + 1) + 1


@dataclass(frozen=True, slots=True)
class Scale:
    """The bounds that RFM scores are read from."""

    days: Sequence[int]
    counts: Sequence[int]
    revenues: Sequence[int]

    @classmethod
    def of(cls, days: Sequence[int], counts: Sequence[int], revenues: Sequence[int]) -> Scale:
        return cls(fifths([-value for value in days]), fifths(counts), fifths(revenues))

    def rfm(self, history: History) -> tuple[int, int, int]:
        """Recency (the more recent the higher), frequency, monetary."""
        return (
            score(-history.last_days, self.days),
            score(history.count, self.counts),
            score(history.revenue_minor, self.revenues),
        )


def lifetime_value(yearly_margin_minor: int, retention: float, yearly_cost_minor: int) -> int:
    """Expected, discounted margin less cost, over the remaining life."""
    years = sum((retention / (1 + DISCOUNT)) ** year for year in range(1, YEARS + 1))
    return round((yearly_margin_minor - yearly_cost_minor) * years)


def expected_value(history: History, recency: int, yearly_cost_minor: int) -> int:
    """CLV from what somebody bought so far."""
    years = max(history.first_days, 365) / 365
    return lifetime_value(round(history.revenue_minor * MARGIN / years), _RETENTION[recency], yearly_cost_minor)


def standing(history: History) -> Standing:
    """Where somebody who has bought stands."""
    return Standing.LOST if history.last_days > LOST_AFTER_DAYS else Standing.ACTUAL


def stage(history: History) -> Stage:
    """The stage of their life with us."""
    if history.last_days > LOST_AFTER_DAYS:
        return Stage.LEAVING
    if history.last_days > DECLINE_AFTER_DAYS:
        return Stage.DECLINE
    if history.first_days <= NEW_FOR_DAYS:
        return Stage.ACQUIRE
    return Stage.LIFT if history.first_days <= GROWING_FOR_DAYS else Stage.MATURE


def value_type(abc: str, rfm: tuple[int, int, int], lifetime_value_minor: int) -> ValueType:
    """Which of the four types: who is worth most, who can grow, who costs more than they bring."""
    recency, frequency, monetary = rfm
    if lifetime_value_minor < 0:
        return ValueType.BELOW_ZERO
    if abc == "A" and recency >= 4 and monetary >= 4:  # noqa: PLR2004 - the upper two fifths
        return ValueType.MOST_VALUABLE
    if recency >= 4 and frequency >= 3:  # noqa: PLR2004
        return ValueType.MOST_GROWABLE
    return ValueType.ORDINARY
