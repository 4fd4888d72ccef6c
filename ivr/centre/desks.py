"""The desks: a projection of the facts to what each agent's seat shows. One fact goes in, events for seats come out.

A call is on the desk of the agent it is offered to, until the offer ends, or until the log of that agent's leg is
complete; a call that was handed on may be on several desks at once, each with its own draft. Queue figures would be most of
the traffic: they are gathered and leave with `flush`, one body for all agents who serve the same queues. Must never decide, do I/O, or know the time: what it knows it has from facts, in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import (
    EVERYTHING,
    AgentId,
    CallId,
    Capability,
    ConnectionId,
    Direction,
    Language,
    MonitorMode,
    QueueId,
)
from agent_desktop.errors import Refusal
from agent_desktop.pinyin import spelling
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, CallPhase
from agent_desktop.protocol.record import MatchKind, ScreenPop, Text
from ivr import facts
from ivr.centre.board import Board, Reckoning
from ivr.centre.colleagues import Colleagues
from ivr.centre.figures import QueueFigures
from ivr.centre.glances import Glances
from ivr.effects import CaptionHeard
from ivr.plan import AgentPlan, Plan

MOST_COLLEAGUES = 200
"""Agents offered as transfer targets in a snapshot; others can be reached by typing their name."""
TRANSFERRED = "transferred"
"""`CallView.ended_by` of a leg whose agent handed the caller on."""

_TOLD = frozenset({"declined", "no_answer", "abandoned", "taken"})
"""Ends of an offer that its agent is told by name; any other is a call that was withdrawn."""
_WANTED = frozenset({"transferred", "reconnected", "caller_gone"})
"""Ends of a consultation that need no notice: somebody who has the call brought them about."""
_UNWANTED = {
    "declined": ErrorId.CONSULTATION_DECLINED,
    "rejected": ErrorId.CONSULTATION_DECLINED,
    "no_answer": ErrorId.CONSULTATION_NOT_ANSWERED,
    "left": ErrorId.CONSULTATION_LEFT,
}
"""What the agent is told otherwise; any other: not reached."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What every seat is told at log-in, besides its own agent."""

    not_ready_reasons: tuple[m.Reason, ...]
    decline_reasons: tuple[m.Reason, ...]
    dispositions: tuple[m.Reason, ...]
    extension_reasons: tuple[m.Reason, ...] = ()
    company: Text = Text("", "")  # noqa: RUF009 - frozen
    scripts: m.ScriptLibrary | None = None
    """None: those that seats come with."""
    recording_notice: bool = False
    agent_is_told: frozenset[MonitorMode] = frozenset()
    """Of which ways of being with their call."""


@dataclass(frozen=True, slots=True)
class ToSeats:
    """An event body for these agents' seats; None: for every seat."""

    agents: tuple[AgentId, ...] | None
    body: m.AnyEventBody


@dataclass(slots=True)
class _Call:
    """A call that is not over, as far as a seat may want to know."""

    arrived: facts.CallArrived
    arrived_ms: int
    language: Language = Language.ZH_CN
    path: tuple[m.PathStep, ...] = ()
    queued_ms: int = 0
    number: str = ""
    """As a person writes it; known once it has been offered."""
    handed_on: bool = False
    """An agent has transferred it."""
    direction: Direction = Direction.IN
    agent: AgentId | None = None
    """Who has it now: offered or in conversation."""
    desks: dict[AgentId, None] = field(default_factory=dict)
    """All who have it on the desk, in the order in which they got it."""
    pop: ScreenPop | None = None
    listeners: dict[AgentId, MonitorMode] = field(default_factory=dict)


@dataclass(slots=True)
class _Desk:
    """A call on an agent's desk."""

    view: m.CallView
    draft: m.LogDraft = field(default_factory=m.LogDraft)


@dataclass(slots=True)
class _Agent:
    plan: AgentPlan
    """As the settings have it: whom they see as colleagues goes by it, also after they have been moved."""
    queues: tuple[QueueId, ...]
    """Those that they serve now."""
    view: m.AgentView = field(default_factory=lambda: m.AgentView(AgentState.LOGGED_OFF, 0))
    desk: _Desk | None = None


