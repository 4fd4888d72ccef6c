"""What seats ask for, carried to whoever does it: calls and agent states to the routing core, files and logs to the store.

Core requests are done at once; store requests wait for the disk. A completed log is on disk before the core hears of it, and
the core has heard of it before the seat gets its answer. All checks come first, so that nothing is half done. Must never
know sessions or sockets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

import msgspec
import structlog

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Candidate, CustomerFields, CustomerRecord, MatchKind, ScreenPop
from ivr import inputs
from ivr.centre.desks import Desks
from ivr.centre.to_seats import ToSeats

MAX_DRAFT_BYTES = 64 * 1024
"""A draft travels in snapshots, beside the record."""

log = structlog.get_logger(__name__)


class CorePort(Protocol):
    """The routing core, as seats may use it."""

    def ask(self, request: inputs.AnyRequest) -> None:
        """Do it.

        Raises:
            Refusal: it cannot be; nothing has changed.

        """

    def happened(self, event: inputs.AnyInput) -> None:
        """Tell it what a seat has found out."""


class Store(Protocol):
    """What seats may ask of the database. Every method raises Refusal `store_unavailable` when it does not answer."""

    async def save_draft(self, agent: AgentId, call: CallId, draft: m.LogDraft) -> None:
        """Keep what has been typed so far."""

    async def complete_log(self, agent: AgentId, call: CallId, log: m.LogDraft) -> None:
        """Put the log on disk; the same log twice is one log. Refusal `no_such_customer`."""

    async def file_late(self, agent: AgentId, late: m.HandInDraft) -> bool:
        """Put a late draft on disk beside the log of this agent's leg, unless that is as new. Refusals `no_such_call`,
        `not_your_call`, `no_such_customer`.
        """

    async def missed_calls(self, queues: tuple[QueueId, ...]) -> tuple[m.MissedCall, ...]:
        """Who gave up in these queues and has not been spoken to since, the latest first."""

    async def search_customers(self, text: str) -> tuple[Candidate, ...]:
        """Customers by number, code or beginning of a name, best first."""

    async def customer(self, customer_id: int) -> CustomerRecord:
        """One customer. Refusal `no_such_customer`."""

    async def create_customer(self, fields: CustomerFields, ani: str) -> CustomerRecord:
        """File a new customer with the number they call from (as the line gave it, empty when withheld)."""


class Figures(Protocol):
    """The figures of whole days."""

    async def page(self, wanted: m.FetchFigures) -> m.DayFigures:
        """A page of them. Refusals `bad_field`, `day_to_come`, `store_unavailable`."""


class Class(Protocol):
    """The class of this centre."""

    def do(self, user: AgentId, body: m.RequestBody) -> m.AnyResult | None:
        """One request of a trainee or the trainer. Raises Refusal."""


_OF_A_CLASS = (
    m.TakeStep,
    m.SayToCaller,
    m.WatchClass,
    m.StartWave,
    m.TakeOverCaller,
    m.SpeakForCaller,
    m.SendHint,
    m.FetchAttempt,
)
_WITHOUT_A_LOG = frozenset({m.CallPhase.OFFERED, m.CallPhase.CONNECTING, m.CallPhase.CONSULTED})
"""The call is not this agent's yet."""

CoreRule: TypeAlias = Callable[[AgentId, Any], inputs.AnyRequest]


def _agent_state(agent: AgentId, body: m.SetAgentState) -> inputs.AnyRequest:
    match body.state:
        case AgentState.READY:
            return inputs.BecomeReady(agent)
        case AgentState.NOT_READY:
            return inputs.BecomeNotReady(agent, body.reason)
        case AgentState.LOGGED_OFF:
            return inputs.LogOff(agent)
        case _:
            raise Refusal(ErrorId.WRONG_STATE, state=body.state.value)


