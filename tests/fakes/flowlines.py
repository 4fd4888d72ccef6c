"""A caller in a flow: presses, listens, waits, and is answered by a store made up for the test."""

from __future__ import annotations

from ivr.flow import interpreter
from ivr.flow.model import Flow
from ivr.flow.names import Figures, no_figures
from ivr.flow.state import FlowState, Phase, Walk
from ivr.flow.steps import (
    Action,
    Answered,
    Ask,
    Caller,
    DigitPressed,
    FlowEvent,
    PromptsEnded,
    Question,
    Say,
    TimedOut,
)

NOON = 1_770_000_000.0
CALLER = Caller("13800138000", False, "95001")


class Line:
    """A caller in a flow, with a clock that only moves when told to."""

    def __init__(self, flow: Flow, caller: Caller | None = None, figures: Figures = no_figures) -> None:
        self.flow = flow
        self.figures = figures
        self.now = NOON
        self.walk: Walk = interpreter.begin(flow, caller or CALLER, self.now, figures)

    @property
    def state(self) -> FlowState:
        return self.walk.state

    def send(self, event: FlowEvent) -> tuple[Action, ...]:
        self.walk = interpreter.advance(self.flow, self.walk.state, event, self.now, self.figures)
        return self.walk.actions

    def press(self, keys: str) -> list[Action]:
        return [action for key in keys for action in self.send(DigitPressed(key))]

    def hear_out(self) -> tuple[Action, ...]:
        return self.send(PromptsEnded())

    def wait(self) -> tuple[Action, ...]:
        assert self.walk.deadline is not None
        self.now = self.walk.deadline
        return self.send(TimedOut())

    def at(self, node: str) -> Line:
        while self.state.node != node:
            self.hear_out() if self.state.phase is Phase.SPEAKING else self.wait()
        return self

    @property
    def asked(self) -> Question:
        """What the store is to answer now."""
        (ask,) = [action for action in self.walk.actions if isinstance(action, Ask)]
        return ask.question

    def answer(self, found: bool, **values: str) -> tuple[Action, ...]:
        """The store answers; `customer` is a number."""
        customer = values.pop("customer", None)
        known = int(customer) if customer is not None else None
        return self.send(Answered(self.state.asked, found, values, known))


def heard(actions: tuple[Action, ...] | list[Action]) -> list[str]:
    return [prompt.text for action in actions if isinstance(action, Say) for prompt in action.prompts]
