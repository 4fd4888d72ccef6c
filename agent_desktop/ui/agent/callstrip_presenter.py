"""What the call strip shows of the call in hand: who calls, from where, how long, and what may be done with it now, or why not.

Pure: state and time in, values out. Must never import Qt.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import CallId, Capability, Language
from agent_desktop.protocol.messages import AgentState, AgentView, CallDesk, CallPhase, CallView, PathStep
from agent_desktop.protocol.record import Text
from agent_desktop.ui.desk import DeskState, LinkState
from agent_desktop.ui.roles import Tone

RING_SHORT_MS = 5_000
"""An offer that ends so soon stands out."""
HOLD_LONG_MS = 60_000
"""After this a caller on hold wants to hear from us."""
WRAP_UP_SHORT_MS = 15_000
"""Wrap-up that ends so soon stands out."""
EXTENSION_S = 60
"""How much one press adds to wrap-up."""


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


class Service(enum.Enum):
    """The buttons."""

    ANSWER = "answer"
    DECLINE = "decline"
    HOLD = "hold"
    RETRIEVE = "retrieve"
    TRANSFER = "transfer"
    KEYPAD = "keypad"
    HANG_UP = "hang_up"
    EXTEND = "extend"


class Why(enum.Enum):
    """Why a button is grey."""

    LINK = "link"
    """The centre cannot be reached."""
    SWITCH = "switch"
    """The centre cannot reach the switch."""
    LINE = "line"
    """This kind of line is not able to."""
    PICK_UP = "pick_up"
    """This line is answered at the telephone itself."""
    NO_CALL = "no_call"
    """There is no call."""
    NOT_RINGING = "not_ringing"
    """Only while the call rings."""
    NOT_TALKING = "not_talking"
    """Only while the caller is on the line."""
    NOT_IN_WRAP_UP = "not_in_wrap_up"
    """Only during wrap-up that has an end."""
    OVER = "over"
    """The caller has hung up."""
    ASKING = "asking"
    """It has been asked for already."""


class TimerKind(enum.Enum):
    """What a time on the strip means."""

    RING_LEFT = "ring_left"
    WAITED = "waited"
    CONNECTING = "connecting"
    TALK = "talk"
    HOLD = "hold"
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
    phase: CallPhase
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
    main: Timer
    beside: Timer | None


@dataclass(frozen=True, slots=True)
class StripView:
    """The whole strip. A service missing from `refused` may be used."""

    idle: Idle | None
    face: CallFace | None
    refused: Mapping[Service, Why]
    hold_is_retrieve: bool
    """The one key for both means retrieve now."""
    can_extend: bool
    """Show the button that adds to wrap-up."""


_NEEDS = {
    Service.HOLD: Capability.HOLD,
    Service.RETRIEVE: Capability.HOLD,
    Service.TRANSFER: Capability.TRANSFER,
    Service.KEYPAD: Capability.SEND_DIGITS,
}
_RINGING = frozenset({CallPhase.OFFERED})
_TALKING = frozenset({CallPhase.CONNECTED, CallPhase.HELD})
_PHASES = {
    Service.ANSWER: (_RINGING, Why.NOT_RINGING),
    Service.DECLINE: (_RINGING, Why.NOT_RINGING),
    Service.HOLD: (frozenset({CallPhase.CONNECTED}), Why.NOT_TALKING),
    Service.RETRIEVE: (frozenset({CallPhase.HELD}), Why.NOT_TALKING),
    Service.TRANSFER: (_TALKING, Why.NOT_TALKING),
    Service.KEYPAD: (frozenset({CallPhase.CONNECTED}), Why.NOT_TALKING),
    Service.HANG_UP: (_TALKING | {CallPhase.CONNECTING, CallPhase.DIALLING, CallPhase.CONSULTED}, Why.NOT_TALKING),
    Service.EXTEND: (frozenset({CallPhase.WRAP_UP}), Why.NOT_IN_WRAP_UP),
}
_REQUESTS = {
    Service.ANSWER: "AnswerCall",
    Service.DECLINE: "DeclineCall",
    Service.HOLD: "HoldCall",
    Service.RETRIEVE: "RetrieveCall",
    Service.TRANSFER: "SingleStepTransferCall",
    Service.HANG_UP: "ClearConnection",
    Service.EXTEND: "ExtendWrapUp",
}
_WITHOUT_SWITCH = frozenset({Service.DECLINE, Service.EXTEND})
"""These concern the centre alone."""


def present(state: DeskState, now_ms: int) -> StripView:
    desk = state.call
    refusals = ((service, _why_not(service, state)) for service in Service)
    return StripView(
        idle=None if desk else _idle(state),
        face=_face(desk, state, now_ms) if desk else None,
        refused={service: why for service, why in refusals if why is not None},
        hold_is_retrieve=desk is not None and desk.view.phase is CallPhase.HELD,
        can_extend=_wrap_up_ends(state) is not None,
    )


def _idle(state: DeskState) -> Idle:
    if state.link.state is not LinkState.UP or state.agent is None:
        return Idle.OFFLINE
    if not state.agent.takes_calls:
        return Idle.NO_AGENT
    if state.agent.state is AgentState.LOGGED_OFF:
        return Idle.LOGGED_OFF
    return Idle.NOT_READY if state.agent.state is AgentState.NOT_READY else Idle.READY


def _why_not(service: Service, state: DeskState) -> Why | None:
    """The first thing in the way, the most lasting one before the passing ones."""
    phases, wrong_phase = _PHASES[service]
    if state.link.state is not LinkState.UP:
        return Why.LINK
    if service in _NEEDS and _NEEDS[service] not in state.line:
        return Why.LINE
    if service is Service.ANSWER and Capability.ANSWER not in state.line:
        return Why.PICK_UP
    if state.call is None:
        return Why.NO_CALL
    if not state.switch_up and service not in _WITHOUT_SWITCH:
        return Why.SWITCH
    return _why_not_now(service, state.call.view.phase, phases, wrong_phase, state)


def _why_not_now(
    service: Service, phase: CallPhase, phases: frozenset[CallPhase], wrong_phase: Why, state: DeskState
) -> Why | None:
    if phase not in phases:
        return Why.OVER if phase is CallPhase.WRAP_UP else wrong_phase
    if service is Service.EXTEND and _wrap_up_ends(state) is None:
        return Why.NOT_IN_WRAP_UP
    return Why.ASKING if _REQUESTS.get(service) in state.asking else None


def _wrap_up_ends(state: DeskState) -> int | None:
    in_wrap_up = state.call is not None and state.call.view.phase is CallPhase.WRAP_UP
    return state.agent.wrap_up_ends_ms if in_wrap_up and state.agent is not None else None


def _face(desk: CallDesk, state: DeskState, now_ms: int) -> CallFace:
    view, record = desk.view, desk.pop.record
    person = (record.contact or record.name) if record else view.ani_name
    main, beside = _timers(view, state.agent, now_ms)
    return CallFace(
        call=view.call,
        phase=view.phase,
        name=person,
        company=_company(record.name, record.company, person) if record else "",
        number=view.ani,
        withheld=view.withheld,
        queue=state.queue_labels.get(view.queue),
        queue_id=view.queue,
        language=view.language,
        path=view.path,
        requeued=view.requeued,
        main=main,
        beside=beside,
    )


def _company(name: str, company: str, person: str) -> str:
    """The company behind a person; nothing where it would only repeat the name."""
    behind = company or (name if name != person else "")
    return "" if behind == person else behind


def _timers(view: CallView, agent: AgentView | None, now_ms: int) -> tuple[Timer, Timer | None]:
    """The time that matters now, and the one beside it."""
    answered_ms = view.answered_ms if view.answered_ms is not None else now_ms
    match view.phase:
        case CallPhase.OFFERED:
            return _ringing(view, now_ms), Timer(TimerKind.WAITED, since_ms=view.queued_ms)
        case CallPhase.CONNECTING | CallPhase.DIALLING:
            return Timer(TimerKind.CONNECTING, since_ms=view.offered_ms), None
        case CallPhase.CONNECTED | CallPhase.CONSULTED:
            return Timer(TimerKind.TALK, since_ms=answered_ms, tone=Tone.BUSY), _waited(view)
        case CallPhase.HELD:
            return _on_hold(view, now_ms), Timer(TimerKind.TALK, since_ms=answered_ms)
        case CallPhase.WRAP_UP:
            return _wrap_up(view, agent, now_ms), _talked(view)


def _ringing(view: CallView, now_ms: int) -> Timer:
    if view.offer_ends_ms is None:
        return Timer(TimerKind.CONNECTING, since_ms=view.offered_ms, tone=Tone.OFFER)
    tone = Tone.ALERT if view.offer_ends_ms - now_ms <= RING_SHORT_MS else Tone.OFFER
    return Timer(TimerKind.RING_LEFT, until_ms=view.offer_ends_ms, tone=tone)


def _waited(view: CallView) -> Timer | None:
    """How long the caller had waited when somebody answered."""
    if view.answered_ms is None:
        return None
    return Timer(TimerKind.WAITED, span_ms=max(0, view.answered_ms - view.queued_ms))


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