_CORE: dict[type[m.RequestBody], CoreRule] = {
    m.SetAgentState: _agent_state,
    m.MakeCall: lambda agent, body: inputs.MakeCall(agent, body.number, QueueId(body.queue)),
    m.AnswerCall: lambda agent, body: inputs.AcceptOffer(agent, body.call),
    m.DeclineCall: lambda agent, body: inputs.DeclineOffer(agent, body.call, body.reason),
    m.CallBack: lambda agent, body: inputs.CallBack(agent, body.call),
    m.PlayMessage: lambda agent, body: inputs.PlayMessage(agent, body.call, body.on),
    m.HoldCall: lambda agent, body: inputs.HoldCall(agent, body.call),
    m.RetrieveCall: lambda agent, body: inputs.RetrieveCall(agent, body.call),
    m.MuteCall: lambda agent, body: inputs.MuteCall(agent, body.call, body.on),
    m.SingleStepTransferCall: lambda agent, body: inputs.SingleStepTransferCall(
        agent, body.call, body.kind, body.target
    ),
    m.ConsultationCall: lambda agent, body: inputs.ConsultationCall(agent, body.call, body.kind, body.target),
    m.AlternateCall: lambda agent, body: inputs.AlternateCall(agent, body.call),
    m.ReconnectCall: lambda agent, body: inputs.ReconnectCall(agent, body.call),
    m.ConferenceCall: lambda agent, body: inputs.ConferenceCall(agent, body.call),
    m.TransferCall: lambda agent, body: inputs.TransferCall(agent, body.call),
    m.GenerateDigits: lambda agent, body: inputs.GenerateDigits(agent, body.call, body.digits),
    m.ClearConnection: lambda agent, body: inputs.ClearConnection(agent, body.call),
    m.StartRecording: lambda agent, body: inputs.StartRecording(agent, body.call),
    m.PauseRecording: lambda agent, body: inputs.PauseRecording(agent, body.call),
    m.ResumeRecording: lambda agent, body: inputs.ResumeRecording(agent, body.call),
    m.StopRecording: lambda agent, body: inputs.StopRecording(agent, body.call),
    m.MonitorCall: lambda agent, body: inputs.MonitorCall(agent, body.call, body.mode),
    m.StopMonitoring: lambda agent, _: inputs.StopMonitoring(agent),
    m.RequestHelp: lambda agent, body: inputs.RequestHelp(agent, body.wanted),
    m.EndHelp: lambda agent, body: inputs.EndHelp(agent, body.agent),
    m.DirectAgent: lambda agent, body: inputs.DirectAgent(agent, body.agent, body.state, body.reason, body.note),
    m.AssignAgent: lambda agent, body: inputs.AssignAgent(agent, body.agent, body.queues, body.skills),
    m.RaiseCall: lambda agent, body: inputs.RaiseCall(agent, body.call),
    m.SetQueueOpen: lambda agent, body: inputs.SetQueueOpen(agent, QueueId(body.queue), body.open),
    m.ExtendWrapUp: lambda agent, body: inputs.ExtendWrapUp(agent, body.seconds, body.reason),
}


def core_request(agent: AgentId, body: m.AnyRequestBody) -> inputs.AnyRequest | None:
    """A seat's request in the core's words; None when it is not the core's.

    Raises:
        Refusal: there is no such thing to ask.

    """
    rule = _CORE.get(type(body))
    return None if rule is None else rule(agent, body)


