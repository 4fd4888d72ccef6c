"""What can be done with the call in hand, and where not, why not. One key may mean several services, one at a time.

Pure: state in, values out. Must never import Qt.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from agent_desktop.cti.vocabulary import Capability
from agent_desktop.protocol.messages import AgentState, CallDesk, CallPhase, RecordingState
from agent_desktop.ui.agent.callstatus import CONSULTATION, Status, status_of
from agent_desktop.ui.desk import DeskState, LinkState


class Service(enum.Enum):
    """What an agent can ask for."""

    ANSWER = "answer"
    DECLINE = "decline"
    HOLD = "hold"
    RETRIEVE = "retrieve"
    MUTE = "mute"
    """Go on hearing the caller, without being heard."""
    UNMUTE = "unmute"
    TRANSFER = "transfer"
    KEYPAD = "keypad"
    HANG_UP = "hang_up"
    EXTEND = "extend"
    DIAL = "dial"
    """Call a number."""
    ALTERNATE = "alternate"
    """Turn to the other of caller and third party."""
    RECONNECT = "reconnect"
    """Let the third party go."""
    CONFERENCE = "conference"
    RECORD = "record"
    PAUSE = "pause"
    """Leave out of the recording what is said now."""
    RESUME = "resume"
    TAKE = "take"
    """Take work that is offered, with nobody on the line."""
    CALL_BACK = "call_back"
    """Call the customer whom the work is about."""
    LISTEN = "listen"
    """Hear the message that was left."""
    QUIET = "quiet"
    """Hear it no longer."""
    FINISH = "finish"
    """The work is done."""
    COMPLETE = "complete"
    """Leave the caller to the third party."""


class Why(enum.Enum):
    """Why a button is grey."""

    LINK = "link"
    """The centre cannot be reached."""
    SWITCH = "switch"
    """The centre cannot reach the switch."""
    STATION = "station"
    """The agent's telephone cannot be reached."""
    RIGHT = "right"
    """This user may not."""
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
    NO_NUMBER = "no_number"
    """Nobody knows how to reach them."""
    NOT_ANSWERED = "not_answered"
    """The third party has not answered."""
    ALL_TOGETHER = "all_together"
    """All three hear one another already."""
    CONSULTING = "consulting"
    """Not while somebody is consulted."""
    NOT_YOURS = "not_yours"
    """A colleague has the caller."""
    IN_CALL = "in_call"
    """This call and its log first."""
    LOGGED_OFF = "logged_off"
    OVER = "over"
    """The caller has hung up."""
    ASKING = "asking"
    """It has been asked for already."""


