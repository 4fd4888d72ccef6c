"""Everything that the routing core can be told. Each is journalled before it is handled, so each is plain data.

Besides these, every event of `agent_desktop.cti.switch` is an input. Times are not in an input: `handle(input, now)`
gives them, as Unix seconds.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Language, MonitorMode, QueueId
from agent_desktop.protocol.states import AgentState
from ivr.flow.model import Flow
from ivr.flow.steps import Answered


class Request(msgspec.Struct, frozen=True, gc=False, tag=True):
    """An agent's wish; refused with `agent_desktop.errors.Refusal` when it cannot be."""

    agent: AgentId


class LogOn(Request, frozen=True, gc=False):
    """The agent's seat is there. Logging on again moves the seat and changes nothing else."""

    station: str


class LogOff(Request, frozen=True, gc=False):
    """The agent leaves; refused while they have a call."""


class BecomeReady(Request, frozen=True, gc=False):
    """Offers may come. While busy or in wrap-up: this is what comes next."""


class BecomeNotReady(Request, frozen=True, gc=False):
    """No offers. While busy or in wrap-up: this is what comes next."""

    reason: str


class AcceptOffer(Request, frozen=True, gc=False):
    """Answer on screen."""

    call: CallId


class DeclineOffer(Request, frozen=True, gc=False):
    """The call goes to the next agent at once, and not to this one again until the cool-down is over."""

    call: CallId
    reason: str


class MakeCall(Request, frozen=True, gc=False):
    """Call a number, on behalf of one of the agent's queues; empty: their first."""

    number: str
    queue: QueueId


class CallBack(Request, frozen=True, gc=False):
    """Call the customer whom the work on the desk is about."""

    call: CallId


class PlayMessage(Request, frozen=True, gc=False):
    """Hear the message that was left, from its beginning; or no longer."""

    call: CallId
    on: bool


class HoldCall(Request, frozen=True, gc=False):
    """Music for the caller."""

    call: CallId


class RetrieveCall(Request, frozen=True, gc=False):
    """Back to the caller."""

    call: CallId


class MuteCall(Request, frozen=True, gc=False):
    """The caller does not hear the agent, who goes on hearing them; or hears them again."""

    call: CallId
    on: bool


class SingleStepTransferCall(Request, frozen=True, gc=False):
    """Hand the caller on without asking first."""

    call: CallId
    kind: str
    target: str


class ConsultationCall(Request, frozen=True, gc=False):
    """Ask a colleague or an outside number about the call; the caller hears music meanwhile."""

    call: CallId
    kind: str
    target: str


class AlternateCall(Request, frozen=True, gc=False):
    """Turn to the other of caller and third party."""

    call: CallId


class ReconnectCall(Request, frozen=True, gc=False):
    """End the consultation, back to the caller."""

    call: CallId


class ConferenceCall(Request, frozen=True, gc=False):
    """All three hear one another."""

    call: CallId


class TransferCall(Request, frozen=True, gc=False):
    """Leave the caller to the third party who was consulted."""

    call: CallId


class GenerateDigits(Request, frozen=True, gc=False):
    """DTMF to the far end."""

    call: CallId
    digits: str


class ClearConnection(Request, frozen=True, gc=False):
    """Hang up."""

    call: CallId


class StartRecording(Request, frozen=True, gc=False):
    """Record what is said."""

    call: CallId


class PauseRecording(Request, frozen=True, gc=False):
    """Leave out what is said."""

    call: CallId


class ResumeRecording(Request, frozen=True, gc=False):
    """Record again, into the same file."""

    call: CallId


class StopRecording(Request, frozen=True, gc=False):
    """The recording is complete."""

    call: CallId


class MonitorCall(Request, frozen=True, gc=False):
    """A supervisor wants to be with a call; asked again, in another way."""

    call: CallId
    mode: MonitorMode


class StopMonitoring(Request, frozen=True, gc=False):
    """The supervisor leaves the call that they are with."""


class RequestHelp(Request, frozen=True, gc=False):
    """The agent wants a supervisor to look; or no longer."""

    wanted: bool


class EndHelp(Request, frozen=True, gc=False):
    """A supervisor has seen to an agent who asked for help."""

    target: AgentId


class DirectAgent(Request, frozen=True, gc=False):
    """A supervisor sets an agent's state; in a call it is what comes next."""

    target: AgentId
    state: AgentState
    reason: str
    """Of being not ready."""
    note: str
    """Why; the agent is told."""


class AssignAgent(Request, frozen=True, gc=False):
    """A supervisor moves an agent between queues and skills, at once."""

    target: AgentId
    queues: tuple[QueueId, ...]
    skills: tuple[str, ...]


class RaiseCall(Request, frozen=True, gc=False):
    """A supervisor puts a waiting call before the others of its queue."""

    call: CallId


class SetQueueOpen(Request, frozen=True, gc=False):
    """A supervisor opens or closes a queue."""

    queue: QueueId
    open: bool


class ExtendWrapUp(Request, frozen=True, gc=False):
    """More time for the log."""

    seconds: int
    reason: str = ""


class LogCompleted(Request, frozen=True, gc=False):
    """The agent's log of this call is on disk, with this disposition. Ends wrap-up when the call is over."""

    call: CallId
    disposition: str


class RequestRefused(Request, frozen=True, gc=False):
    """The agent's seat asked for what its user may not do, and has been refused already: only to be written down."""

    action: str
    target: str
    error: str


class SeatLost(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The agent's seat has been silent too long. A call goes on; a ready agent gets no more offers."""

    agent: AgentId


class CallerIdentified(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The store has looked the caller up."""

    call: CallId
    customer_id: int | None
    language: Language | None
    segment: str
    """The value type of the customer; empty when unknown. Flows and priorities may look at it."""
    blocked: bool = False
    """The number is on the block list."""


class FollowUpDue(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The store knows of a promise whose time has come. Told more than once, it is one."""

    matter: int
    promised_by: AgentId
    queue: QueueId
    """Of the call in which it was promised."""
    number: str
    """The customer's; empty: nobody knows."""
    customer_id: int | None
    language: Language | None
    segment: str
    note: str
    due: float
    """Unix seconds."""


class StoreAnswered(msgspec.Struct, frozen=True, tag=True):
    """The store has answered a flow's question (`ivr.effects.AskStore`)."""

    call: CallId
    answer: Answered


class FlowsChanged(msgspec.Struct, frozen=True, tag=True):
    """Other flows from now on, whole and checked, with their sub-flows in them. Calls that are in one go on in it as it was."""

    flows: dict[str, Flow]
    entries: dict[str, str]
    default_flow: str
    silent_flow: str = ""


AnyRequest = (
    LogOn
    | LogOff
    | BecomeReady
    | BecomeNotReady
    | AcceptOffer
    | DeclineOffer
    | MakeCall
    | CallBack
    | PlayMessage
    | HoldCall
    | RetrieveCall
    | MuteCall
    | SingleStepTransferCall
    | ConsultationCall
    | AlternateCall
    | ReconnectCall
    | ConferenceCall
    | TransferCall
    | GenerateDigits
    | ClearConnection
    | StartRecording
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | MonitorCall
    | StopMonitoring
    | RequestHelp
    | EndHelp
    | DirectAgent
    | AssignAgent
    | RaiseCall
    | SetQueueOpen
    | ExtendWrapUp
    | LogCompleted
    | RequestRefused
)

AnyInput = AnyRequest | SeatLost | CallerIdentified | StoreAnswered | FollowUpDue | FlowsChanged | switch.AnyEvent
