"""What happened in a span of time, counted and summed: in a queue, to an agent, under a disposition. Figures are divided from these sums,
so that the figure of a day is that of its sums and never an average of averages.

They travel as arrays, in the order of their fields: a day of a large site has tens of thousands of them. A new field goes to the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

T = TypeVar("T", "QueueTally", "AgentTally", "DispositionTally")


class QueueTally(msgspec.Struct, array_like=True):
    """What happened in one queue: counts, and sums of seconds."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    moved: int = 0
    """Left for another queue."""
    waited: int = 0
    """Calls, answered or abandoned, that did not meet an agent at once."""
    answered_in_time: int = 0
    abandoned_in_time: int = 0
    """As fast as the service level asks for."""
    short_abandons: int = 0
    """So soon that nobody could have helped."""
    answered_wait_s: float = 0.0
    abandoned_wait_s: float = 0.0
    legs: int = 0
    """Conversations, one for each agent who talked to the caller, whose wrap-up has ended."""
    transfers: int = 0
    talk_s: float = 0.0
    hold_s: float = 0.0
    wrap_up_s: float = 0.0
    contacts: int = 0
    """Handled calls of callers whose number we know."""
    called_again: int = 0
    """Of those, after which the same number called again within the window."""


class AgentTally(msgspec.Struct, array_like=True):
    """An agent's seconds in each state, what they added to wrap-up, and their conversations."""

    ready_s: float = 0.0
    reserved_s: float = 0.0
    busy_s: float = 0.0
    wrap_up_s: float = 0.0
    not_ready_s: float = 0.0
    extensions: int = 0
    """How often they took more time for a log."""
    extended_s: float = 0.0
    answered: int = 0
    """Offers that they took."""
    declined: int = 0
    not_answered: int = 0
    """Offers that rang until they were taken away."""
    legs: int = 0
    """Conversations whose wrap-up has ended; the sums below are theirs."""
    transfers: int = 0
    legs_talk_s: float = 0.0
    legs_hold_s: float = 0.0
    legs_wrap_up_s: float = 0.0


class DispositionTally(msgspec.Struct, array_like=True):
    """The logs that carry one disposition."""

    logs: int = 0
    legs: int = 0
    """Those of conversations; a message that was worked on, or a number that did not answer, is none. The sums below are theirs."""
    talk_s: float = 0.0
    hold_s: float = 0.0
    wrap_up_s: float = 0.0


def add_up(kind: type[T], tallies: Iterable[T]) -> T:
    """One tally of several."""
    total = kind()
    for tally in tallies:
        for name in kind.__struct_fields__:
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    return total