_NEEDS = {
    Service.HOLD: Capability.HOLD,
    Service.RETRIEVE: Capability.HOLD,
    Service.MUTE: Capability.MUTE,
    Service.UNMUTE: Capability.MUTE,
    Service.TRANSFER: Capability.TRANSFER,
    Service.KEYPAD: Capability.SEND_DIGITS,
    Service.DIAL: Capability.DIAL,
    Service.ALTERNATE: Capability.CONSULT,
    Service.RECONNECT: Capability.CONSULT,
    Service.CONFERENCE: Capability.CONFERENCE,
    Service.COMPLETE: Capability.CONSULT,
    Service.RECORD: Capability.RECORD,
    Service.PAUSE: Capability.RECORD,
    Service.RESUME: Capability.RECORD,
    Service.CALL_BACK: Capability.DIAL,
    Service.LISTEN: Capability.PLAY_TO_AGENT,
}
_S = Status
_WORK = frozenset({_S.VOICEMAIL, _S.FOLLOW_UP})
_WORKING = frozenset({_S.ON_VOICEMAIL, _S.ON_FOLLOW_UP})
_RINGING = frozenset({_S.OFFERED, _S.ASKED, _S.CALLBACK}) | _WORK
_ALONE = frozenset({_S.CONNECTED, _S.HELD})
_CONSULTED = frozenset({_S.CONSULTED, _S.CONSULTED_ASIDE, _S.CONSULTED_CONFERENCE})
_ON_THE_LINE = _ALONE | CONSULTATION | _CONSULTED | {_S.CONNECTING, _S.DIALLING}
_WITH_THIRD = CONSULTATION - {_S.CALLING_THIRD}
_OVER = frozenset(Status) - _ON_THE_LINE - _RINGING - _WORKING
_STATUSES = {
    Service.ANSWER: (_RINGING, Why.NOT_RINGING),
    Service.DECLINE: (_RINGING, Why.NOT_RINGING),
    Service.HOLD: (frozenset({_S.CONNECTED}), Why.NOT_TALKING),
    Service.RETRIEVE: (frozenset({_S.HELD}), Why.NOT_TALKING),
    Service.MUTE: (frozenset({_S.CONNECTED}), Why.NOT_TALKING),
    Service.UNMUTE: (frozenset({_S.CONNECTED}), Why.NOT_TALKING),
    Service.TRANSFER: (_ALONE, Why.NOT_TALKING),
    Service.KEYPAD: (frozenset({_S.CONNECTED}) | _WITH_THIRD, Why.NOT_TALKING),
    Service.HANG_UP: (_ON_THE_LINE, Why.NOT_TALKING),
    Service.EXTEND: (_OVER, Why.NOT_IN_WRAP_UP),
    Service.ALTERNATE: (frozenset({_S.CONSULTING, _S.ASIDE}), Why.CONSULTING),
    Service.RECONNECT: (CONSULTATION, Why.CONSULTING),
    Service.CONFERENCE: (frozenset({_S.CONSULTING, _S.ASIDE}), Why.NOT_TALKING),
    Service.COMPLETE: (_WITH_THIRD, Why.NOT_ANSWERED),
    Service.RECORD: (_ALONE, Why.NOT_TALKING),
    Service.PAUSE: (_ALONE, Why.NOT_TALKING),
    Service.RESUME: (_ALONE, Why.NOT_TALKING),
    Service.TAKE: (_WORK, Why.NOT_RINGING),
    Service.CALL_BACK: (_WORKING, Why.NO_CALL),
    Service.LISTEN: (frozenset({_S.ON_VOICEMAIL}), Why.NO_CALL),
    Service.QUIET: (frozenset({_S.ON_VOICEMAIL}), Why.NO_CALL),
    Service.FINISH: (_WORKING, Why.NO_CALL),
}
_REQUESTS = {
    Service.ANSWER: "AnswerCall",
    Service.DECLINE: "DeclineCall",
    Service.HOLD: "HoldCall",
    Service.RETRIEVE: "RetrieveCall",
    Service.MUTE: "MuteCall",
    Service.UNMUTE: "MuteCall",
    Service.TRANSFER: "SingleStepTransferCall",
    Service.HANG_UP: "ClearConnection",
    Service.EXTEND: "ExtendWrapUp",
    Service.DIAL: "MakeCall",
    Service.ALTERNATE: "AlternateCall",
    Service.RECONNECT: "ReconnectCall",
    Service.CONFERENCE: "ConferenceCall",
    Service.COMPLETE: "TransferCall",
    Service.RECORD: "StartRecording",
    Service.PAUSE: "PauseRecording",
    Service.RESUME: "ResumeRecording",
    Service.TAKE: "AnswerCall",
    Service.CALL_BACK: "CallBack",
    Service.LISTEN: "PlayMessage",
    Service.QUIET: "PlayMessage",
    Service.FINISH: "ClearConnection",
}
_OF_THE_RECORDING: dict[RecordingState, dict[Service, Service]] = {
    RecordingState.OFF: {},
    RecordingState.ON: {Service.RECORD: Service.PAUSE},
    RecordingState.PAUSED: {Service.RECORD: Service.RESUME},
}
_WITHOUT_SWITCH = frozenset({Service.DECLINE, Service.EXTEND, Service.TAKE, Service.FINISH})
"""These concern the centre alone."""
_MAKE_CALLS = "make_calls"
"""The right, as the welcome names it."""
_CALLING = frozenset({Service.DIAL, Service.CALL_BACK})
_FREE = frozenset({AgentState.READY, AgentState.NOT_READY})


def meanings(state: DeskState) -> Mapping[Service, Service]:
    """What the keys of these services mean now, where that is another one."""
    if state.call is None:
        return {}
    view = state.call.view
    muted = {Service.MUTE: Service.UNMUTE} if view.muted else {}
    return _of_the_call(status_of(view), playing=view.message_playing) | _OF_THE_RECORDING[view.recording] | muted


