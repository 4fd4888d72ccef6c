"""Calls that keep arriving: a seeded Poisson stream over a mix of callers, busier and quieter as a load profile says. The same
seed gives the same calls.

Nobody calls twice at once: when everybody is on the line already, somebody with the same story but an unknown number calls.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import msgspec

from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.profile import Profile

_STRANGERS = 1000
_SECONDS_PER_HOUR = 3600.0


class Traffic:
    """When the next caller calls, and who it is. `callers` with `at_s` call once at that time, whatever the rate."""

    def __init__(
        self, callers: Sequence[Caller], calls_per_hour: float = 0.0, seed: int = 1, profile: Profile | None = None
    ) -> None:
        self._profile = profile or Profile(calls_per_hour, seed)
        self._mix = [caller for caller in callers if caller.at_s is None and caller.weight > 0]
        self._timed = sorted((caller for caller in callers if caller.at_s is not None), key=_at_s)
        busiest = self._profile.calls_per_hour * self._profile.busiest
        self._rate = busiest / _SECONDS_PER_HOUR if self._mix else 0.0
        """Of the busiest hour; of the others some are left out."""
        self._random = random.Random(self._profile.seed)  # noqa: S311 - a repeatable stream is the purpose
        self._strangers = 0
        self._began = 0.0
        self._next: float | None = None

    def begin(self, now: float) -> None:
        """The simulation starts."""
        self._began = now
        self._next = self._after(now)

    def next_deadline(self) -> float | None:
        """When the next call arrives."""
        timed = self._began + _at_s(self._timed[0]) if self._timed else None
        return min((at for at in (timed, self._next) if at is not None), default=None)

    def due(self, now: float, on_the_line: Collection[str]) -> Caller | None:
        """One caller whose time has come; ask again while `next_deadline` has passed."""
        if self._timed and self._began + _at_s(self._timed[0]) <= now:
            return self._timed.pop(0)
        if self._next is None or self._next > now:
            return None
        at, self._next = self._next, self._after(self._next)
        if not self._comes(at):
            return None
        free = [caller for caller in self._mix if caller.id not in on_the_line]
        return self._drawn(self._choose(free) if free else self._stranger(self._choose(self._mix)))

    def _comes(self, at: float) -> bool:
        """Whether this one of the busiest hour's calls comes in its own hour too."""
        profile = self._profile
        if not profile.curve:
            return True
        return self._random.random() * profile.busiest < profile.factor(at - self._began)

    def _drawn(self, caller: Caller) -> Caller:
        """With the patience and the talk of this very call."""
        profile = self._profile
        times = {"patience_s": profile.patience, "talk_s": profile.talk}
        drawn = {name: lasting.draw(self._random) for name, lasting in times.items() if lasting}
        return msgspec.structs.replace(caller, **drawn) if drawn else caller

    def _after(self, now: float) -> float | None:
        return now + self._random.expovariate(self._rate) if self._rate else None

    def _choose(self, callers: Sequence[Caller]) -> Caller:
        return self._random.choices(callers, [caller.weight for caller in callers])[0]

    def _stranger(self, caller: Caller) -> Caller:
        """Numbers that Ofcom keeps free for stories."""
        self._strangers += 1
        number = f"+441632960{self._strangers % _STRANGERS:03}"
        return msgspec.structs.replace(caller, id=f"{caller.id}-{self._strangers}", number=number, withheld=False)


def _at_s(caller: Caller) -> float:
    return caller.at_s or 0.0
