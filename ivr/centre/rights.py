"""What each role may do. Rights are applied here, in the centre; a window only learns them to grey out what is in vain.

A refusal for want of a right is an event for the auditor: it names the user, the request and the right, and nobody's
number. Must never do I/O.
"""

from __future__ import annotations

import enum

import structlog

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import Role

log = structlog.get_logger(__name__)


class Right(enum.StrEnum):
    """One thing that a role may do."""

    TAKE_CALLS = "take_calls"
    """Be offered calls, handle them, write their logs."""
    MAKE_CALLS = "make_calls"
    """Call somebody by themselves."""
    MONITOR_CALLS = "monitor_calls"
    """Be with an agent's call: listen, whisper, join."""
    WATCH_BOARD = "watch_board"
    """See what every agent does, all calls, and the figures of any day."""
    DIRECT = "direct"
    """Set agents' states, move them between queues, put calls forward, open and close queues."""
    SEE_NUMBERS = "see_numbers"
    """Telephone numbers in full; without it they are masked."""
    SEE_CUSTOMERS = "see_customers"
    """Search the customers' files and choose who is calling."""
    EDIT_CUSTOMERS = "edit_customers"
    """Create customers."""

    LEAD_CLASS = "lead_class"
    """Watch a class, let simulated callers call, speak for them, see scores."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset(Right) - {Right.MONITOR_CALLS, Right.WATCH_BOARD, Right.DIRECT, Right.LEAD_CLASS},
    Role.SUPERVISOR: frozenset(Right) - {Right.LEAD_CLASS},
    Role.TRAINER: frozenset({Right.TAKE_CALLS, Right.SEE_CUSTOMERS, Right.LEAD_CLASS}),
    Role.ADMINISTRATOR: frozenset(),
}
"""A trainer sits among calls that a class looks at, an administrator looks after the machine: neither needs a customer's number."""

NEEDED: dict[type[m.RequestBody], Right] = {
    m.SetAgentState: Right.TAKE_CALLS,
    m.MakeCall: Right.MAKE_CALLS,
    m.AnswerCall: Right.TAKE_CALLS,
    m.DeclineCall: Right.TAKE_CALLS,
    m.CallBack: Right.MAKE_CALLS,
    m.PlayMessage: Right.TAKE_CALLS,
    m.HoldCall: Right.TAKE_CALLS,
    m.RetrieveCall: Right.TAKE_CALLS,
    m.MuteCall: Right.TAKE_CALLS,
    m.SingleStepTransferCall: Right.TAKE_CALLS,
    m.ConsultationCall: Right.TAKE_CALLS,
    m.AlternateCall: Right.TAKE_CALLS,
    m.ReconnectCall: Right.TAKE_CALLS,
    m.ConferenceCall: Right.TAKE_CALLS,
    m.TransferCall: Right.TAKE_CALLS,
    m.GenerateDigits: Right.TAKE_CALLS,
    m.ClearConnection: Right.TAKE_CALLS,
    m.StartRecording: Right.TAKE_CALLS,
    m.PauseRecording: Right.TAKE_CALLS,
    m.ResumeRecording: Right.TAKE_CALLS,
    m.StopRecording: Right.TAKE_CALLS,
    m.MonitorCall: Right.MONITOR_CALLS,
    m.StopMonitoring: Right.MONITOR_CALLS,
    m.ExtendWrapUp: Right.TAKE_CALLS,
    m.SaveDraft: Right.TAKE_CALLS,
    m.CompleteLog: Right.TAKE_CALLS,
    m.HandInDraft: Right.TAKE_CALLS,
    m.FetchScripts: Right.TAKE_CALLS,
    m.WatchColleagues: Right.TAKE_CALLS,
    m.FetchMissedCalls: Right.MAKE_CALLS,
    m.RequestHelp: Right.TAKE_CALLS,
    m.EndHelp: Right.DIRECT,
    m.DirectAgent: Right.DIRECT,
    m.AssignAgent: Right.DIRECT,
    m.RaiseCall: Right.DIRECT,
    m.SetQueueOpen: Right.DIRECT,
    m.WatchDesk: Right.WATCH_BOARD,
    m.WatchBoard: Right.WATCH_BOARD,
    m.FetchFigures: Right.WATCH_BOARD,
    m.SearchCustomers: Right.SEE_CUSTOMERS,
    m.ChooseCustomer: Right.SEE_CUSTOMERS,
    m.CreateCustomer: Right.EDIT_CUSTOMERS,
    m.TakeStep: Right.TAKE_CALLS,
    m.SayToCaller: Right.TAKE_CALLS,
    m.WatchClass: Right.LEAD_CLASS,
    m.StartWave: Right.LEAD_CLASS,
    m.TakeOverCaller: Right.LEAD_CLASS,
    m.SpeakForCaller: Right.LEAD_CLASS,
    m.SendHint: Right.LEAD_CLASS,
    m.FetchAttempt: Right.LEAD_CLASS,
}


def require(role: Role, user: AgentId, body: m.AnyRequestBody) -> None:
    """Let a request pass. Leaving needs no right.

    Raises:
        Refusal: the role does not have the right that it needs.

    """
    right = NEEDED[type(body)]
    if right in RIGHTS[role] or (isinstance(body, m.SetAgentState) and body.state is m.AgentState.LOGGED_OFF):
        return
    log.warning("request_not_allowed", user=user, role=role.value, request=type(body).__name__, right=right.value)
    raise Refusal(ErrorId.NOT_ALLOWED, right=right.value)


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]


def names(role: Role) -> frozenset[str]:
    """A role's rights as they travel."""
    return frozenset(right.value for right in RIGHTS[role])
