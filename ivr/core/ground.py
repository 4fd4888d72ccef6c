"""What all parts of the core stand on: the state, the plan, the timers, the distributor, and the list of effects that the
input at hand has had so far. Gives ids and numbers; must never decide anything.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

from msgspec.structs import replace

from agent_desktop.cti.switch import AnyCommand, Clear
from agent_desktop.cti.vocabulary import (
    AgentId,
    BridgeId,
    CallId,
    Cause,
    ConnectionId,
    PlaybackId,
    QueueChoice,
    QueueId,
    RecordingId,
)
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr.core.acd import Distributor
from ivr.core.needs import FIRST_TIER, Need, Server
from ivr.core.state import Agent, Call, State
from ivr.core.timers import Timers
from ivr.effects import AnyEffect
from ivr.facts import AnyFact, NumberedFact
from ivr.plan import AgentPlan, Plan, QueuePlan

Owner = CallId | AgentId
"""Whose connection it is: a call's (an int) or an agent's (a str)."""


class Ground:
    """Shared by the parts of one core."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.now = 0.0
        self.timers = Timers()
        self.queues: dict[QueueId, QueuePlan] = {queue.queue: queue for queue in plan.queues}
        self.agent_plans: dict[AgentId, AgentPlan] = {agent.agent: agent for agent in plan.agents}
        self.acd = Distributor(
            [self._server(agent) for agent in plan.agents],
            {queue.queue: queue.strategy for queue in plan.queues},
            zlib.crc32(state.mark.encode()),
        )
        self.needs: dict[tuple[QueueId, frozenset[str], int, AgentId | None], Need] = {}
        self.owners: dict[ConnectionId, Owner] = {}
        self.playbacks: dict[PlaybackId, CallId] = {}
        self.tones: dict[PlaybackId, AgentId] = {}
        self.recordings: dict[RecordingId, CallId] = {}
        self.matches: list[tuple[CallId, AgentId]] = []
        """Pairs that the distributor has found and that are still to be offered."""
        self.entered: list[CallId] = []
        """Calls that have come into a queue, and whose callers are to hear what they hear there."""
        self.led_out: list[tuple[CallId, str]] = []
        """Calls that their queue has a flow for instead of an agent."""
        self.gone: list[AgentId] = []
        """Agents who have just ceased to be at work."""
        self.effects: list[AnyEffect] = []

    def fact(self, fact: AnyFact) -> None:
        """Number a fact and let it out."""
        self.state.last_fact += 1
        self.effects.append(NumberedFact(self.state.last_fact, self.now, fact))

    def command(self, command: AnyCommand) -> None:
        """Ask something of the switch."""
        self.effects.append(command)

    def new_connection(self, owner: Owner) -> ConnectionId:
        """An id for a connection that we dial."""
        self.state.last_connection += 1
        connection = ConnectionId(f"{self.state.mark}-c{self.state.last_connection}")
        self.owners[connection] = owner
        return connection

    def bridge_of(self, call: Call) -> BridgeId:
        """The bridge in which the parties of a call meet; its id follows from the call's."""
        if call.bridge is None:
            call.bridge = BridgeId(f"{self.state.mark}-b{call.call}")
        return call.bridge

    def hang_up(self, call: Call, cause: Cause = Cause.NORMAL) -> None:
        """End a caller's connection; the call is over when the switch says so, and is asked again should the link be lost till then."""
        call.leaving = True
        self.command(Clear(call.connection, cause))

    def standing(self, call: Call) -> tuple[int, float]:
        """Priority and arrival: what a waiting call's place goes by. Where a priority is worth a wait, it is an earlier arrival."""
        worth = self.plan.priority_worth_s
        priority = self.priority(call)
        return (0, call.arrived - priority * worth) if worth else (priority, call.arrived)

    def priority(self, call: Call) -> int:
        """What the flow gave it, and what is added to that."""
        return call.priority + self._added_priority(call)

    def _added_priority(self, call: Call) -> int:
        """For the customer's segment, and for what the flow has found out."""
        found = ((values, call.attributes.get(name)) for name, values in self.plan.attribute_priorities.items())
        of_attributes = sum(values.get(value, 0) for values, value in found if value is not None)
        return self.plan.segment_priorities.get(call.segment, 0) + of_attributes

    def priority_before(self, call: Call, others: Sequence[Call]) -> int:
        """The least priority, 1 or more, with which a call stands before all these."""
        worth = self.plan.priority_worth_s
        if worth:
            first = min((self.standing(each)[1] for each in others), default=call.arrived)
            wanted = math.floor((call.arrived - first) / worth) + 1
        else:
            wanted = max((self.priority(each) for each in others), default=0) + 1
        return max(1, wanted - self._added_priority(call))

    def need(self, call: Call) -> Need:
        """What a queued call asks for."""
        key = (call.queue, call.skills, call.step, call.only)
        need = self.needs.get(key)
        if need is None:
            need = self.needs[key] = self._need(*key)
        return need

    def assign(self, agent: AgentId, queues: tuple[QueueId, ...], skills: tuple[str, ...]) -> None:
        """An agent serves these queues with these skills from here on. They must not be idle meanwhile."""
        plan = self.agent_plans[agent] = replace(self.agent_plans[agent], queues=queues, skills=frozenset(skills))
        self.acd.assign(self._server(plan))

    def _need(self, queue_id: QueueId, skills: frozenset[str], step: int, only: AgentId | None) -> Need:
        queue = self.queues[queue_id]
        taken = queue.steps[:step]
        asked = (queue.skills | skills).difference(*(each.drop for each in taken))
        return Need(
            queue_id,
            asked,
            tuple(sorted((skill, level) for skill, level in queue.levels.items() if skill in asked)),
            queue.preferred,
            max((each.tier for each in taken), default=FIRST_TIER),
            only,
        )

    def _server(self, agent: AgentPlan) -> Server:
        rates = agent.weights
        if self.plan.queue_choice is QueueChoice.SERVICE_LEVEL:
            rates = {each: agent.weights.get(each, 1.0) / self.queues[each].service_level_s for each in agent.queues}
        return Server(agent.agent, frozenset(agent.queues), agent.skills, agent.levels, agent.tiers, rates)

    def call_of(self, connection: ConnectionId) -> Call | None:
        """The call that a connection belongs to, if it is a call's."""
        owner = self.owners.get(connection)
        return self.state.calls.get(owner) if isinstance(owner, int) else None

    def agent_of(self, connection: ConnectionId) -> Agent | None:
        """The agent whose station a connection is, if it is one."""
        owner = self.owners.get(connection)
        return self.state.agents.get(owner) if isinstance(owner, str) else None

    def agent(self, agent: AgentId) -> Agent:
        """An agent of the plan.

        Raises:
            Refusal: `not_logged_in`; the plan does not know them.

        """
        record = self.state.agents.get(agent)
        if record is None:
            raise Refusal(ErrorId.NOT_LOGGED_IN)
        return record

    def require_switch(self) -> None:
        """Nothing can be asked of a switch that is not there.

        Raises:
            Refusal: `switch_down`.

        """
        if not self.state.switch_up:
            raise Refusal(ErrorId.SWITCH_DOWN)

    def call(self, call: CallId, agent: AgentId) -> tuple[Call, Agent]:
        """A live call that is this agent's.

        Raises:
            Refusal: `no_such_call` or `not_your_call`.

        """
        record = self.state.calls.get(call)
        if record is None:
            raise Refusal(ErrorId.NO_SUCH_CALL, call=str(call))
        owner = self.agent(agent)
        if owner.call != call:
            raise Refusal(ErrorId.NOT_YOUR_CALL, call=str(call))
        return record, owner
