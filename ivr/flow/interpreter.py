"""What a voice menu does next: pure, given the flow, the call's place in it, what happened, and the time.

The call is in one node, and there in one of three phases:

    SPEAKING ── prompts ended ──► LISTENING ── key ──► next node, or the same again after a wrong key or a silence
        │ key, where the prompt may be interrupted ──►─┘
        └─ prompts ended, in a node that only speaks ──► next node
    OVER: queued or hung up; nothing changes any more

What callers expect, and get:
- Whoever knows the menu types ahead. Keys pressed during any prompt are kept and used by the menus that follow; a message
  that may not be interrupted is heard in full first. A prompt that may be is cut short at once, and those that would come
  before the menu are passed over.
- After a wrong key or a silence the rest of what was typed ahead is thrown away: it was meant for other menus.
- The time for an answer begins when the prompt has ended, not when it starts.
- Keys pressed during a goodbye do nothing.
- A menu of languages is not passed over while typed keys wait: the first of them was meant for it.

`advance` never raises for what a line may send: an event that is late, doubled or means nothing here leaves the state as it
is. The flow must have passed `ivr.flow.checker`. Must never read a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent_desktop.cti.switch import Prompt
from agent_desktop.cti.vocabulary import Cause
from ivr.flow import steps
from ivr.flow.model import (
    BranchNode,
    CallbackNode,
    Choice,
    Ending,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    NodeId,
    QueueNode,
    SayNode,
    Speech,
    Subject,
)
from ivr.flow.opening import is_open
from ivr.flow.speech import prompts_of
from ivr.flow.state import FlowState, LanguageFrom, Phase, Walk
from ivr.flow.steps import Action, Caller, DigitPressed, FlowEvent, Identified, PromptsEnded, TimedOut

BETWEEN_KEYS_S = 3.0
"""How long to wait for another key when those pressed so far are the beginning of a longer choice."""
LONGEST_PROMPT_S = 300.0
"""A switch that never says that a prompt has ended does not hold the caller for ever."""
MOST_KEYS = 32
"""Typed ahead; more than this is a child with a telephone."""

_DIGITS = frozenset("0123456789*#")
_GOODBYE = steps.HangUp(Cause.NORMAL, Ending.IN_MENU.value)


def begin(flow: Flow, caller: Caller, now: float) -> Walk:
    """A call enters the flow."""
    known = caller.language is not None
    state = FlowState(
        flow.start,
        Phase.SPEAKING,
        caller.language or flow.language,
        LanguageFrom.FILE if known else LanguageFrom.FLOW,
        caller.segment,
        caller.dnis,
        "",
        0,
        None,
        bool(caller.ani) and not caller.withheld,
    )
    walker = _Walker(flow, state, now)
    if state.language is not flow.language:
        walker.actions.append(steps.ChooseLanguage(state.language))
    walker.go(flow.start)
    return walker.walk()


def advance(flow: Flow, state: FlowState, event: FlowEvent, now: float) -> Walk:
    """Something happened to a call in the flow."""
    handle = _HANDLERS.get(type(event))
    if handle is None or state.phase is Phase.OVER:
        return Walk(state, (), state.deadline)
    walker = _Walker(flow, state, now)
    if not handle(walker, event):
        return Walk(state, (), state.deadline)
    return walker.walk()


def closing(flow: Flow) -> NodeId | None:
    """The node with which the flow turns callers away outside its hours; None: it has none."""
    found = (key for key, node in flow.nodes.items() if isinstance(node, HangUpNode) and node.outcome is Ending.CLOSED)
    return next(found, None)


def divert(flow: Flow, state: FlowState, node: NodeId, now: float) -> Walk:
    """The call goes on at this node, whatever the flow had in mind; keys that were typed ahead were meant for elsewhere."""
    walker = _Walker(flow, state, now)
    walker.pressed = ""
    walker.go(node)
    return walker.walk()


class _Walker:
    """A state while it is being changed."""

    __slots__ = (
        "actions",
        "deadline",
        "dnis",
        "failures",
        "flow",
        "language",
        "language_from",
        "node",
        "now",
        "number_known",
        "phase",
        "pressed",
        "segment",
    )

    def __init__(self, flow: Flow, state: FlowState, now: float) -> None:
        self.flow = flow
        self.now = now
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

    def walk(self) -> Walk:
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
        )
        return Walk(state, tuple(self.actions), self.deadline)

    # --- moving -------------------------------------------------------------------------------------------------------

    def go(self, node_id: NodeId | None) -> None:
        """Enter a node, and those after it until one waits for something or the flow is over."""
        while node_id is not None:
            self.node = node_id
            self.failures = 0
            node = self.flow.nodes[node_id]
            node_id = _ENTER[type(node)](self, node)

    def enter_say(self, node: SayNode) -> NodeId | None:
        if self.pressed and node.barge_in:
            return node.next
        self.say(prompts_of(node.say, self.language))
        return None

    def enter_menu(self, node: MenuNode) -> NodeId | None:
        if self.pressed and node.barge_in:
            return self.choose(node)
        if node.skip_if_known and not self.pressed and self.language_from is not LanguageFrom.FLOW:
            for choice in node.keys.values():
                if choice.language is self.language:
                    return choice.next
        self.say(prompts_of(node.say, self.language))
        return None

    def enter_hours(self, node: HoursNode) -> NodeId:
        return node.open if is_open(node, self.now) else node.closed

    def enter_branch(self, node: BranchNode) -> NodeId:
        return node.cases.get(self.known(node.on), node.otherwise)

    def enter_queue(self, node: QueueNode) -> None:
        self.leave(steps.EnterQueue(node.queue, node.priority, node.skills))

    def enter_callback(self, node: CallbackNode) -> NodeId | None:
        if not self.number_known:
            return node.otherwise
        self.actions.append(steps.RequestCallback(node.queue, node.priority, node.skills))
        if node.say is None:
            self.leave(_GOODBYE)
        else:
            self.say(prompts_of(node.say, self.language))
        return None

    def enter_hang_up(self, node: HangUpNode) -> None:
        if node.say is None:
            self.leave(steps.HangUp(node.cause, node.outcome.value))
        else:
            self.say(prompts_of(node.say, self.language))

    def leave(self, action: Action) -> None:
        self.actions.append(action)
        self.phase = Phase.OVER
        self.pressed = ""
        self.deadline = None

    def known(self, subject: Subject) -> str:
        if subject is Subject.LANGUAGE:
            return self.language.value
        return self.segment if subject is Subject.SEGMENT else self.dnis

    # --- speaking and listening ---------------------------------------------------------------------------------------

    def say(self, prompts: tuple[Prompt, ...]) -> None:
        self.actions.append(steps.Say(prompts, self.language))
        self.phase = Phase.SPEAKING
        self.deadline = self.now + LONGEST_PROMPT_S

    def listen(self, seconds: float) -> None:
        self.phase = Phase.LISTENING
        self.deadline = self.now + seconds

    def prompts_over(self) -> None:
        node = self.flow.nodes[self.node]
        if isinstance(node, SayNode):
            self.go(node.next)
        elif isinstance(node, HangUpNode):
            self.leave(steps.HangUp(node.cause, node.outcome.value))
        elif isinstance(node, CallbackNode):
            self.leave(_GOODBYE)
        elif isinstance(node, MenuNode):
            if self.pressed:
                self.go(self.choose(node))
            else:
                self.listen(node.timeout_s)

    def choose(self, menu: MenuNode) -> NodeId | None:
        """Use the pressed keys up to the first choice that they make, or that they can no longer become."""
        for length in range(1, len(self.pressed) + 1):
            keys = self.pressed[:length]
            choice = menu.keys.get(keys)
            if _may_become_longer(menu, keys):
                continue
            if choice is None:
                return self.fail(menu, menu.invalid)
            return self.take(choice, keys)
        self.listen(BETWEEN_KEYS_S)
        return None

    def take(self, choice: Choice, keys: str) -> NodeId:
        self.pressed = self.pressed[len(keys) :]
        self.actions.append(steps.RecordKeys(self.node, keys, choice.label))
        if choice.language is not None:
            self.language = choice.language
            self.language_from = LanguageFrom.CALLER
            self.actions.append(steps.ChooseLanguage(choice.language))
        return choice.next

    def fail(self, menu: MenuNode, excuses: tuple[Speech, ...]) -> NodeId | None:
        """A wrong key or a silence: the menu again, or enough of it."""
        self.pressed = ""
        self.failures += 1
        if self.failures >= menu.tries:
            return menu.otherwise
        excuse = prompts_of(excuses[min(self.failures, len(excuses)) - 1], self.language) if excuses else ()
        self.say(excuse + prompts_of(menu.say, self.language))
        return None

    # --- events; False: means nothing here ----------------------------------------------------------------------------

    def on_prompts_ended(self, _: PromptsEnded) -> bool:
        if self.phase is not Phase.SPEAKING:
            return False
        self.prompts_over()
        return True

    def on_timed_out(self, _: TimedOut) -> bool:
        if self.deadline is None or self.now < self.deadline:
            return False
        if self.phase is Phase.SPEAKING:
            self.actions.append(steps.StopSaying())
            self.prompts_over()
        else:
            node = self.flow.nodes[self.node]
            if isinstance(node, MenuNode):
                self.go(self.answer_late(node))
        return True

    def answer_late(self, menu: MenuNode) -> NodeId | None:
        """The time is up: what was pressed is all there is."""
        if not self.pressed:
            return self.fail(menu, menu.no_input)
        choice = menu.keys.get(self.pressed)
        return self.take(choice, self.pressed) if choice else self.fail(menu, menu.invalid)

    def on_digit(self, event: DigitPressed) -> bool:
        node = self.flow.nodes[self.node]
        if event.digit not in _DIGITS or not isinstance(node, SayNode | MenuNode) or len(self.pressed) >= MOST_KEYS:
            return False
        self.pressed += event.digit
        if self.phase is Phase.SPEAKING:
            if not node.barge_in:
                return True
            self.actions.append(steps.StopSaying())
        self.go(node.next if isinstance(node, SayNode) else self.choose(node))
        return True

    def on_identified(self, event: Identified) -> bool:
        self.segment = event.segment
        if event.language is None or self.language_from is LanguageFrom.CALLER:
            return True
        if event.language is not self.language:
            self.language = event.language
            self.actions.append(steps.ChooseLanguage(event.language))
        self.language_from = LanguageFrom.FILE
        return True


def _may_become_longer(menu: MenuNode, keys: str) -> bool:
    length = len(keys)
    return any(len(longer) > length and longer.startswith(keys) for longer in menu.keys)


# A table entry is only ever called with its own type; mypy cannot know that.
_ENTER: dict[type, Callable[[_Walker, Any], NodeId | None]] = {
    SayNode: _Walker.enter_say,
    MenuNode: _Walker.enter_menu,
    HoursNode: _Walker.enter_hours,
    BranchNode: _Walker.enter_branch,
    QueueNode: _Walker.enter_queue,
    CallbackNode: _Walker.enter_callback,
    HangUpNode: _Walker.enter_hang_up,
}
_HANDLERS: dict[type, Callable[[_Walker, Any], bool]] = {
    PromptsEnded: _Walker.on_prompts_ended,
    TimedOut: _Walker.on_timed_out,
    DigitPressed: _Walker.on_digit,
    Identified: _Walker.on_identified,
}
