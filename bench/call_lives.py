"""The whole routing core: full call lives per second — arrive, menu, queue, offer, answer, end, log — without a switch; and the facts that come of them,
alone and with the statistics that are kept of them.

python -m bench.call_lives
"""

from __future__ import annotations

import time
from statistics import median

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, QueueId
from agent_desktop.protocol.record import Text
from ivr import inputs
from ivr.core.core import Core
from ivr.core.state import State
from ivr.facts import NumberedFact
from ivr.flow.model import Choice, Flow, MenuNode, QueueNode, SayNode, Speech
from ivr.plan import AgentPlan, Plan, QueuePlan
from ivr.statistics import Statistics

AGENTS, LIVES, RUNS = 200, 5_000, 5
QUEUE = QueueId("q")
PLAN = Plan(
    queues=(QueuePlan(QUEUE, Text("Queue", "队列")),),
    agents=tuple(AgentPlan(AgentId(f"a{number}"), "", (QUEUE,), station=str(number)) for number in range(AGENTS)),
    flows={
        "main": Flow(
            "main",
            "welcome",
            {
                "welcome": SayNode(Speech("Welcome.", "您好。"), "menu"),
                "menu": MenuNode(
                    Speech("For help, press 1.", "帮助请按 1。"), {"1": Choice(Text("Help", "帮助"), "q")}, "q"
                ),
                "q": QueueNode(QUEUE),
            },
        )
    },
    entries={},
    default_flow="main",
    disposition_codes=frozenset({"solved"}),
)


class Day:
    """Drives one core through call lives; counts inputs."""

    def __init__(self) -> None:
        self.core = Core(PLAN, State("b"))
        self.now = 1e9
        self.inputs = 0
        self.facts: list[NumberedFact] | None = None
        """Those that came; None: they are not kept."""
        self.give(switch.SwitchUp(()))
        for agent in PLAN.agents:
            for effect in self.give(inputs.LogOn(agent.agent, "")):
                if isinstance(effect, switch.Dial):
                    self.give(switch.ConnectionAnswered(effect.connection))
            self.give(inputs.BecomeReady(agent.agent))

    def give(self, item: inputs.AnyInput) -> list[object]:
        self.inputs += 1
        self.now += 0.001
        effects: list[object] = list(self.core.handle(item, self.now))
        if self.facts is not None:
            self.facts += [effect for effect in effects if isinstance(effect, NumberedFact)]
        return effects

    def live(self, number: int) -> None:
        caller, call = ConnectionId(f"c{number}"), CallId(number)
        self.give(switch.CallArrived(caller, "+442079460103", "", withheld=False, dnis="4000"))
        self.give(inputs.CallerIdentified(call, 1, None, "ordinary"))
        for effect in self.give(switch.ConnectionAnswered(caller)):
            if isinstance(effect, switch.Play):
                self.give(switch.PlaybackEnded(effect.playback, completed=True))
        self.give(switch.DigitReceived(caller, "1"))
        agent = self.core.state.calls[call].agent
        assert agent is not None
        self.give(inputs.AcceptOffer(agent, call))
        self.give(switch.ConnectionEnded(caller, Cause.NORMAL))
        self.give(inputs.LogCompleted(agent, call, "solved"))
        while (due := self.core.next_deadline()) is not None and due <= self.now:
            self.core.tick(self.now)


def counted() -> float:
    """Facts per second of processor time that the statistics take."""
    day = Day()
    day.facts = []
    for number in range(1, LIVES + 1):
        day.live(number)
    kept = Statistics({QUEUE: 20.0})
    begin = time.process_time()
    for fact in day.facts:
        kept.apply(fact)
    return len(day.facts) / (time.process_time() - begin)


def main() -> None:
    rates, facts = [], []
    for _ in range(RUNS):
        day = Day()
        before, told = day.inputs, day.core.state.last_fact
        begin = time.process_time()
        for number in range(1, LIVES + 1):
            day.live(number)
        seconds = time.process_time() - begin
        rates.append(LIVES / seconds)
        facts.append((day.core.state.last_fact - told) / seconds)
        each = 1e6 * seconds / (day.inputs - before)
    print(
        f"whole core, processor time: {median(rates):,.0f} call lives/s (best {max(rates):,.0f}), {each:.1f} µs an input; aim: over 8,000"
    )
    print(f"facts: {median(facts):,.0f}/s from the core, {counted():,.0f}/s into the statistics")


if __name__ == "__main__":
    main()
