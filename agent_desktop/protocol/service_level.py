"""What share of callers was served in time: the formulas that the trade uses, each by its name, over the same counts.

They differ in what becomes of callers who hung up. With An answered and Ab abandoned calls, T the time in which a call ought to be
answered, and s the time under which hanging up is nobody's fault:

    answered only         An(≤T) / An
    all offered           An(≤T) / (An + Ab)
    abandons met          (An(≤T) + Ab(≤T)) / (An + Ab)
    abandons left out     An(≤T) / (An + Ab(>T))
    short abandons met    (An(≤T) + Ab(≤s)) / (An + Ab)

Pure values; seats and the centre count with the same module.
"""

from __future__ import annotations

import enum
from typing import Protocol

import msgspec


class Formula(enum.StrEnum):
    """How the service level is reckoned."""

    ANSWERED_ONLY = "answered_only"
    """Who hung up does not count at all."""
    ALL_OFFERED = "all_offered"
    """Whoever hung up was not served."""
    ABANDONS_MET = "abandons_met"
    """Whoever hung up within T counts as served."""
    ABANDONS_LEFT_OUT = "abandons_left_out"
    """Whoever hung up within T does not count."""
    SHORT_ABANDONS_MET = "short_abandons_met"
    """Whoever hung up within s counts as served."""


class Counts(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What has become of calls that waited in a queue. Times are sums in milliseconds."""

    offered: int = 0
    """Began to wait."""
    answered: int = 0
    abandoned: int = 0
    answered_in_time: int = 0
    """Within T."""
    abandoned_in_time: int = 0
    """Within T."""
    short_abandons: int = 0
    """Within s."""
    wait_ms: int = 0
    """Of those who were answered, together."""
    handled: int = 0
    """Legs whose wrap-up ended."""
    handle_ms: int = 0
    """Their talk, hold and wrap-up, together."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))

    def __sub__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) - getattr(other, name) for name in self.__struct_fields__))


class Counted(Protocol):
    """Counts of calls that waited, over whatever span, as the formulas want them."""

    @property
    def answered(self) -> int: ...
    @property
    def abandoned(self) -> int: ...
    @property
    def answered_in_time(self) -> int: ...
    @property
    def abandoned_in_time(self) -> int: ...
    @property
    def short_abandons(self) -> int: ...


def served(formula: Formula, counts: Counted) -> tuple[int, int]:
    """How many callers count as served in time, and out of how many."""
    met, of = counts.answered_in_time, counts.answered + counts.abandoned
    match formula:
        case Formula.ANSWERED_ONLY:
            of = counts.answered
        case Formula.ABANDONS_MET:
            met += counts.abandoned_in_time
        case Formula.ABANDONS_LEFT_OUT:
            of -= counts.abandoned_in_time
        case Formula.SHORT_ABANDONS_MET:
            met += counts.short_abandons
        case Formula.ALL_OFFERED:
            pass
    return met, of


def service_level(formula: Formula, counts: Counted) -> float | None:
    """The share of callers served in time, 0–1; None while there is nobody to speak of."""
    met, of = served(formula, counts)
    return met / of if of else None


def average_speed_of_answer_ms(counts: Counts) -> int | None:
    """ASA: how long those waited who were answered. None while nobody was."""
    return round(counts.wait_ms / counts.answered) if counts.answered else None


def average_handle_ms(counts: Counts) -> int | None:
    """AHT: talk, hold and wrap-up of a leg. None while none is complete."""
    return round(counts.handle_ms / counts.handled) if counts.handled else None


def expected_wait_ms(waiting: int, working: int, ready: int, handle_ms: int | None) -> int | None:
    """How long a caller who came now would wait: their place in the queue, times the average handling time, over the agents who work.

    Nothing while somebody is ready and nobody waits. None: nobody works, or no call has been handled yet to learn from.
    """
    if ready and not waiting:
        return 0
    if not working or handle_ms is None:
        return None
    return round((waiting + 1) * handle_ms / working)