def _of_the_call(status: Status, *, playing: bool) -> dict[Service, Service]:
    if status in _WORK:
        return {Service.ANSWER: Service.TAKE}
    if status in _WORKING:
        heard = {Service.HOLD: Service.QUIET if playing else Service.LISTEN} if status is Status.ON_VOICEMAIL else {}
        return {Service.ANSWER: Service.CALL_BACK, Service.HANG_UP: Service.FINISH} | heard
    if status in CONSULTATION:
        return {
            Service.DECLINE: Service.RECONNECT,
            Service.HOLD: Service.ALTERNATE,
            Service.TRANSFER: Service.COMPLETE,
        }
    return {Service.HOLD: Service.RETRIEVE} if status is Status.HELD else {}


def refusals(state: DeskState) -> Mapping[Service, Why]:
    """Why a service is not to be had; one that is missing may be used."""
    found = ((service, _why_not(service, state)) for service in Service)
    return {service: why for service, why in found if why is not None}


def wrap_up_ends(state: DeskState) -> int | None:
    """When wrap-up is over, if there is one that ends."""
    in_wrap_up = state.call is not None and state.call.view.phase is CallPhase.WRAP_UP
    return state.agent.wrap_up_ends_ms if in_wrap_up and state.agent is not None else None


def _why_not(service: Service, state: DeskState) -> Why | None:
    """The first thing in the way, the most lasting one before the passing ones."""
    if state.link.state is not LinkState.UP:
        return Why.LINK
    if (never := _why_never(service, state)) is not None:
        return never
    if service is not Service.DIAL and state.call is None:
        return Why.NO_CALL
    if not state.switch_up and service not in _WITHOUT_SWITCH:
        return Why.SWITCH
    why = _why_not_dial(state) if service is Service.DIAL else _why_not_now(service, state)
    return why or (Why.ASKING if _REQUESTS.get(service) in state.asking else None)


def _why_never(service: Service, state: DeskState) -> Why | None:
    """What does not change while the user is logged in."""
    if service in _CALLING and (state.who is None or _MAKE_CALLS not in state.who.rights):
        return Why.RIGHT
    if service in _NEEDS and _NEEDS[service] not in state.line:
        return Why.LINE
    if service is Service.ANSWER and Capability.ANSWER not in state.line:
        return Why.PICK_UP
    return None


def _why_not_now(service: Service, state: DeskState) -> Why | None:
    status = status_of(state.call.view) if state.call is not None else None
    statuses, wrong = _STATUSES[service]
    if status not in statuses:
        return _wrong_status(status, wrong)
    if service in {Service.CALL_BACK, Service.LISTEN} and state.agent is not None and not state.agent.station_up:
        return Why.STATION
    if service is Service.CALL_BACK and state.call is not None and not state.call.view.ani:
        return Why.NO_NUMBER
    if service is Service.EXTEND and wrap_up_ends(state) is None:
        return Why.NOT_IN_WRAP_UP
    if service is Service.KEYPAD and status is Status.CONSULTING and not _is_number(state.call):
        return Why.NOT_TALKING
    return None


def _is_number(call: CallDesk | None) -> bool:
    """Whether an outside number is consulted: one may have a voice menu, a colleague has none."""
    return call is not None and call.view.consult is not None and call.view.consult.kind == "number"


def _wrong_status(status: Status | None, wrong: Why) -> Why:
    if status in _CONSULTED:
        return Why.NOT_YOURS
    if status in _OVER:
        return Why.OVER
    if wrong in {Why.CONSULTING, Why.NOT_TALKING} and status is Status.CONFERENCE:
        return Why.ALL_TOGETHER
    if wrong is not Why.NOT_RINGING and status is Status.CALLING_THIRD:
        return Why.NOT_ANSWERED
    return wrong


def _why_not_dial(state: DeskState) -> Why | None:
    if state.agent is None or state.agent.state is AgentState.LOGGED_OFF:
        return Why.LOGGED_OFF
    if state.call is not None or state.agent.state not in _FREE:
        return Why.IN_CALL
    return None if state.agent.station_up else Why.STATION
