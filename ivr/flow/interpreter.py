"""What a voice menu does next: pure, given the flow, the call's place in it, what happened, the time, and the queues' figures.

The call is in one node, and there in one of these phases:

    SPEAKING ── prompts ended ──► LISTENING ── key ──► next node, or the same again after a wrong key or a silence
        │ key, where the prompt may be interrupted ──►─┘
        └─ prompts ended, in a node that only speaks ──► next node
    ASKING ──── the store answers, or too late ──► next node
    RECORDING ─ the message is complete ──► next node
    DIALLING ── the number is not reached ──► next node
    OVER: queued, put through or hung up; nothing changes any more

What callers expect, and get:
- Whoever knows the menu types ahead. Keys pressed during any prompt are kept and used by the menus that follow; a message
  that may not be interrupted is heard in full first. A prompt that may be is cut short at once, and those that would come
  before the menu are passed over.
- After a wrong key or a silence the rest of what was typed ahead is thrown away: it was meant for other menus.
- The time for an answer begins when the prompt has ended, not when it starts.
- Keys pressed during a goodbye do nothing.
- A menu of languages is not passed over while typed keys wait: the first of them was meant for it.

`advance` never raises for what a line may send: an event that is late, doubled or means nothing here leaves the state as it
is. The flow must have passed `ivr.flow.checker`, and have its sub-flows in it (`ivr.flow.subflows`). Must never read a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent_desktop.cti.vocabulary import Cause
from ivr.flow import asking, keying, leading, steps, waiting
from ivr.flow.model import (
    AnnounceNode,
    AnswerNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    Ending,
    Flow,
    HangUpNode,
    HoursNode,
    IdentifyNode,
    LookUpNode,
    MenuNode,
    NodeId,
    QueueNode,
    RateNode,
    ReturnNode,
    SayNode,
    SetNode,
    TransferNode,
    VoicemailNode,
    WaitNode,
)
from ivr.flow.names import Figures, no_figures
from ivr.flow.state import FlowState, LanguageFrom, Phase, Walk
from ivr.flow.steps import (
    Answered,
    Caller,
    DigitPressed,
    FlowEvent,
    Identified,
    MessageEnded,
    PromptsEnded,
    TimedOut,
    TransferFailed,
)
from ivr.flow.walker import Behaviour, Walker, may_interrupt

MOST_KEYS = 32
"""Typed ahead; more than this is a child with a telephone."""

_DIGITS = frozenset("0123456789*#")
_REFUSED = steps.HangUp(Cause.REJECTED, Ending.REFUSED.value)


def begin(flow: Flow, caller: Caller, now: float, figures: Figures = no_figures) -> Walk:
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
        "" if caller.withheld else caller.ani,
        caller.customer,
        caller.attributes,
    )
    walker = Walker(flow, state, now, figures)
    if state.language is not flow.language:
        walker.actions.append(steps.ChooseLanguage(state.language))
    if not caller.blocked:
        _go(walker, flow.start)
    elif flow.blocked is not None:
        _go(walker, flow.blocked)
    else:
        walker.leave(_REFUSED)
    return walker.walk()


def advance(flow: Flow, state: FlowState, event: FlowEvent, now: float, figures: Figures = no_figures) -> Walk:
    """Something happened to a call in the flow."""
    handle = _HANDLERS.get(type(event))
    if handle is None or state.phase is Phase.OVER:
        return Walk(state, (), state.deadline)
    walker = Walker(flow, state, now, figures)
    if not handle(walker, event):
        return Walk(state, (), state.deadline)
    return walker.walk()


def closing(flow: Flow) -> NodeId | None:
    """The node with which the flow turns callers away outside its hours; None: it has none."""
    found = (key for key, node in flow.nodes.items() if isinstance(node, HangUpNode) and node.outcome is Ending.CLOSED)
    return next(found, None)


def divert(flow: Flow, state: FlowState, node: NodeId, now: float, figures: Figures = no_figures) -> Walk:
    """The call goes on at this node, whatever the flow had in mind; keys that were typed ahead were meant for elsewhere."""
    walker = Walker(flow, state, now, figures)
    walker.pressed = ""
    _go(walker, node)
    return walker.walk()


def _go(w: Walker, node_id: NodeId | None) -> None:
    """Enter a node, and those after it until one waits for something or the flow is over."""
    while node_id is not None:
        w.node = node_id
        w.failures = 0
        behaviour, node = _here(w)
        node_id = behaviour.enter(w, node)


def _here(w: Walker) -> tuple[Behaviour[Any], Any]:
    node = w.flow.nodes[w.node]
    return _BEHAVIOURS[type(node)], node


# --- events; False: means nothing here ----------------------------------------------------------------------------


def _prompts_ended(w: Walker, _: PromptsEnded) -> bool:
    if w.phase is not Phase.SPEAKING:
        return False
    behaviour, node = _here(w)
    _go(w, behaviour.said(w, node))
    return True


def _timed_out(w: Walker, _: TimedOut) -> bool:
    if w.deadline is None or w.now < w.deadline:
        return False
    behaviour, node = _here(w)
    match w.phase:
        case Phase.SPEAKING:
            w.actions.append(steps.StopSaying())
            _go(w, behaviour.said(w, node))
        case Phase.ASKING:
            _go(w, behaviour.answered(w, node, Answered(w.asked, found=False, values={keying.UNAVAILABLE: "yes"})))
        case Phase.RECORDING:
            w.actions.append(steps.EndMessage())
            _go(w, node.next)
        case _:
            _go(w, behaviour.late(w, node))
    return True


def _digit(w: Walker, event: DigitPressed) -> bool:
    behaviour, node = _here(w)
    if event.digit not in _DIGITS or len(event.digit) != 1 or len(w.pressed) >= MOST_KEYS:
        return False
    if w.phase is Phase.RECORDING:
        return _end_message(w, node, event.digit)
    if w.phase is Phase.DIALLING or not (behaviour.takes_keys or w.phase is Phase.ASKING):
        return False
    w.pressed += event.digit
    if w.phase is Phase.ASKING:
        return True
    if w.phase is Phase.SPEAKING:
        if not may_interrupt(node):
            return True
        w.actions.append(steps.StopSaying())
    _go(w, behaviour.keyed(w, node))
    return True


def _end_message(w: Walker, node: VoicemailNode, digit: str) -> bool:
    if digit != node.end:
        return False
    w.actions.append(steps.EndMessage())
    w.deadline = w.now + leading.MESSAGE_ENDS_S
    return True


def _identified(w: Walker, event: Identified) -> bool:
    w.segment = event.segment
    w.customer = event.customer
    w.prefer(event.language)
    return True


def _answered(w: Walker, event: Answered) -> bool:
    if w.phase is not Phase.ASKING or event.number != w.asked:
        return False
    behaviour, node = _here(w)
    _go(w, behaviour.answered(w, node, event))
    return True


def _message_ended(w: Walker, _: MessageEnded) -> bool:
    if w.phase is not Phase.RECORDING:
        return False
    _go(w, _here(w)[1].next)
    return True


def _transfer_failed(w: Walker, _: TransferFailed) -> bool:
    if w.phase is not Phase.DIALLING:
        return False
    _go(w, _here(w)[1].otherwise)
    return True


# A table entry is only ever given its own type; mypy cannot know that.
_BEHAVIOURS: dict[type, Behaviour[Any]] = {
    SayNode: leading.Say(),
    MenuNode: keying.Menu(),
    CollectNode: keying.Collect(),
    LookUpNode: asking.LookUp(),
    SetNode: leading.Set(),
    HoursNode: leading.Hours(),
    BranchNode: leading.Branch(),
    QueueNode: leading.Queue(),
    CallbackNode: leading.Callback(),
    TransferNode: leading.Transfer(),
    VoicemailNode: leading.Voicemail(),
    WaitNode: waiting.Wait(),
    AnnounceNode: waiting.Announce(),
    AnswerNode: asking.Answer(),
    IdentifyNode: keying.Identify(),
    RateNode: keying.Rate(),
    ReturnNode: leading.Return(),
    HangUpNode: leading.HangUpBehaviour(),
}
_HANDLERS: dict[type, Callable[[Walker, Any], bool]] = {
    PromptsEnded: _prompts_ended,
    TimedOut: _timed_out,
    DigitPressed: _digit,
    Identified: _identified,
    Answered: _answered,
    MessageEnded: _message_ended,
    TransferFailed: _transfer_failed,
}