class StoreRequests:
    """The requests that wait for the store."""

    def __init__(  # noqa: PLR0917 - wired in one place
        self,
        core: CorePort,
        store: Store,
        desks: Desks,
        dispositions: tuple[m.Reason, ...],
        show: Callable[[list[ToSeats]], None],
        figures: Figures,
    ) -> None:
        self._core = core
        self._store = store
        self._desks = desks
        self._dispositions = {reason.code: reason for reason in dispositions}
        self._show = show
        self._figures = figures
        self.lessons: Class | None = None
        """None: calls are real."""

    async def do(self, agent: AgentId, body: m.AnyRequestBody) -> m.AnyResult | None:
        """Do one request.

        Raises:
            Refusal: it cannot be; nothing has changed.

        """
        if not isinstance(body, _OF_A_CLASS):
            return await self._do(agent, body)
        if self.lessons is None:
            raise Refusal(ErrorId.NO_CLASS)
        return self.lessons.do(agent, body)

    async def _do(  # noqa: C901, PLR0911, PLR0912 - one line per request
        self, agent: AgentId, body: m.AnyRequestBody
    ) -> m.AnyResult | None:
        match body:
            case m.SaveDraft():
                await self._save_draft(agent, body)
                return None
            case m.CompleteLog():
                await self._complete_log(agent, body)
                return None
            case m.HandInDraft():
                _check_size(body.draft)
                return m.HandedIn(await self._store.file_late(agent, body))
            case m.FetchScripts():
                return self._desks.scripts
            case m.WatchColleagues():
                self._show(self._desks.watch(agent, watch=body.watch))
                return None
            case m.FetchMissedCalls():
                return m.MissedCalls(await self._store.missed_calls(self._desks.queues_of(agent)))
            case m.WatchBoard():
                self._show(self._desks.watch_board(agent, watch=body.watch))
                return None
            case m.FetchFigures():
                return await self._figures.page(body)
            case m.WatchDesk():
                self._show(self._desks.watch_desk(agent, body.agent))
                return None
            case m.SearchCustomers():
                return m.Candidates(await self._store.search_customers(body.text.strip()))
            case m.ChooseCustomer():
                return await self._choose_customer(agent, body)
            case m.CreateCustomer():
                return await self._create_customer(agent, body)
            case _:
                raise Refusal(ErrorId.UNKNOWN_REQUEST, type=type(body).__name__)

    async def _save_draft(self, agent: AgentId, body: m.SaveDraft) -> None:
        self._desks.desk(agent, body.call)
        _check_size(body.draft)
        self._desks.keep_draft(agent, body.call, body.draft)
        await self._store.save_draft(agent, body.call, body.draft)

    async def _complete_log(self, agent: AgentId, body: m.CompleteLog) -> None:
        desk = self._desks.desk(agent, body.call)
        if desk.view.phase in _WITHOUT_A_LOG:
            raise Refusal(ErrorId.WRONG_STATE, state=desk.view.phase.value)
        self._check_log(body.log)
        self._desks.keep_draft(agent, body.call, body.log)
        await self._store.complete_log(agent, body.call, body.log)
        try:
            self._core.ask(inputs.LogCompleted(agent, body.call, body.log.disposition))
        except Refusal as refusal:
            # Wrap-up ran out while the disk wrote: the log is kept, and there is no wrap-up left to end.
            log.info("log_was_late", agent=agent, call=body.call, error=refusal.error_id)

    def _check_log(self, log: m.LogDraft) -> None:
        disposition = self._dispositions.get(log.disposition)
        if disposition is None:
            raise Refusal(ErrorId.DISPOSITION_UNKNOWN, disposition=log.disposition)
        if disposition.needs_follow_up and log.follow_up_at_ms is None:
            raise Refusal(ErrorId.FOLLOW_UP_MISSING, disposition=log.disposition)
        _check_size(log)

    async def _choose_customer(self, agent: AgentId, body: m.ChooseCustomer) -> m.AnyResult:
        self._desks.desk(agent, body.call)
        record = await self._store.customer(body.customer_id)
        return self._chosen(agent, body.call, record)

    async def _create_customer(self, agent: AgentId, body: m.CreateCustomer) -> m.AnyResult:
        self._desks.desk(agent, body.call)
        if not body.fields.name.strip():
            raise Refusal(ErrorId.BAD_FIELD, field="name", detail="empty")
        record = await self._store.create_customer(body.fields, self._desks.number_from_line(body.call))
        return self._chosen(agent, body.call, record)

    def _chosen(self, agent: AgentId, call: CallId, record: CustomerRecord) -> m.AnyResult:
        """Show the record to all who have the call, should it still be there after the store has answered."""
        try:
            candidates = self._desks.desk(agent, call).pop.candidates
        except Refusal:
            return m.Chosen(record)
        self._show(self._desks.identify(call, ScreenPop(MatchKind.CHOSEN, record, candidates)))
        self._core.happened(inputs.CallerIdentified(call, record.customer_id, None, record.value_type.value))
        return m.Chosen(record)


def _check_size(draft: m.LogDraft) -> None:
    encoded = msgspec.json.encode(draft)
    if len(encoded) > MAX_DRAFT_BYTES:
        raise Refusal(ErrorId.TOO_LARGE, limit=str(MAX_DRAFT_BYTES))
    if b"\\u0000" in encoded:
        raise Refusal(ErrorId.BAD_FIELD, field="draft", detail="NUL")
