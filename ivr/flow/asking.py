"""The nodes that ask the store: who is it, and what can they be told. A store that does not answer leads on as one that found nothing."""

from __future__ import annotations

from ivr.flow import steps, wording
from ivr.flow.model import AnswerNode, LookUpNode, NodeId
from ivr.flow.walker import Behaviour, Walker


class LookUp(Behaviour[LookUpNode]):
    """Find a customer."""

    def enter(self, w: Walker, node: LookUpNode) -> NodeId | None:
        value = w.value(node.value)
        if not value:
            return node.otherwise
        w.ask(steps.FindCustomer(node.by, value))
        return None

    def answered(self, w: Walker, node: LookUpNode, answer: steps.Answered) -> NodeId:
        if not answer.found or answer.customer is None:
            return node.otherwise
        w.customer, w.segment = answer.customer, answer.segment
        w.learn(answer.values)
        w.prefer(answer.language)
        return node.found


class Answer(Behaviour[AnswerNode]):
    """Tell the caller something from their file."""

    takes_keys = True

    def enter(self, w: Walker, node: AnswerNode) -> NodeId | None:
        if w.customer is None:
            return node.otherwise
        w.ask(steps.FindAnswer(node.about, w.customer, w.value(node.number) if node.number else ""))
        return None

    def answered(self, w: Walker, node: AnswerNode, answer: steps.Answered) -> NodeId | None:
        speech = wording.answer(node.about, answer.values) if answer.found else None
        if speech is None:
            return node.otherwise
        if w.pressed and node.barge_in:
            return node.next
        w.say(speech, values=answer.values)
        return None

    def said(self, w: Walker, node: AnswerNode) -> NodeId:
        return node.next

    def keyed(self, w: Walker, node: AnswerNode) -> NodeId:
        return node.next