class Desks:
    """What every seat shows, kept true by `apply`."""

    def __init__(
        self, plan: Plan, catalogue: Catalogue, write_number: Callable[[str], str], board: Board | None = None
    ) -> None:
        """`write_number` turns a number as the line gave it into one that a person writes; it is asked once per call."""
        self._board = board or Board(plan, Reckoning(lambda _: 0), write_number)
        self._meanwhile: list[facts.NumberedFact] | None = None
        """Facts since the start, while the day before it is being read back."""
        self._catalogue = catalogue
        self._write_number = write_number
        self._labels: dict[str, Text] = {queue.queue: queue.label for queue in plan.queues}
        self._agents = {each.agent: _Agent(each, each.queues) for each in plan.agents}
        self._calls: dict[CallId, _Call] = {}
        self._figures = QueueFigures(queue.queue for queue in plan.queues)
        self._people: dict[tuple[QueueId, ...], tuple[m.TransferTarget, ...]] = {}
        """Who serves any of these queues; a plan does not change while it runs."""
        self._here: dict[tuple[QueueId, ...], dict[AgentId, None]] = {}
        self._glances = Glances(self._shown)
        self._colleagues = Colleagues(self._serving_any_of, lambda agent: self._agents[agent].view)
        self._switch_up = False
        self._line: frozenset[Capability] = EVERYTHING
        self._line_trouble: m.Notice | None = None
        self._out: list[ToSeats] = []
        self._handlers = self._table()

    # --- what the shell calls -----------------------------------------------------------------------------------------

    def apply(self, numbered: facts.NumberedFact) -> list[ToSeats]:
        """Take the next fact; gives what seats have to learn from it."""
        self._board.apply(numbered)
        if self._meanwhile is not None:
            self._meanwhile.append(numbered)
        handler = self._handlers.get(type(numbered.fact))
        if handler is not None:
            handler(numbered.fact, _ms(numbered.at))
        return self._take_out()

    def flush(self) -> list[ToSeats]:
        """The figures of the queues that moved since the last flush."""
        moved = self._figures.take_moved()
        for queues, agents in self._here.items() if moved else ():
            shown = tuple(moved[queue] for queue in queues if queue in moved)
            if shown and agents:
                self._out.append(ToSeats(tuple(agents), m.QueuesChanged(shown)))
        self._out += (ToSeats(agents, body) for agents, body in self._colleagues.take_moved())
        return self._take_out()

    def flush_board(self) -> list[ToSeats]:
        """What moved on the supervisors' board, and on the desks that they look at, since this was last asked."""
        moved: tuple[tuple[tuple[AgentId, ...], m.AnyEventBody], ...] = (
            *self._board.take_moved(),
            *self._glances.take_moved(),
        )
        return [ToSeats(watching, body) for watching, body in moved]

    def expect_board(self) -> None:
        """The day up to here is being read back: keep what comes after it."""
        self._meanwhile = []

    def take_over(self, board: Board | None) -> list[ToSeats]:
        """The day has been read back into this board: brought to where the facts are now, it takes the other one's place. None: it could not be."""
        kept, self._meanwhile = self._meanwhile or [], None
        if board is None:
            return []
        for numbered in kept:
            board.apply(numbered)
        for call_id, call in self._calls.items():
            if call.pop is not None:
                board.identify(call_id, call.pop)
        board.succeed(self._board)
        self._board = board
        return self.flush_board()

    def watch_board(self, user: AgentId, *, watch: bool) -> list[ToSeats]:
        """This supervisor's board was opened or closed. What moved before is told first: it belongs to the others."""
        out = self.flush_board()
        self._board.leave(user)
        return [*out, ToSeats((user,), self._board.watch(user))] if watch else out

    def watch_desk(self, user: AgentId, agent_id: AgentId) -> list[ToSeats]:
        """A supervisor looks at this agent's desk; nobody: at none any more.

        Raises:
            Refusal: `unknown_target`.

        """
        if agent_id and agent_id not in self._agents:
            raise Refusal(ErrorId.UNKNOWN_TARGET, kind="agent", target=agent_id)
        self._glances.close(user)
        return [ToSeats((user,), self._glances.open(user, agent_id))] if agent_id else []

    def watch(self, agent_id: AgentId, *, watch: bool) -> list[ToSeats]:
        """This agent's list of colleagues was opened or closed."""
        if (agent := self._agents.get(agent_id)) is not None:
            self._colleagues.close(agent_id, agent.plan.queues)
            if watch:
                self._tell(agent_id, self._colleagues.open(agent_id, agent.plan.queues))
        return self._take_out()

    def identify(self, call_id: CallId, pop: ScreenPop) -> list[ToSeats]:
        """The caller's record has been looked up, chosen or created; a call that is over takes none."""
        self._board.identify(call_id, pop)
        call = self._calls.get(call_id)
        if call is not None:
            call.pop = pop
            for agent in call.desks:
                self._tell(agent, m.PopChanged(call_id, pop))
        return self._take_out()

    def caption(self, heard: CaptionHeard, at: float) -> list[ToSeats]:
        """A simulated caller spoke."""
        call = self._calls.get(heard.call)
        if call is not None and call.agent is not None:
            caption = m.Caption(_ms(at), heard.text, heard.language)
            self._tell(call.agent, m.CaptionSpoken(heard.call, caption))
        return self._take_out()

    def keep_draft(self, agent: AgentId, call: CallId, draft: m.LogDraft) -> None:
        """What the agent has typed so far, for a seat that comes back. A call no longer on the desk is no mistake."""
        desk = self._desk_of(agent)
        if desk is not None and desk.view.call == call:
            desk.draft = draft
            self._glances.moved(agent)

    def desk(self, agent: AgentId, call: CallId) -> m.CallDesk:
        """The call on this agent's desk.

        Raises:
            Refusal: it is not there.

        """
        desk = self._desk_of(agent)
        if desk is not None and desk.view.call == call:
            return self._whole(desk)
        raise Refusal(ErrorId.NOT_YOUR_CALL if call in self._calls else ErrorId.NO_SUCH_CALL, call=str(call))

    def stands(self, agent: AgentId) -> m.AgentView:
        """An agent's state."""
        return self._agents[agent].view

    def draft(self, agent: AgentId) -> m.LogDraft:
        """The log of the call on this agent's desk, as far as it has been typed; empty without a call."""
        desk = self._desk_of(agent)
        return m.LogDraft() if desk is None else desk.draft

    def number_from_line(self, call: CallId) -> str:
        """The caller's number as the line gave it; empty when withheld, or when the call is over."""
        record = self._calls.get(call)
        return "" if record is None or record.arrived.withheld else record.arrived.ani

    def is_agent(self, user: AgentId) -> bool:
        """Whether this user takes calls in this centre."""
        return user in self._agents

    def queues_of(self, user: AgentId) -> tuple[QueueId, ...]:
        """The queues that this user serves."""
        agent = self._agents.get(user)
        return () if agent is None else agent.plan.queues

    @property
    def scripts(self) -> m.ScriptLibrary | None:
        """The centre's own scripts."""
        return self._catalogue.scripts

    def snapshot(self, agent_id: AgentId) -> m.Snapshot:
        """Everything that this user's seat shows. It is drawn from nothing, with no list open."""
        agent = self._agents.get(agent_id) or _Agent(AgentPlan(agent_id, "", ()), ())
        self._colleagues.close(agent_id, agent.plan.queues)
        self._board.leave(agent_id)
        self._glances.close(agent_id)
        return m.Snapshot(
            agent=agent.view,
            queues=tuple(self._figures.view(queue) for queue in agent.queues),
            queue_labels=self._labels,
            not_ready_reasons=self._catalogue.not_ready_reasons,
            decline_reasons=self._catalogue.decline_reasons,
            dispositions=self._catalogue.dispositions,
            extension_reasons=self._catalogue.extension_reasons,
            transfer_targets=self._targets(agent.plan),
            switch_up=self._switch_up,
            line=self._line,
            company=self._catalogue.company,
            scripts="" if self.scripts is None else self.scripts.fingerprint,
            recording_notice=self._catalogue.recording_notice,
            line_trouble=self._line_trouble,
            calls=() if agent.desk is None else (self._whole(agent.desk),),
        )

    # --- calls --------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[facts.Fact], Callable[[Any, int], None]]:
        return {
            facts.CallArrived: self._arrived,
            facts.CallMade: self._made,
            facts.CallbackRequested: self._callback_requested,
            facts.VoicemailLeft: self._voicemail_left,
            facts.FollowUpDue: self._follow_up_due,
            facts.WorkBegun: lambda fact, at: self._move(fact, phase=CallPhase.WORKING, work_ms=at, offer_ends_ms=None),
            facts.MessagePlayed: lambda fact, _: self._move(fact, message_playing=fact.playing),
            facts.Dialled: lambda fact, _: self._move(fact, phase=CallPhase.DIALLING, offer_ends_ms=None),
            facts.LanguageChosen: self._language_chosen,
            facts.KeysPressed: self._keys_pressed,
            facts.Queued: self._queued,
            facts.LeftQueue: lambda fact, _: self._figures.leave(fact.call),
            facts.Delivered: self._delivered,
            facts.OfferEnded: self._offer_ended,
            facts.Accepted: self._accepted,
            facts.Established: self._established,
            facts.Held: lambda fact, at: self._move(fact, phase=CallPhase.HELD, held_ms=at),
            facts.Retrieved: lambda fact, _: self._move(fact, phase=CallPhase.CONNECTED, held_ms=None),
            facts.Muted: lambda fact, _: self._move(fact, muted=True),
            facts.Unmuted: lambda fact, _: self._move(fact, muted=False),
            facts.Transferred: self._transferred,
            facts.ConsultationStarted: self._consultation_started,
            facts.ConsultationAnswered: self._consultation_answered,
            facts.Alternated: self._alternated,
            facts.Conferenced: self._conferenced,
            facts.ConsultationEnded: self._consultation_ended,
            facts.RecordingStarted: lambda fact, _: self._move(fact, recording=m.RecordingState.ON),
            facts.RecordingPaused: lambda fact, _: self._move(fact, recording=m.RecordingState.PAUSED),
            facts.RecordingResumed: lambda fact, _: self._move(fact, recording=m.RecordingState.ON),
            facts.RecordingEnded: self._recording_ended,
            facts.MonitoringStarted: self._monitoring_started,
            facts.MonitoringChanged: self._monitoring_changed,
            facts.MonitoringEnded: self._monitoring_ended,
            facts.LegEnded: self._leg_ended,
            facts.LegLogged: self._leg_logged,
            facts.CallCleared: self._cleared,
            facts.CallLogged: self._call_logged,
            facts.Failed: self._failed,
            facts.AgentLoggedOn: self._logged_on,
            facts.AgentLoggedOff: self._logged_off,
            facts.AgentReady: lambda fact, at: self._agent_moved(fact.agent, AgentState.READY, at),
            facts.AgentNotReady: lambda fact, at: self._agent_moved(fact.agent, AgentState.NOT_READY, at, fact.reason),
            facts.AgentReserved: lambda fact, at: self._agent_moved(fact.agent, AgentState.RESERVED, at),
            facts.AgentBusy: lambda fact, at: self._agent_moved(fact.agent, AgentState.BUSY, at),
            facts.AgentWorkingAfterCall: self._working_after_call,
            facts.NextStateChosen: lambda fact, _: self._agent_changed(fact.agent, next_reason=fact.reason),
            facts.HelpRequested: lambda fact, at: self._agent_changed(fact.agent, help_since_ms=at),
            facts.HelpEnded: lambda fact, _: self._agent_changed(fact.agent, help_since_ms=None),
            facts.AgentDirected: self._directed,
            facts.AgentAssigned: self._assigned,
            facts.StationUp: lambda fact, _: self._agent_changed(fact.agent, station_up=True),
            facts.StationDown: lambda fact, _: self._agent_changed(fact.agent, station_up=False),
            facts.SwitchReached: lambda fact, _: self._switch(m.SwitchChanged(up=True, line=fact.line)),
            facts.SwitchLost: lambda fact, _: self._switch(
                m.SwitchChanged(up=False, line=self._line, trouble=_trouble(fact))
            ),
        }

    def _arrived(self, fact: facts.CallArrived, at: int) -> None:
        self._calls[fact.call] = _Call(fact, at)

    def _made(self, fact: facts.CallMade, at: int) -> None:
        arrived = facts.CallArrived(fact.call, ConnectionId(""), fact.number, "", False, fact.shown)
        call = self._calls[fact.call] = _Call(arrived, at, queued_ms=at, agent=fact.agent, direction=Direction.OUT)
        self._offer(fact.agent, replace(self._offered_view(fact.queue, call, at), phase=CallPhase.DIALLING))

    def _callback_requested(self, fact: facts.CallbackRequested, _at: int) -> None:
        self._calls[fact.call].direction = Direction.CALLBACK

    def _voicemail_left(self, fact: facts.VoicemailLeft, _at: int) -> None:
        self._calls[fact.call].direction = Direction.VOICEMAIL

    def _follow_up_due(self, fact: facts.FollowUpDue, at: int) -> None:
        """What was promised stands where the choices in the menu stand otherwise."""
        arrived = facts.CallArrived(fact.call, ConnectionId(""), fact.number, "", not fact.number, "")
        note = (m.PathStep("", Text(fact.note, fact.note)),) if fact.note else ()
        self._calls[fact.call] = _Call(arrived, at, direction=Direction.FOLLOW_UP, path=note)

    def _language_chosen(self, fact: facts.LanguageChosen, _at: int) -> None:
        self._calls[fact.call].language = fact.language

    def _keys_pressed(self, fact: facts.KeysPressed, _at: int) -> None:
        self._calls[fact.call].path += (m.PathStep(fact.keys, fact.label),)

    def _queued(self, fact: facts.Queued, at: int) -> None:
        self._calls[fact.call].queued_ms = self._figures.enter(fact.call, fact.queue, at)

    def _delivered(self, fact: facts.Delivered, at: int) -> None:
        call = self._calls[fact.call]
        call.agent = fact.agent
        view = self._offered_view(fact.queue, call, at, fact.until)
        self._offer(fact.agent, replace(view, automatic=fact.automatic))

    def _offer(self, agent: AgentId, view: m.CallView) -> None:
        self._calls[view.call].desks[agent] = None
        desk = self._agents[agent].desk = _Desk(view)
        self._tell(agent, m.CallOffered(self._whole(desk)))

    def _offered_view(self, queue: QueueId, call: _Call, at: int, until: float | None = None) -> m.CallView:
        arrived = call.arrived
        if not call.number and not arrived.withheld:
            call.number = self._write_number(arrived.ani)
        return m.CallView(
            call=arrived.call,
            phase=CallPhase.OFFERED,
            queue=queue,
            ani=call.number,
            ani_name=arrived.ani_name,
            withheld=arrived.withheld,
            dnis=arrived.dnis,
            language=call.language,
            path=call.path,
            arrived_ms=call.arrived_ms,
            queued_ms=call.queued_ms,
            offered_ms=at,
            offer_ends_ms=None if until is None else _ms(until),
            requeued=call.handed_on,
            direction=call.direction,
            listeners=self._told(call),
        )

    def _offer_ended(self, fact: facts.OfferEnded, _at: int) -> None:
        call = self._calls[fact.call]
        call.agent = None if call.agent == fact.agent else call.agent
        self._remove(fact.agent, fact.call, fact.why if fact.why in _TOLD else "withdrawn")

    def _accepted(self, fact: facts.Accepted, _at: int) -> None:
        self._figures.leave(fact.call)
        self._move(fact, phase=CallPhase.CONNECTING, offer_ends_ms=None)

    def _established(self, fact: facts.Established, at: int) -> None:
        self._figures.leave(fact.call)
        call = self._calls[fact.call]
        call.agent = fact.agent
        self._move(
            fact,
            phase=CallPhase.CONNECTED,
            answered_ms=at,
            offer_ends_ms=None,
            held_ms=None,
            consult=None,
            requeued=call.handed_on,
        )

    def _transferred(self, fact: facts.Transferred, _at: int) -> None:
        self._calls[fact.call].handed_on = True
        desk = self._desk_of(fact.agent)
        if desk is not None:
            desk.view = replace(desk.view, ended_by=TRANSFERRED)

    def _consultation_started(self, fact: facts.ConsultationStarted, at: int) -> None:
        self._consult(fact.call, fact.agent, self._third_party(fact, at))
        holder = self._desk_of(fact.agent)
        if fact.kind == "agent" and holder is not None:
            view = self._offered_view(holder.view.queue, self._calls[fact.call], at, fact.until)
            me = self._agents[fact.agent].plan
            asking = m.ConsultView("agent", me.agent, Text(me.name, me.name), m.ConsultStage.RINGING, at)
            self._offer(AgentId(fact.target), replace(view, asked_by=me.name, consult=asking))

    def _consultation_answered(self, fact: facts.ConsultationAnswered, at: int) -> None:
        self._stage(fact, m.ConsultStage.CONSULTING, at, phase=CallPhase.CONSULTED, answered_ms=at, offer_ends_ms=None)

    def _alternated(self, fact: facts.Alternated, at: int) -> None:
        stage = m.ConsultStage.ASIDE if fact.aside else m.ConsultStage.CONSULTING
        self._stage(fact, stage, at, held_ms=at if fact.aside else None)

    def _conferenced(self, fact: facts.Conferenced, at: int) -> None:
        self._stage(fact, m.ConsultStage.CONFERENCE, at, held_ms=None)

    def _consultation_ended(self, fact: facts.ConsultationEnded, _at: int) -> None:
        self._consult(fact.call, fact.agent, None)
        colleague = self._agents.get(AgentId(fact.target)) if fact.kind == "agent" else None
        if colleague is not None and colleague.desk is not None and fact.why != "transferred":
            asked = colleague.desk.view.phase is CallPhase.OFFERED
            why = {"caller_gone": "abandoned"}.get(fact.why, fact.why)
            shown = (why if why in _TOLD else "withdrawn") if asked else "consulted"
            self._remove(colleague.plan.agent, fact.call, shown)
        if fact.why not in _WANTED:
            label = colleague.plan.name if colleague is not None else self._write_number(fact.target)
            self._tell(
                fact.agent, m.Notice(_UNWANTED.get(fact.why, ErrorId.CONSULTATION_NOT_REACHED), {"target": label})
            )

    def _recording_ended(self, fact: facts.RecordingEnded, _at: int) -> None:
        self._move(fact, recording=m.RecordingState.OFF)
        if not fact.complete:
            self._tell(fact.agent, m.Notice(ErrorId.RECORDING_FAILED))

    def _monitoring_started(self, fact: facts.MonitoringStarted, at: int) -> None:
        name = self._agents[fact.watched].plan.name
        view = m.MonitorView(fact.call, fact.watched, name, fact.mode, at)
        self._agent_changed(fact.agent, monitoring=view)
        self._listens(fact.call, fact.agent, fact.mode)

    def _monitoring_changed(self, fact: facts.MonitoringChanged, _at: int) -> None:
        now = self._agents[fact.agent].view.monitoring
        if now is not None:
            self._agent_changed(fact.agent, monitoring=replace(now, mode=fact.mode))
        self._listens(fact.call, fact.agent, fact.mode)

    def _monitoring_ended(self, fact: facts.MonitoringEnded, _at: int) -> None:
        self._agent_changed(fact.agent, monitoring=None)
        self._listens(fact.call, fact.agent, None)

    def _listens(self, call_id: CallId, supervisor: AgentId, mode: MonitorMode | None) -> None:
        """A supervisor is with a call in another way than before: told to who has it, where the rules say so."""
        call = self._calls[call_id]
        call.listeners.pop(supervisor, None)
        if mode is not None:
            call.listeners[supervisor] = mode
        for agent in call.desks:
            desk = self._desk_of(agent)
            if desk is not None and (told := self._told(call)) != desk.view.listeners:
                desk.view = replace(desk.view, listeners=told)
                self._tell(agent, m.CallChanged(desk.view))

    def _told(self, call: _Call) -> tuple[m.Listener, ...]:
        told = self._catalogue.agent_is_told
        return tuple(m.Listener(self._name(who), mode) for who, mode in call.listeners.items() if mode in told)

    def _leg_ended(self, fact: facts.LegEnded, at: int) -> None:
        self._calls[fact.call].agent = None
        desk = self._desk_of(fact.agent)
        ended_by = (desk.view.ended_by if desk is not None else "") or fact.cause.value
        self._move(fact, phase=CallPhase.WRAP_UP, ended_ms=at, ended_by=ended_by, held_ms=None)

    def _leg_logged(self, fact: facts.LegLogged, _at: int) -> None:
        self._remove(fact.agent, fact.call, "logged" if fact.disposition else "wrap_up_over")

    def _cleared(self, fact: facts.CallCleared, _at: int) -> None:
        self._figures.give_up(fact.call)

    def _call_logged(self, fact: facts.CallLogged, _at: int) -> None:
        del self._calls[fact.call]

    def _failed(self, fact: facts.Failed, _at: int) -> None:
        agent = self._calls[fact.call].agent if fact.call in self._calls else None
        if agent is not None:
            arguments = {"command": fact.command, "detail": fact.reason}
            self._tell(agent, m.Notice(ErrorId.COMMAND_FAILED, arguments))

    # --- agents -------------------------------------------------------------------------------------------------------

    def _logged_on(self, fact: facts.AgentLoggedOn, at: int) -> None:
        agent = self._agents[fact.agent]
        agent.view = m.AgentView(AgentState.LOGGED_OFF, at, station=fact.station)  # the fact of being not ready follows
        self._here.setdefault(agent.queues, {})[fact.agent] = None
        self._colleagues.moved(fact.agent)

    def _logged_off(self, fact: facts.AgentLoggedOff, at: int) -> None:
        agent = self._agents[fact.agent]
        self._here.get(agent.queues, {}).pop(fact.agent, None)
        self._colleagues.close(fact.agent, agent.plan.queues)
        self._board.leave(fact.agent)
        self._glances.close(fact.agent)
        self._agent_moved(fact.agent, AgentState.LOGGED_OFF, at)

    def _directed(self, fact: facts.AgentDirected, _at: int) -> None:
        told = {AgentState.READY: ErrorId.SET_READY_BY, AgentState.NOT_READY: ErrorId.SET_NOT_READY_BY}
        if fact.state in told:
            self._tell(fact.agent, m.Notice(told[fact.state], {"name": self._name(fact.by), "note": fact.note}))

    def _assigned(self, fact: facts.AgentAssigned, _at: int) -> None:
        agent = self._agents[fact.agent]
        here = self._here.get(agent.queues, {})
        agent.queues = fact.queues
        if fact.agent in here:
            del here[fact.agent]
            self._here.setdefault(fact.queues, {})[fact.agent] = None
        self._tell(fact.agent, m.QueuesAssigned(tuple(self._figures.view(queue) for queue in fact.queues)))
        self._tell(fact.agent, m.Notice(ErrorId.ASSIGNED_BY, {"name": self._name(fact.by)}))

    def _working_after_call(self, fact: facts.AgentWorkingAfterCall, at: int) -> None:
        view = self._agents[fact.agent].view
        since_ms = view.since_ms if view.state is AgentState.WRAP_UP else at
        self._agent_changed(fact.agent, state=AgentState.WRAP_UP, since_ms=since_ms, wrap_up_ends_ms=_ms(fact.until))

    def _agent_moved(self, agent_id: AgentId, state: AgentState, at: int, reason: str = "") -> None:
        view = self._agents[agent_id].view
        moved = (state, reason) != (view.state, view.reason)
        keeps_choice = state is AgentState.BUSY
        self._agent_changed(
            agent_id,
            state=state,
            reason=reason,
            since_ms=at if moved else view.since_ms,
            wrap_up_ends_ms=None,
            next_reason=view.next_reason if keeps_choice else None,
        )

    def _agent_changed(self, agent_id: AgentId, **changes: object) -> None:
        agent = self._agents[agent_id]
        view = replace(agent.view, **changes)
        if view != agent.view:
            agent.view = view
            self._colleagues.moved(agent_id)
            self._tell(agent_id, m.AgentChanged(view))

    # --- small things -------------------------------------------------------------------------------------------------

    def _switch(self, now: m.SwitchChanged) -> None:
        if now != m.SwitchChanged(self._switch_up, self._line, self._line_trouble):
            self._switch_up, self._line, self._line_trouble = now.up, now.line, now.trouble
            self._out.append(ToSeats(None, now))

    def _move(
        self,
        fact: facts.Dialled
        | facts.WorkBegun
        | facts.MessagePlayed
        | facts.Held
        | facts.Retrieved
        | facts.Muted
        | facts.Unmuted
        | facts.Accepted
        | facts.Established
        | facts.LegEnded
        | facts.RecordingStarted
        | facts.RecordingPaused
        | facts.RecordingResumed
        | facts.RecordingEnded,
        **changes: object,
    ) -> None:
        desk = self._desk_of(fact.agent)
        if desk is not None and desk.view.call == fact.call:
            desk.view = replace(desk.view, **changes)
            self._tell(fact.agent, m.CallChanged(desk.view))

    def _third_party(self, fact: facts.ConsultationStarted, at: int) -> m.ConsultView:
        colleague = self._agents.get(AgentId(fact.target)) if fact.kind == "agent" else None
        name = colleague.plan.name if colleague is not None else self._write_number(fact.target)
        return m.ConsultView(fact.kind, fact.target, Text(name, name), m.ConsultStage.RINGING, at)

    def _stage(
        self,
        fact: facts.ConsultationAnswered | facts.Alternated | facts.Conferenced,
        stage: m.ConsultStage,
        at: int,
        **of_the_colleague: object,
    ) -> None:
        """A consultation moves on, for the agent who has the call and for the colleague who is asked about it."""
        for agent, changes in ((fact.agent, {}), (AgentId(fact.target), of_the_colleague)):
            desk = self._desk_of(agent)
            if desk is not None and desk.view.call == fact.call and desk.view.consult is not None:
                self._consult(fact.call, agent, replace(desk.view.consult, stage=stage, since_ms=at), **changes)

    def _consult(self, call: CallId, agent_id: AgentId, consult: m.ConsultView | None, **changes: object) -> None:
        desk = self._desk_of(agent_id)
        if desk is not None and desk.view.call == call:
            desk.view = replace(desk.view, consult=consult, **changes)
            self._tell(agent_id, m.CallChanged(desk.view))

    def _remove(self, agent_id: AgentId, call: CallId, why: str) -> None:
        desk = self._desk_of(agent_id)
        if desk is not None and desk.view.call == call:
            self._agents[agent_id].desk = None
            self._calls[call].desks.pop(agent_id, None)
            self._tell(agent_id, m.CallRemoved(call, why))

    def _name(self, user: AgentId) -> str:
        return self._agents[user].plan.name if user in self._agents else user

    def _desk_of(self, agent_id: AgentId) -> _Desk | None:
        agent = self._agents.get(agent_id)
        return None if agent is None else agent.desk

    def _shown(self, agent_id: AgentId) -> m.CallDesk | None:
        desk = self._desk_of(agent_id)
        return None if desk is None else self._whole(desk)

    def _whole(self, desk: _Desk) -> m.CallDesk:
        pop = self._calls[desk.view.call].pop
        return m.CallDesk(desk.view, pop or ScreenPop(_no_record(desk.view)), desk.draft)

    def _targets(self, plan: AgentPlan) -> tuple[m.TransferTarget, ...]:
        queues = [
            m.TransferTarget("queue", queue, label, _spelled(label.zh_CN)) for queue, label in self._labels.items()
        ]
        return (*queues, *(person for person in self._serving_any_of(plan.queues) if person.target != plan.agent))

    def _serving_any_of(self, queues: tuple[QueueId, ...]) -> tuple[m.TransferTarget, ...]:
        if queues not in self._people:
            wanted = set(queues)
            plans = (each.plan for each in self._agents.values() if wanted.intersection(each.plan.queues))
            people = sorted((each.name, each.agent) for each in plans)[:MOST_COLLEAGUES]
            self._people[queues] = tuple(
                m.TransferTarget("agent", agent, Text(name, name), _spelled(name)) for name, agent in people
            )
        return self._people[queues]

    def _tell(self, agent: AgentId, body: m.AnyEventBody) -> None:
        self._out.append(ToSeats((agent,), body))
        self._glances.moved(agent)

    def _take_out(self) -> list[ToSeats]:
        out, self._out = self._out, []
        return out


def _spelled(name: str) -> str:
    found = spelling(name)
    return "" if found is None else f"{found.full} {found.initials}"


def _no_record(view: m.CallView) -> MatchKind:
    """What is shown when a call is offered before the look-up has answered."""
    return MatchKind.WITHHELD if view.withheld else MatchKind.UNAVAILABLE


def _trouble(fact: facts.SwitchLost) -> m.Notice | None:
    return m.Notice(fact.error, fact.arguments) if fact.error else None


def _ms(at: float) -> int:
    return round(at * 1000)
