"""A call's place in its flow while it is being changed, and what a kind of node may do with it.

Each kind of node is a `Behaviour`: what happens when a call enters it, when its prompts are over, when a key is pressed, when the time
for one is over, when the store has answered. Each of these gives the node to go on to, or None to stay. Must never read a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar

from agent_desktop.cti.vocabulary import Language, QueueId
from ivr.flow import names, spoken, steps
from ivr.flow.model import Flow, HoursNode, Node, NodeId, Speech
from ivr.flow.opening import is_open
from ivr.flow.speech import prompts_of
from ivr.flow.state import FlowState, LanguageFrom, Phase, Walk
from ivr.flow.steps import Action, Answered

LONGEST_PROMPT_S = 300.0
"""A switch that never says that a prompt has ended does not hold the caller for ever."""
LONGEST_QUESTION_S = 5.0
"""Nor does a database that does not answer."""

N = TypeVar("N")


class Walker:
    """A state while it is being changed."""

    __slots__ = (
        "actions",
        "ani",
        "asked",
        "attributes",
        "customer",
        "deadline",
        "dnis",
        "entered",
        "failures",
        "figures",
        "flow",
        "language",
        "language_from",
        "node",
        "now",
        "number_known",
        "phase",
        "pressed",
        "segment",
        "told",
    )

    def __init__(self, flow: Flow, state: FlowState, now: float, figures: names.Figures) -> None:
        self.flow = flow
        self.now = now
        self.figures = figures
        self.actions: list[Action] = []
        self.node = state.node
        self.phase = state.phase
        self.language = state.language
        self.language_from = state.language_from
        self.segment = state.segment
        self.dnis = state.dnis
        self.pressed = state.pressed
        self.failures = state.failures
        self.deadline = state.deadline
        self.number_known = state.number_known
        self.ani = state.ani
        self.customer = state.customer
        self.attributes = state.attributes
        self.entered = state.entered
        self.asked = state.asked
        self.told = state.told

    def walk(self) -> Walk:
        """The change is complete."""
        state = FlowState(
            self.node,
            self.phase,
            self.language,
            self.language_from,
            self.segment,
            self.dnis,
            self.pressed,
            self.failures,
            self.deadline,
            self.number_known,
            self.ani,
            self.customer,
            self.attributes,
            self.entered,
            self.asked,
            self.told,
        )
        return Walk(state, tuple(self.actions), self.deadline)

    # --- what waits ---------------------------------------------------------------------------------------------------

    def say(self, *speeches: Speech, values: Mapping[str, str] | None = None) -> None:
        """One after another. Where nothing of it can be said, it is over at once."""
        known = self.attributes if values is None else values
        prompts = tuple(each for speech in speeches for each in prompts_of(speech, self.language, known))
        self.phase = Phase.SPEAKING
        self.deadline = self.now + (LONGEST_PROMPT_S if prompts else 0.0)
        if prompts:
            self.actions.append(steps.Say(prompts, self.language))

    def listen(self, seconds: float) -> None:
        self.phase = Phase.LISTENING
        self.deadline = self.now + seconds

    def ask(self, question: steps.Question) -> None:
        self.asked += 1
        self.phase = Phase.ASKING
        self.deadline = self.now + LONGEST_QUESTION_S
        self.actions.append(steps.Ask(self.asked, question))

    def leave(self, action: Action) -> None:
        self.actions.append(action)
        self.phase = Phase.OVER
        self.pressed = ""
        self.deadline = None

    # --- what is known ------------------------------------------------------------------------------------------------

    def learn(self, values: Mapping[str, str]) -> None:
        """A state that was handed out is never changed."""
        self.attributes = {**self.attributes, **values}

    def prefer(self, language: Language | None) -> None:
        """The customer's own language; what the caller has chosen in this call is worth more."""
        if language is None or self.language_from is LanguageFrom.CALLER:
            return
        if language is not self.language:
            self.language = language
            self.actions.append(steps.ChooseLanguage(language))
        self.language_from = LanguageFrom.FILE

    def value(self, name: str) -> str:
        """What is known under a name of `ivr.flow.names`; nothing where nothing is."""
        of_the_call = {names.LANGUAGE: self.language.value, names.SEGMENT: self.segment, names.DNIS: self.dnis}
        if name in of_the_call:
            return of_the_call[name]
        if name == names.ANI:
            return self.ani
        kind, dot, of = name.partition(".")
        if name in list(names.CallFigure):
            return f"{self.call_figure(names.CallFigure(name)):g}"
        if not dot:
            return self.attributes.get(name, "")
        if kind == names.HOURS:
            node = self.flow.nodes[of]
            return names.OPEN if isinstance(node, HoursNode) and is_open(node, self.now) else names.CLOSED
        return f"{self.figures(names.Figure(kind), QueueId(of)):g}"

    def call_figure(self, figure: names.CallFigure) -> float:
        """A figure of the call itself, which waits."""
        return self.figures(figure, QueueId(""))

    def filled(self, text: str) -> str:
        """A text with the values of the attributes that it names."""
        return spoken.PLACEHOLDER.sub(lambda found: self.value(found[1]), text)


class Behaviour(Generic[N]):
    """What a kind of node does; most do little."""

    takes_keys = False
    """A key pressed while it speaks or listens is for it, or for those after it."""

    def enter(self, w: Walker, node: N) -> NodeId | None:
        """The call comes in."""
        raise NotImplementedError

    def said(self, w: Walker, node: N) -> NodeId | None:
        """Its prompts are over, or nearly so: a key may cut them short."""
        return None

    def keyed(self, w: Walker, node: N) -> NodeId | None:
        """There are keys that it may use."""
        return None

    def late(self, w: Walker, node: N) -> NodeId | None:
        """The caller has been silent for too long."""
        return None

    def answered(self, w: Walker, node: N, answer: Answered) -> NodeId | None:
        """The store has answered."""
        return None


class Keyed(Protocol):
    """What all nodes have that want keys."""

    @property
    def say(self) -> Speech: ...
    @property
    def otherwise(self) -> NodeId: ...
    @property
    def tries(self) -> int: ...
    @property
    def timeout_s(self) -> float: ...
    @property
    def barge_in(self) -> bool: ...


def fail(w: Walker, node: Keyed, excuses: tuple[Speech, ...]) -> NodeId | None:
    """A wrong key or a silence: the node again, or enough of it."""
    w.pressed = w.entered = ""
    w.failures += 1
    if w.failures >= node.tries:
        return node.otherwise
    excuse = excuses[min(w.failures, len(excuses)) - 1 :][:1]
    w.say(*excuse, node.say)
    return None


def may_interrupt(node: Node) -> bool:
    """Whether a key cuts its prompts short."""
    return bool(getattr(node, "barge_in", True))
