"""What the call strip shows of the call in hand: who calls, from where, how long, and what may be done with it now, or why not.

Pure: state and time in, values out. Must never import Qt.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent_desktop.cti.vocabulary import CallId, Direction, Language
from agent_desktop.protocol.messages import (
    AgentState,
    AgentView,
    CallDesk,
    CallPhase,
    CallView,
    ConsultStage,
    ConsultView,
    PathStep,
)
from agent_desktop.protocol.record import Text
from agent_desktop.ui.agent.callservices import Service, Why, meanings, refusals, wrap_up_ends
from agent_desktop.ui.agent.callstatus import CONSULTATION, Status, other_party, status_of
from agent_desktop.ui.desk import DeskState, LinkState
from agent_desktop.ui.roles import Tone

RING_SHORT_MS = 5_000
"""An offer that ends so soon stands out."""
HOLD_LONG_MS = 60_000
"""After this a caller on hold wants to hear from us."""
WRAP_UP_SHORT_MS = 15_000
"""Wrap-up that ends so soon stands out."""


class Idle(enum.Enum):
    """Why there is no call on the strip."""

    OFFLINE = "offline"
    """No link: a call may well be there."""
    READY = "ready"
    """The next call comes by itself."""
    NOT_READY = "not_ready"
    """No call comes until the agent is ready."""
    LOGGED_OFF = "logged_off"
    """No call comes."""
    NO_AGENT = "no_agent"
    """The user takes no calls here: an administrator, as a rule."""


class TimerKind(enum.Enum):
    """What a time on the strip means."""

    RING_LEFT = "ring_left"
    WAITED = "waited"
    CONNECTING = "connecting"
    DIALLING = "dialling"
    TALK = "talk"
    HOLD = "hold"
    CALLING_THIRD = "calling_third"
    CONSULTING = "consulting"
    ASIDE = "aside"
    """The third party waits for the agent."""
    CONFERENCE = "conference"
    WORK = "work"
    WRAP_UP_LEFT = "wrap_up_left"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class Timer:
    """A time that runs up from `since_ms` or down to `until_ms`, or stands at `span_ms`."""

    kind: TimerKind
    since_ms: int | None = None
    until_ms: int | None = None
    span_ms: int | None = None
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class CallFace:
    """The call in hand."""

    call: CallId
    status: Status
    other: Text | None
    """Who else is in it, or has handed it over (`other_party`)."""
    name: str
    """Empty: nobody knows."""
    company: str
    number: str
    """Empty: withheld, or the line gave none."""
    withheld: bool
    queue: Text | None
    queue_id: str
    language: Language
    path: tuple[PathStep, ...]
    requeued: bool
    direction: Direction
    automatic: bool
    arrived_ms: int
    main: Timer
    beside: Timer | None


@dataclass(frozen=True, slots=True)
class StripView:
    """The whole strip. A service missing from `refused` may be used."""

    idle: Idle | None
    face: CallFace | None
    refused: Mapping[Service, Why]
    meanings: Mapping[Service, Service]
    """What the keys of these services mean now, where that is another one."""
    hidden: frozenset[Service]
    """Buttons that make room for others at this stage."""
    can_extend: bool
    """Show the button that adds to wrap-up."""


_FOR_ONE = frozenset({Service.ANSWER, Service.DIAL, Service.RECORD, Service.MUTE})
_FOR_MORE = frozenset({Service.CONFERENCE})
_OFFERED_WORK = frozenset({Status.VOICEMAIL, Status.FOLLOW_UP})
_WORKING = frozenset({Status.ON_VOICEMAIL, Status.ON_FOLLOW_UP})
_WITH_A_LINE = _FOR_MORE | {
    Service.DIAL,
    Service.RECORD,
    Service.MUTE,
    Service.KEYPAD,
    Service.TRANSFER,
    Service.DECLINE,
}
"""Not with nobody on the line."""
_WHILE_ALONE = frozenset({Status.CONNECTED, Status.HELD})
"""With the caller and nobody else: recording and muting are to be had; calling out, answering and declining are not."""


def _hidden(status: Status | None) -> frozenset[Service]:
    if status in CONSULTATION:
        return _FOR_ONE
    if status in _OFFERED_WORK:
        return _WITH_A_LINE - {Service.DECLINE} | {Service.HOLD, Service.HANG_UP}
    if status in _WORKING:
        return _WITH_A_LINE | ({Service.HOLD} if status is Status.ON_FOLLOW_UP else set())
    return _FOR_MORE | (
        {Service.DIAL, Service.ANSWER, Service.DECLINE} if status in _WHILE_ALONE else {Service.RECORD, Service.MUTE}
    )


def present(state: DeskState, now_ms: int) -> StripView:
    desk = state.call
    face = _face(desk, state, now_ms) if desk else None
    return StripView(
        idle=None if desk else _idle(state),
        face=face,
        refused=refusals(state),
        meanings=meanings(state),
        hidden=_hidden(face.status if face is not None else None),
        can_extend=wrap_up_ends(state) is not None,
    )


def _idle(state: DeskState) -> Idle:
    if state.link.state is not LinkState.UP or state.agent is None:
        return Idle.OFFLINE
    if not state.agent.takes_calls:
        return Idle.NO_AGENT
    if state.agent.state is AgentState.LOGGED_OFF:
        return Idle.LOGGED_OFF
    return Idle.NOT_READY if state.agent.state is AgentState.NOT_READY else Idle.READY


def _face(desk: CallDesk, state: DeskState, now_ms: int) -> CallFace:
    view, record = desk.view, desk.pop.record
    person = (record.contact or record.name) if record else view.ani_name
    main, beside = _timers(view, state.agent, now_ms)
    return CallFace(
        call=view.call,
        status=status_of(view),
        other=other_party(view),
        name=person,
        company=_company(record.name, record.company, person) if record else "",
        number=view.ani,
        withheld=view.withheld,
        queue=state.queue_labels.get(view.queue),
        queue_id=view.queue,
        language=view.language,
        path=view.path,
        requeued=view.requeued,
        direction=view.direction,
        automatic=view.automatic,
        arrived_ms=view.arrived_ms,
        main=main,
        beside=beside,
    )


def _company(name: str, company: str, person: str) -> str:
    """The company behind a person; nothing where it would only repeat the name."""
    behind = company or (name if name != person else "")
    return "" if behind == person else behind


def _timers(view: CallView, agent: AgentView | None, now_ms: int) -> tuple[Timer, Timer | None]:
    """The time that matters now, and the one beside it. Whoever waits for the agent matters most."""
    answered_ms = view.answered_ms if view.answered_ms is not None else now_ms
    if view.consult is not None and view.phase is not CallPhase.OFFERED:
        return _with_third(view, view.consult, now_ms)
    match view.phase:
        case CallPhase.OFFERED:
            waited = None if view.asked_by else Timer(TimerKind.WAITED, since_ms=view.queued_ms)
            return _ringing(view, now_ms), waited
        case CallPhase.WORKING | CallPhase.CONNECTING | CallPhase.DIALLING:
            return _under_way(view)
        case CallPhase.CONNECTED | CallPhase.CONSULTED:
            return Timer(TimerKind.TALK, since_ms=answered_ms, tone=Tone.BUSY), _waited(view)
        case CallPhase.HELD:
            return _on_hold(view, now_ms), Timer(TimerKind.TALK, since_ms=answered_ms)
        case CallPhase.WRAP_UP:
            return _wrap_up(view, agent, now_ms), _talked(view)


_STAGES = {
    ConsultStage.RINGING: TimerKind.CALLING_THIRD,
    ConsultStage.CONSULTING: TimerKind.CONSULTING,
    ConsultStage.ASIDE: TimerKind.ASIDE,
    ConsultStage.CONFERENCE: TimerKind.CONFERENCE,
}


def _with_third(view: CallView, consult: ConsultView, now_ms: int) -> tuple[Timer, Timer | None]:
    if view.phase is CallPhase.CONSULTED and consult.stage is ConsultStage.ASIDE:
        return Timer(TimerKind.HOLD, since_ms=consult.since_ms, tone=Tone.HOLD), None
    stage = Timer(_STAGES[consult.stage], since_ms=consult.since_ms)
    if view.phase is CallPhase.CONSULTED:
        return replace(stage, tone=Tone.BUSY), None
    if view.phase is CallPhase.HELD:
        return _on_hold(view, now_ms), stage
    answered_ms = view.answered_ms if view.answered_ms is not None else now_ms
    return Timer(TimerKind.TALK, since_ms=answered_ms, tone=Tone.BUSY), stage


def _ringing(view: CallView, now_ms: int) -> Timer:
    if view.offer_ends_ms is None:
        return Timer(TimerKind.CONNECTING, since_ms=view.offered_ms, tone=Tone.OFFER)
    tone = Tone.ALERT if view.offer_ends_ms - now_ms <= RING_SHORT_MS else Tone.OFFER
    return Timer(TimerKind.RING_LEFT, until_ms=view.offer_ends_ms, tone=tone)


def _waited(view: CallView) -> Timer | None:
    """How long the caller had waited when somebody answered."""
    if view.answered_ms is None or view.direction is Direction.OUT or view.asked_by:
        return None
    return Timer(TimerKind.WAITED, span_ms=max(0, view.answered_ms - view.queued_ms))


def _under_way(view: CallView) -> tuple[Timer, Timer | None]:
    """Nobody is on the line: work, with how long it had waited; or not yet."""
    if view.phase is CallPhase.WORKING and view.work_ms is not None:
        waited = Timer(TimerKind.WAITED, span_ms=max(0, view.work_ms - view.queued_ms))
        return Timer(TimerKind.WORK, since_ms=view.work_ms, tone=Tone.BUSY), waited
    dialled = view.direction is Direction.OUT
    return Timer(TimerKind.DIALLING if dialled else TimerKind.CONNECTING, since_ms=view.offered_ms), None


def _on_hold(view: CallView, now_ms: int) -> Timer:
    held_ms = view.held_ms if view.held_ms is not None else now_ms
    tone = Tone.ALERT if now_ms - held_ms >= HOLD_LONG_MS else Tone.HOLD
    return Timer(TimerKind.HOLD, since_ms=held_ms, tone=tone)


def _wrap_up(view: CallView, agent: AgentView | None, now_ms: int) -> Timer:
    ends_ms = agent.wrap_up_ends_ms if agent else None
    if ends_ms is None:
        return Timer(TimerKind.WRAP_UP, since_ms=view.ended_ms if view.ended_ms is not None else now_ms)
    tone = Tone.ALERT if ends_ms - now_ms <= WRAP_UP_SHORT_MS else Tone.WRAP_UP
    return Timer(TimerKind.WRAP_UP_LEFT, until_ms=ends_ms, tone=tone)


def _talked(view: CallView) -> Timer | None:
    if view.answered_ms is None or view.ended_ms is None:
        return None
    return Timer(TimerKind.TALK, span_ms=max(0, view.ended_ms - view.answered_ms))
