"""Where the call in hand stands, as one word for the strip: the phase, finer where somebody else is in it or where we are calling.

Pure; must never import Qt.
"""

from __future__ import annotations

import enum

from agent_desktop.cti.vocabulary import WORK_ITEMS, Cause, Direction
from agent_desktop.protocol.messages import CallPhase, CallView, ConsultStage
from agent_desktop.protocol.record import Text


class Status(enum.Enum):
    """What is going on."""

    OFFERED = "offered"
    """A caller rings."""
    ASKED = "asked"
    """A colleague rings, who has a caller and a question."""
    CALLBACK = "callback"
    """Somebody is offered who asked to be called back."""
    VOICEMAIL = "voicemail"
    """A message is offered that a caller left."""
    FOLLOW_UP = "follow_up"
    """Something is offered that was promised and is due."""
    ON_VOICEMAIL = "on_voicemail"
    """The agent works on a message."""
    ON_FOLLOW_UP = "on_follow_up"
    CONNECTING = "connecting"
    DIALLING = "dialling"
    """We call them; nobody has answered."""
    CONNECTED = "connected"
    HELD = "held"
    CALLING_THIRD = "calling_third"
    """The caller hears music, the third party is being called."""
    CONSULTING = "consulting"
    """The caller hears music, agent and third party talk."""
    ASIDE = "aside"
    """The third party hears music, agent and caller talk."""
    CONFERENCE = "conference"
    CONSULTED = "consulted"
    """A colleague asks this agent; that colleague's caller hears music."""
    CONSULTED_ASIDE = "consulted_aside"
    """The same, but the colleague talks to their caller, and this agent hears music."""
    CONSULTED_CONFERENCE = "consulted_conference"
    WRAP_UP = "wrap_up"
    GIVEN_UP = "given_up"
    """Wrap-up after a call of ours that the agent ended before anybody answered; the following too are calls that reached nobody."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"


CONSULTATION = frozenset({Status.CALLING_THIRD, Status.CONSULTING, Status.ASIDE, Status.CONFERENCE})
"""This agent has the caller, and asks somebody else."""
MUSIC = frozenset({Status.HELD, Status.CALLING_THIRD, Status.CONSULTING})
"""The caller waits for this agent."""

_STAGES = {
    ConsultStage.RINGING: Status.CALLING_THIRD,
    ConsultStage.CONSULTING: Status.CONSULTING,
    ConsultStage.ASIDE: Status.ASIDE,
    ConsultStage.CONFERENCE: Status.CONFERENCE,
}
_CONSULTED = {ConsultStage.ASIDE: Status.CONSULTED_ASIDE, ConsultStage.CONFERENCE: Status.CONSULTED_CONFERENCE}
_NOT_REACHED = {
    Cause.NORMAL: Status.GIVEN_UP,
    Cause.BUSY: Status.BUSY,
    Cause.NO_ANSWER: Status.NO_ANSWER,
    Cause.REJECTED: Status.REJECTED,
}
_BY_DIRECTION = {
    (CallPhase.OFFERED, Direction.CALLBACK): Status.CALLBACK,
    (CallPhase.OFFERED, Direction.VOICEMAIL): Status.VOICEMAIL,
    (CallPhase.OFFERED, Direction.FOLLOW_UP): Status.FOLLOW_UP,
    (CallPhase.WORKING, Direction.VOICEMAIL): Status.ON_VOICEMAIL,
}
_PHASES = {
    CallPhase.WORKING: Status.ON_FOLLOW_UP,
    CallPhase.OFFERED: Status.OFFERED,
    CallPhase.CONNECTING: Status.CONNECTING,
    CallPhase.DIALLING: Status.DIALLING,
    CallPhase.CONNECTED: Status.CONNECTED,
    CallPhase.HELD: Status.HELD,
    CallPhase.CONSULTED: Status.CONSULTED,
    CallPhase.WRAP_UP: Status.WRAP_UP,
}


def status_of(view: CallView) -> Status:
    """Where this call stands for the agent whose desk it is on."""
    match view.phase:
        case CallPhase.OFFERED if view.asked_by:
            return Status.ASKED
        case CallPhase.OFFERED | CallPhase.WORKING if (view.phase, view.direction) in _BY_DIRECTION:
            return _BY_DIRECTION[view.phase, view.direction]
        case CallPhase.CONSULTED if view.consult is not None:
            return _CONSULTED.get(view.consult.stage, Status.CONSULTED)
        case CallPhase.CONNECTED | CallPhase.HELD if view.consult is not None:
            return _STAGES[view.consult.stage]
        case CallPhase.WRAP_UP if view.direction is not Direction.IN and view.answered_ms is None:
            done = view.direction in WORK_ITEMS and view.ended_by == Cause.NORMAL
            return Status.WRAP_UP if done else _not_reached(view.ended_by)
        case phase:
            return _PHASES[phase]


def other_party(view: CallView) -> Text | None:
    """Who else is in it: the third party, or the colleague who asks or has handed the call over."""
    if view.consult is not None:
        return view.consult.label
    return Text(view.asked_by, view.asked_by) if view.asked_by else None


def _not_reached(ended_by: str) -> Status:
    cause = Cause(ended_by) if ended_by in set(Cause) else Cause.UNREACHABLE
    return _NOT_REACHED.get(cause, Status.UNREACHABLE)
