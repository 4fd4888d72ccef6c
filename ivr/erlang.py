"""What theory says of a queue with Poisson arrivals and exponential talk: Erlang C, where callers wait for ever, and Erlang A (Palm),
where their patience is exponential too. The measure for the routing core under a virtual clock.

Sources: Erlang (1917); Palm (1946); Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007).
Rates are per second, loads in Erlang (calls in talk at once, on average).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is to be expected of a queue in the long run."""

    waits: float
    """Probability that a call waits at all."""
    mean_wait_s: float
    """Of all calls, whether they waited or not, answered or not."""
    in_time: float
    """Probability that a call is answered within the time asked for, of all calls."""
    abandons: float
    """Probability that a caller gives up."""


def erlang_c(load: float, agents: int, talk_s: float, within_s: float) -> Expectation:
    """Callers wait for ever.

    Raises:
        ValueError: not fewer Erlang than agents: the queue grows without end.

    """
    if load >= agents:
        raise ValueError(f"{load:g} Erlang are too many for {agents} agents who never lose a caller")
    blocked = 1.0  # Erlang B, by its recurrence over the number of agents
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    waits = blocked / (1 - (load / agents) * (1 - blocked))
    spare = (agents - load) / talk_s
    return Expectation(waits, waits / spare, 1 - waits * math.exp(-spare * within_s), 0.0)


def erlang_a(load: float, agents: int, talk_s: float, patience_s: float, within_s: float) -> Expectation:
    """Callers give up after an exponential time with this mean."""
    arrivals, leaving, giving_up = load / talk_s, agents / talk_s, 1 / patience_s
    # Chances of 0, 1, 2 … calls in the system, each from the one before; far tails are cut off.
    chances = [1.0]
    while len(chances) <= agents or chances[-1] > 1e-15 * max(chances):
        in_system = len(chances)
        served = min(in_system, agents) / talk_s + max(in_system - agents, 0) * giving_up
        chances.append(chances[-1] * arrivals / served)
    total = sum(chances)
    finding = [chance / total for chance in chances[agents:]]  # a new call finds 0, 1, 2 … others waiting
    waiting = sum(ahead * chance for ahead, chance in enumerate(finding))
    at_once = sum(chances[:agents]) / total
    answered = _answered_in_time(finding, leaving / giving_up, math.exp(-giving_up * within_s))
    return Expectation(sum(finding), waiting / arrivals, at_once + answered, giving_up * waiting / arrivals)


def _answered_in_time(finding: list[float], ratio: float, left: float) -> float:
    """Chance that a call waits and is answered in time.

    The share of patience that is left, u = exp(-V/patience), after the wait V that a call with j others ahead of it is offered has the
    distribution Beta(ratio, j + 1); it is answered in time when its own patience outlasts V and u >= `left`. That is the mean of u over
    u >= `left`, by the finite sum for the incomplete beta function with a whole second parameter.
    """
    share, term, below = 0.0, left ** (ratio + 1), 0.0
    for ahead, chance in enumerate(finding):
        below += term  # I_left(ratio + 1, ahead + 1)
        term *= (ratio + 1 + ahead) / (ahead + 1) * (1 - left)
        share += chance * ratio / (ratio + ahead + 1) * (1 - below)
    return share
