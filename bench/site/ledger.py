"""Whether seats have missed anything: a check sum of each event as it leaves the centre, one over all that a seat has taken, and what
both of them make of it: the agent's state and the calls on the desk, folded at the seat by the same code as in a window.
"""

from __future__ import annotations

import zlib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent_desktop.protocol.centre_session import CentreSession
from agent_desktop.protocol.messages import AgentView, CallDesk, CallView, Welcome
from agent_desktop.protocol.record import ScreenPop
from agent_desktop.protocol.seat_session import Happened, Output, SeatSession, Welcomed
from agent_desktop.ui.desk import DeskState, applied, welcomed

_PRIME = 1_000_003
_MASK = 2**61 - 1
_REMEMBERED = 200
"""Events of each seat that may come between the centre's word and the comparison."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an agent sees of their own: without the log, which comes from themselves."""

    agent: AgentView | None
    calls: tuple[tuple[CallView, ScreenPop], ...]


def desk(agent: AgentView | None, calls: Iterable[CallDesk]) -> Desk:
    return Desk(agent, tuple((each.view, each.pop) for each in calls))


@dataclass(frozen=True, slots=True)
class Told:
    """The centre's side of one session at one moment."""

    sums: list[int]
    """Of each event from the first to the last."""
    desk: Desk | None
    """None: nobody's who takes calls."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What the comparison of all seats has found."""

    events: int
    lacking: int
    """Events that a seat has not heard of."""
    wrong: int
    """Seats that have heard something else."""
    unlike: int
    """Seats that show another state or other calls than the centre has for them."""


def chain(sums: Iterable[int], begin: int = 0) -> int:
    """One sum over several, which knows their order."""
    for each in sums:
        begin = (begin * _PRIME + each) & _MASK
    return begin


class Sent:
    """At the centre, from when it is made on: what each session was to hear of, and how much of it was told again after a lost link."""

    def __init__(self) -> None:
        self.sums: defaultdict[str, list[int]] = defaultdict(list)
        self.again = 0
        event, missed_after = CentreSession.event, CentreSession.missed_after

        def noted(session: CentreSession, body: bytes) -> bytes:
            message = event(session, body)
            self.sums[session.session].append(zlib.crc32(message))
            return message

        def counted(session: CentreSession, number: int) -> list[bytes] | None:
            missed = missed_after(session, number)
            self.again += len(missed or ())
            return missed

        CentreSession.event = noted  # type: ignore[assignment, method-assign]  # the mark
        CentreSession.missed_after = counted  # type: ignore[assignment, method-assign]  # the mark


@dataclass(frozen=True, slots=True)
class _Moment:
    """How far a seat was after one event."""

    number: int
    chain: int
    state: DeskState


class _Seat:
    """All that one session has taken."""

    def __init__(self, session: str, after: int) -> None:
        self.session = session
        self.after = after
        """Number of the last event before the first one here."""
        self._moments = deque((_Moment(after, 0, DeskState()),), _REMEMBERED)

    @property
    def last(self) -> _Moment:
        return self._moments[-1]

    def became(self, moment: _Moment) -> None:
        self._moments.append(moment)

    def after_event(self, number: int) -> _Moment | None:
        return next((each for each in reversed(self._moments) if each.number == number), None)


class Taken:
    """At the seats, from when it is made on: what each session has taken in."""

    def __init__(self) -> None:
        self._seats: dict[int, _Seat] = {}
        self.drawn_anew = 0
        """Seats that had to be told everything, because not all that they had missed was kept."""
        receive = SeatSession.receive

        def noted(session: SeatSession, data: bytes | str, now: float) -> list[Output]:
            outputs = receive(session, data, now)
            for output in outputs:
                if isinstance(output, Welcomed):
                    self._welcomed(id(session), output.welcome)
                elif isinstance(output, Happened):
                    self._happened(id(session), output, data)
            return outputs

        SeatSession.receive = noted  # type: ignore[assignment, method-assign]  # the mark

    def _welcomed(self, session: int, welcome: Welcome) -> None:
        seat = self._seats.get(session)
        if seat is None or welcome.snapshot is not None:
            self.drawn_anew += seat is not None
            seat = self._seats[session] = _Seat(welcome.session, welcome.number)
        last = seat.last
        seat.became(_Moment(last.number, last.chain, welcomed(last.state, welcome)))

    def _happened(self, session: int, event: Happened, data: bytes | str) -> None:
        last = self._seats[session].last
        added = chain((zlib.crc32(data.encode() if isinstance(data, str) else data),), last.chain)
        self._seats[session].became(_Moment(last.number + 1, added, applied(last.state, event.body)[0]))

    def compare(self, told: Mapping[str, Told]) -> Missed:
        """Beside what the centre said a moment ago: all of it must be here by now."""
        found = [_compared(seat, told[seat.session]) for seat in self._seats.values()]
        return Missed(
            sum(each.events for each in found),
            sum(each.lacking for each in found),
            sum(each.wrong for each in found),
            sum(each.unlike for each in found),
        )


def _compared(seat: _Seat, told: Told) -> Missed:
    number = len(told.sums)
    lacking = max(number - seat.last.number, 0)
    then = seat.after_event(number)
    if then is None:  # it lacks some, or this was too long ago to be known: nobody can vouch for it
        return Missed(number - seat.after, lacking, 1, 1)
    wrong = then.chain != chain(told.sums[seat.after :])
    unlike = told.desk is not None and desk(then.state.agent, then.state.calls) != told.desk
    return Missed(number - seat.after, lacking, int(wrong), int(unlike))
