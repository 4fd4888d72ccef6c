"""Telephone numbers hidden from those who may not see them: every message that can hold one has its rule here.

A masked value keeps its shape and its last digits, so that two people can still tell which number they speak of. What holds
no number is given back as it is, so that a message for many seats is still encoded once. Must never do I/O.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from agent_desktop.protocol import messages as m
from agent_desktop.protocol.board import BoardCall
from agent_desktop.protocol.record import Candidate, CustomerRecord, Phone, ScreenPop, Text

V = TypeVar("V")

SHOWN_DIGITS = 3
NAME_DIGITS = 4
"""A caller's name with more digits is a number: many lines send it twice."""


def masked(value: V) -> V:
    """The same value without telephone numbers."""
    rule: Callable[[V], V] | None = _RULES.get(type(value))
    return value if rule is None else rule(value)


def mask_number(display: str) -> str:
    """A number's shape and last digits."""
    digits = [place for place, character in enumerate(display) if character.isdigit()]
    hidden = frozenset(digits[:-SHOWN_DIGITS])
    return "".join("•" if place in hidden else character for place, character in enumerate(display))


def _name(name: str) -> str:
    return mask_number(name) if sum(character.isdigit() for character in name) > NAME_DIGITS else name


def _notice(notice: m.Notice) -> m.Notice:
    """A switch's own words may hold the number that was dialled."""
    return replace(notice, arguments={name: _name(value) for name, value in notice.arguments.items()})


def _each(values: tuple[V, ...]) -> tuple[V, ...]:
    return tuple(masked(value) for value in values)


def _record(record: CustomerRecord) -> CustomerRecord:
    return replace(record, phones=_each(record.phones))


def _pop(pop: ScreenPop) -> ScreenPop:
    record = None if pop.record is None else masked(pop.record)
    return replace(pop, record=record, candidates=_each(pop.candidates))


def _consult(consult: m.ConsultView) -> m.ConsultView:
    if consult.kind != "number":
        return consult
    label = Text(mask_number(consult.label.en), mask_number(consult.label.zh_CN))
    return replace(consult, target=mask_number(consult.target), label=label)


def _view(view: m.CallView) -> m.CallView:
    consult = None if view.consult is None else masked(view.consult)
    return replace(view, ani=mask_number(view.ani), ani_name=_name(view.ani_name), consult=consult)


def _desk(desk: m.CallDesk) -> m.CallDesk:
    return replace(desk, view=masked(desk.view), pop=masked(desk.pop))


def _board_call(call: BoardCall) -> BoardCall:
    return replace(call, ani=mask_number(call.ani), ani_name=_name(call.ani_name))


_RULES: dict[type[Any], Callable[[Any], Any]] = {
    Phone: lambda phone: replace(phone, display=mask_number(phone.display), e164=""),
    Candidate: lambda candidate: replace(candidate, number=mask_number(candidate.number)),
    CustomerRecord: _record,
    ScreenPop: _pop,
    m.ConsultView: _consult,
    m.CallView: _view,
    m.CallDesk: _desk,
    m.Snapshot: lambda snapshot: replace(snapshot, calls=_each(snapshot.calls)),
    m.CallOffered: lambda event: replace(event, desk=masked(event.desk)),
    m.CallChanged: lambda event: replace(event, view=masked(event.view)),
    m.PopChanged: lambda event: replace(event, pop=masked(event.pop)),
    BoardCall: _board_call,
    m.DeskShown: lambda event: replace(event, desk=None if event.desk is None else masked(event.desk)),
    m.BoardChanged: lambda event: replace(event, calls=_each(event.calls)),
    m.Notice: _notice,
    m.MissedCall: lambda missed: replace(missed, number="", shown=mask_number(missed.shown), name=_name(missed.name)),
    m.MissedCalls: lambda result: replace(result, missed=_each(result.missed)),
    m.Candidates: lambda result: replace(result, candidates=_each(result.candidates)),
    m.Chosen: lambda result: replace(result, record=masked(result.record)),
}
