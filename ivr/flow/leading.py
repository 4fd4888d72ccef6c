"""The nodes that lead on or out by themselves: said, looked at, set, queued, called back, put through, hung up."""

from __future__ import annotations

from agent_desktop.cti.vocabulary import Cause
from ivr.flow import steps
from ivr.flow.conditions import holds
from ivr.flow.model import (
    BranchNode,
    CallbackNode,
    Ending,
    HangUpNode,
    HoursNode,
    NodeId,
    QueueNode,
    ReturnNode,
    SayNode,
    SetNode,
    TransferNode,
    VoicemailNode,
)
from ivr.flow.opening import is_open, next_time
from ivr.flow.state import Phase
from ivr.flow.steps import HangUp
from ivr.flow.walker import Behaviour, Walker

MESSAGE_ENDS_S = 5.0
"""For the switch to say that a message is complete."""
_GOODBYE = HangUp(Cause.NORMAL, Ending.IN_MENU.value)


class Say(Behaviour[SayNode]):
    """Say something and go on."""

    takes_keys = True

    def enter(self, w: Walker, node: SayNode) -> NodeId | None:
        if w.pressed and node.barge_in:
            return node.next
        w.say(node.say)
        return None

    def said(self, w: Walker, node: SayNode) -> NodeId:
        return node.next

    def keyed(self, w: Walker, node: SayNode) -> NodeId:
        return node.next


class Set(Behaviour[SetNode]):
    """Keep something under a name."""

    def enter(self, w: Walker, node: SetNode) -> NodeId:
        w.learn({name: w.filled(value) for name, value in node.values.items()})
        return node.next


class Hours(Behaviour[HoursNode]):
    """Open or closed."""

    def enter(self, w: Walker, node: HoursNode) -> NodeId:
        return node.open if is_open(node, w.now) else node.closed


class Branch(Behaviour[BranchNode]):
    """Go on by what is known."""

    def enter(self, w: Walker, node: BranchNode) -> NodeId:
        for rule in node.rules:
            if all(holds(condition, w.value(name)) for name, condition in rule.when.items()):
                return rule.next
        value = w.value(node.on) if node.on else ""
        return next((target for condition, target in node.cases.items() if holds(condition, value)), node.otherwise)


class Queue(Behaviour[QueueNode]):
    """Wait for an agent."""

    def enter(self, w: Walker, node: QueueNode) -> None:
        w.leave(steps.EnterQueue(node.queue, node.priority, node.skills))


class Callback(Behaviour[CallbackNode]):
    """Be called back."""

    def enter(self, w: Walker, node: CallbackNode) -> NodeId | None:
        if not node.number:
            return self._request(w, node, "") if w.number_known else node.otherwise
        typed = w.value(node.number)
        if not typed:
            return node.otherwise
        w.ask(steps.CheckNumber(typed))
        return None

    def answered(self, w: Walker, node: CallbackNode, answer: steps.Answered) -> NodeId | None:
        return self._request(w, node, answer.values["number"]) if answer.found else node.otherwise

    def said(self, w: Walker, node: CallbackNode) -> None:
        w.leave(_GOODBYE)

    def _request(self, w: Walker, node: CallbackNode, number: str) -> NodeId | None:
        at = next_time(w.value(node.at), node.timezone, w.now) if node.at else None
        if node.at and at is None:
            return node.otherwise
        w.actions.append(steps.RequestCallback(node.queue, node.priority, node.skills, number, at))
        if node.say is None:
            w.leave(_GOODBYE)
        else:
            w.say(node.say)
        return None


class Transfer(Behaviour[TransferNode]):
    """Be put through to a number."""

    def enter(self, w: Walker, node: TransferNode) -> None:
        if node.say is None:
            self.said(w, node)
        else:
            w.say(node.say)

    def said(self, w: Walker, node: TransferNode) -> None:
        w.actions.append(steps.TransferOut(node.number, node.ring_s))
        w.phase = Phase.DIALLING
        w.deadline = None


class Voicemail(Behaviour[VoicemailNode]):
    """Leave a message. A key cuts the announcement short; it is no part of the message."""

    takes_keys = True

    def enter(self, w: Walker, node: VoicemailNode) -> None:
        w.pressed = ""
        w.say(node.say)

    def keyed(self, w: Walker, node: VoicemailNode) -> None:
        w.pressed = ""
        self.said(w, node)

    def said(self, w: Walker, node: VoicemailNode) -> None:
        w.actions.append(steps.RecordMessage(node.queue, node.longest_s, node.shortest_s))
        w.phase = Phase.RECORDING
        w.deadline = w.now + node.longest_s + MESSAGE_ENDS_S


class HangUpBehaviour(Behaviour[HangUpNode]):
    """The call ends."""

    def enter(self, w: Walker, node: HangUpNode) -> None:
        if node.say is None:
            self.said(w, node)
        else:
            w.say(node.say)

    def said(self, w: Walker, node: HangUpNode) -> None:
        w.leave(HangUp(node.cause, node.outcome.value))


class Return(Behaviour[ReturnNode]):
    """Where nobody waits for it (`ivr.flow.subflows`)."""

    def enter(self, w: Walker, _node: ReturnNode) -> None:
        w.leave(_GOODBYE)
