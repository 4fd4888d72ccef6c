"""The desks: a projection of the facts to what each agent's seat shows. One fact goes in, events for seats come out.

A call is on the desk of the agent it is offered to, until the offer ends, or until the log of that agent's leg is
complete; a call that was handed on may be on several desks at once, each with its own draft. Queue figures would be most of
the traffic: they are gathered and leave with `flush`, one body for all agents who serve the same queues. Must never decide, do I/O, or know the time: what it knows it has from facts, in their order.

This module is the door: what the centre asks of the desks. What they know lies in `desk_ground.py`; what becomes of it with which fact, in
`desk_calls.py`, `desk_consultations.py`, `desk_monitoring.py`, `desk_agents.py` and `desk_switch.py`. A fact is the business of one of these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.record import ScreenPop, Text
from ivr import facts
from ivr.centre.board import Board, Reckoning
from ivr.centre.desk_agents import AgentFacts
from ivr.centre.desk_calls import CallFacts
from ivr.centre.desk_consultations import ConsultationFacts
from ivr.centre.desk_ground import Agent, Ground, ms
from ivr.centre.desk_monitoring import MonitoringFacts
from ivr.centre.desk_switch import SwitchFacts
from ivr.centre.figures import QueueFigures
from ivr.centre.to_seats import ToSeats
from ivr.centre.transfer_targets import TransferTargets
from ivr.effects import CaptionHeard
from ivr.plan import AgentPlan, Plan


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
        self._labels: dict[str, Text] = {queue.queue: queue.label for queue in plan.queues}
        self._figures = QueueFigures(queue.queue for queue in plan.queues)
        self._targets = TransferTargets(plan)
        self._ground = Ground(plan.agents, self._targets.serving_any_of, write_number, catalogue.agent_is_told)
        self._agents = AgentFacts(self._ground, self._figures, self._look_away)
        self._switch = SwitchFacts(self._ground)
        self._handlers = {
            **CallFacts(self._ground, self._figures).handlers(),
            **ConsultationFacts(self._ground).handlers(),
            **MonitoringFacts(self._ground).handlers(),
            **self._agents.handlers(),
            **self._switch.handlers(),
        }

    # --- what comes in, and what goes out -----------------------------------------------------------------------------

    def apply(self, numbered: facts.NumberedFact) -> list[ToSeats]:
        """Take the next fact; gives what seats have to learn from it."""
        self._board.apply(numbered)
        if self._meanwhile is not None:
            self._meanwhile.append(numbered)
        handler = self._handlers.get(type(numbered.fact))
        if handler is not None:
            handler(numbered.fact, ms(numbered.at))
        return self._ground.take_out()

    def identify(self, call_id: CallId, pop: ScreenPop) -> list[ToSeats]:
        """The caller's record has been looked up, chosen or created; a call that is over takes none."""
        self._board.identify(call_id, pop)
        call = self._ground.calls.get(call_id)
        if call is not None:
            call.pop = pop
            for agent in call.desks:
                self._ground.tell(agent, m.PopChanged(call_id, pop))
        return self._ground.take_out()

    def caption(self, heard: CaptionHeard, at: float) -> list[ToSeats]:
        """A simulated caller spoke."""
        call = self._ground.calls.get(heard.call)
        if call is not None and call.agent is not None:
            caption = m.Caption(ms(at), heard.text, heard.language)
            self._ground.tell(call.agent, m.CaptionSpoken(heard.call, caption))
        return self._ground.take_out()

    def keep_draft(self, agent: AgentId, call: CallId, draft: m.LogDraft) -> None:
        """What the agent has typed so far, for a seat that comes back. A call no longer on the desk is no mistake."""
        desk = self._ground.desk_with(call, agent)
        if desk is not None:
            desk.draft = draft
            self._ground.glances.moved(agent)

    def flush(self) -> list[ToSeats]:
        """The figures of the queues that moved since the last flush, and how the colleagues in open lists stand now."""
        moved = self._figures.take_moved()
        out: list[ToSeats] = []
        for queues, agents in self._agents.here.items() if moved else ():
            shown = tuple(moved[queue] for queue in queues if queue in moved)
            if shown and agents:
                out.append(ToSeats(tuple(agents), m.QueuesChanged(shown)))
        out += (ToSeats(agents, body) for agents, body in self._ground.colleagues.take_moved())
        return out

    def flush_board(self) -> list[ToSeats]:
        """What moved on the supervisors' board, and on the desks that they look at, since this was last asked."""
        moved: tuple[tuple[tuple[AgentId, ...], m.AnyEventBody], ...] = (
            *self._board.take_moved(),
            *self._ground.glances.take_moved(),
        )
        return [ToSeats(watching, body) for watching, body in moved]

    # --- the board of a centre that has started -----------------------------------------------------------------------

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
        for call_id, call in self._ground.calls.items():
            if call.pop is not None:
                board.identify(call_id, call.pop)
        board.succeed(self._board)
        self._board = board
        return self.flush_board()

    # --- who looks at what --------------------------------------------------------------------------------------------

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
        if agent_id and not self.is_agent(agent_id):
            raise Refusal(ErrorId.UNKNOWN_TARGET, kind="agent", target=agent_id)
        glances = self._ground.glances
        glances.close(user)
        return [ToSeats((user,), glances.open(user, agent_id))] if agent_id else []

    def watch(self, agent_id: AgentId, *, watch: bool) -> list[ToSeats]:
        """This agent's list of colleagues was opened or closed."""
        if (agent := self._ground.agents.get(agent_id)) is not None:
            colleagues = self._ground.colleagues
            colleagues.close(agent_id, agent.plan.queues)
            if watch:
                self._ground.tell(agent_id, colleagues.open(agent_id, agent.plan.queues))
        return self._ground.take_out()

    def _look_away(self, user: AgentId) -> None:
        self._ground.colleagues.close(user, self.queues_of(user))
        self._board.leave(user)
        self._ground.glances.close(user)

    # --- what is asked ------------------------------------------------------------------------------------------------

    def desk(self, agent: AgentId, call: CallId) -> m.CallDesk:
        """The call on this agent's desk.

        Raises:
            Refusal: it is not there.

        """
        desk = self._ground.desk_with(call, agent)
        if desk is not None:
            return self._ground.whole(desk)
        raise Refusal(ErrorId.NOT_YOUR_CALL if call in self._ground.calls else ErrorId.NO_SUCH_CALL, call=str(call))

    def stands(self, agent: AgentId) -> m.AgentView:
        """An agent's state."""
        return self._ground.agents[agent].view

    def draft(self, agent: AgentId) -> m.LogDraft:
        """The log of the call on this agent's desk, as far as it has been typed; empty without a call."""
        desk = self._ground.desk_of(agent)
        return m.LogDraft() if desk is None else desk.draft

    def number_from_line(self, call: CallId) -> str:
        """The caller's number as the line gave it; empty when withheld, or when the call is over."""
        record = self._ground.calls.get(call)
        return "" if record is None or record.arrived.withheld else record.arrived.ani

    def is_agent(self, user: AgentId) -> bool:
        """Whether this user takes calls in this centre."""
        return user in self._ground.agents

    def queues_of(self, user: AgentId) -> tuple[QueueId, ...]:
        """The queues that this user serves."""
        agent = self._ground.agents.get(user)
        return () if agent is None else agent.plan.queues

    @property
    def scripts(self) -> m.ScriptLibrary | None:
        """The centre's own scripts."""
        return self._catalogue.scripts

    def snapshot(self, agent_id: AgentId) -> m.Snapshot:
        """Everything that this user's seat shows. It is drawn from nothing, with no list open."""
        self._look_away(agent_id)
        agent = self._ground.agents.get(agent_id) or Agent(AgentPlan(agent_id, "", ()), ())
        return m.Snapshot(
            agent=agent.view,
            queues=tuple(self._figures.view(queue) for queue in agent.queues),
            queue_labels=self._labels,
            not_ready_reasons=self._catalogue.not_ready_reasons,
            decline_reasons=self._catalogue.decline_reasons,
            dispositions=self._catalogue.dispositions,
            extension_reasons=self._catalogue.extension_reasons,
            transfer_targets=self._targets.of(agent.plan),
            switch_up=self._switch.now.up,
            line=self._switch.now.line,
            company=self._catalogue.company,
            scripts="" if self.scripts is None else self.scripts.fingerprint,
            recording_notice=self._catalogue.recording_notice,
            line_trouble=self._switch.now.trouble,
            calls=() if agent.desk is None else (self._ground.whole(agent.desk),),
        )
