"""The nodes that want keys: a menu, a number, a PIN, a mark from 1 to 5."""

from __future__ import annotations

from ivr.flow import names, steps, wording
from ivr.flow.checkdigit import is_right
from ivr.flow.model import CheckDigit, Choice, CollectNode, IdentifyNode, MenuNode, NodeId, RateNode
from ivr.flow.state import LanguageFrom
from ivr.flow.walker import Behaviour, N, Walker, fail

BETWEEN_KEYS_S = 3.0
"""How long to wait for another key when those pressed so far are the beginning of a longer choice."""
UNAVAILABLE, LOCKED = "unavailable", "locked"
"""Values of an answer that says why there is none."""


class Wanting(Behaviour[N]):
    """Speaks, then waits for keys."""

    takes_keys = True

    def enter(self, w: Walker, node: N) -> NodeId | None:
        w.entered = ""
        if w.pressed and node.barge_in:  # type: ignore[attr-defined]  # every N here is a `Keyed`
            return self.keyed(w, node)
        w.say(node.say)  # type: ignore[attr-defined]
        return None

    def said(self, w: Walker, node: N) -> NodeId | None:
        if w.pressed:
            return self.keyed(w, node)
        w.listen(node.timeout_s)  # type: ignore[attr-defined]
        return None


class Menu(Wanting[MenuNode]):
    """Let the caller choose."""

    def enter(self, w: Walker, node: MenuNode) -> NodeId | None:
        if node.skip_if_known and not w.pressed and w.language_from is not LanguageFrom.FLOW:
            for choice in node.keys.values():
                if choice.language is w.language:
                    return choice.next
        return super().enter(w, node)

    def keyed(self, w: Walker, node: MenuNode) -> NodeId | None:
        """Use the pressed keys up to the first choice that they make, or that they can no longer become."""
        for length in range(1, len(w.pressed) + 1):
            keys = w.pressed[:length]
            if _may_become_longer(node, keys):
                continue
            choice = node.keys.get(keys)
            return fail(w, node, node.invalid) if choice is None else take(w, choice, keys)
        w.listen(BETWEEN_KEYS_S)
        return None

    def late(self, w: Walker, node: MenuNode) -> NodeId | None:
        """What was pressed is all there is."""
        if not w.pressed:
            return fail(w, node, node.no_input)
        choice = node.keys.get(w.pressed)
        return take(w, choice, w.pressed) if choice else fail(w, node, node.invalid)


def _may_become_longer(menu: MenuNode, keys: str) -> bool:
    length = len(keys)
    return any(len(longer) > length and longer.startswith(keys) for longer in menu.keys)


def take(w: Walker, choice: Choice, keys: str) -> NodeId:
    """The caller has made this choice."""
    w.pressed = w.pressed[len(keys) :]
    w.actions.append(steps.RecordKeys(w.node, keys, choice.label))
    if choice.language is not None:
        w.language = choice.language
        w.language_from = LanguageFrom.CALLER
        w.actions.append(steps.ChooseLanguage(choice.language))
    return choice.next


class Collect(Wanting[CollectNode]):
    """Have the caller key in a number."""

    def keyed(self, w: Walker, node: CollectNode) -> NodeId | None:
        if w.entered:
            return self._confirmed(w, node)
        number, end, rest = w.pressed.partition(node.end) if node.end else (w.pressed, "", "")
        if not end and len(number) >= node.longest == node.shortest:
            number, end, rest = number[: node.longest], "last", number[node.longest :]
        if end:
            w.pressed = rest
            return self._complete(w, node, number)
        if len(number) > node.longest:
            return fail(w, node, node.invalid)
        w.listen(node.between_s)
        return None

    def late(self, w: Walker, node: CollectNode) -> NodeId | None:
        """A pause completes the number too."""
        number, w.pressed = w.pressed, ""
        if not number or w.entered:
            return fail(w, node, node.no_input)
        return self._complete(w, node, number)

    def _complete(self, w: Walker, node: CollectNode, number: str) -> NodeId | None:
        if not node.shortest <= len(number) <= node.longest or not _may_be(node.check, number):
            return fail(w, node, node.invalid)
        if not node.confirm:
            return self._keep(w, node, number)
        w.entered = number
        if w.pressed and node.barge_in:
            return self._confirmed(w, node)
        w.say(wording.CONFIRM, values={wording.ENTERED: number})
        return None

    def _confirmed(self, w: Walker, node: CollectNode) -> NodeId | None:
        key, w.pressed = w.pressed[0], w.pressed[1:]
        if key == wording.YES:
            return self._keep(w, node, w.entered)
        return fail(w, node, () if key == wording.NO else node.invalid)

    def _keep(self, w: Walker, node: CollectNode, number: str) -> NodeId:
        w.entered = ""
        w.learn({node.into: number})
        if node.label is not None:
            w.actions.append(steps.RecordKeys(w.node, number, node.label))
        return node.next


def _may_be(rule: CheckDigit | None, number: str) -> bool:
    return number.isdigit() if rule is None else is_right(rule, number)


class Identify(Wanting[IdentifyNode]):
    """Have the caller prove that they are the customer. The store counts wrong PINs too, over all calls."""

    def enter(self, w: Walker, node: IdentifyNode) -> NodeId | None:
        if w.value(names.IDENTIFIED):
            return node.next
        return node.otherwise if w.customer is None else super().enter(w, node)

    def keyed(self, w: Walker, node: IdentifyNode) -> NodeId | None:
        pin, end, _ = w.pressed.partition("#")
        if len(pin) < node.length and not end:
            w.listen(BETWEEN_KEYS_S + node.timeout_s)
            return None
        w.pressed = w.pressed[node.length :] if len(pin) >= node.length else ""
        if len(pin) < node.length or not pin[: node.length].isdigit() or w.customer is None:
            return fail(w, node, node.invalid)
        w.ask(steps.CheckPin(w.customer, pin[: node.length]))
        return None

    def late(self, w: Walker, node: IdentifyNode) -> NodeId | None:
        return fail(w, node, node.invalid if w.pressed else node.no_input)

    def answered(self, w: Walker, node: IdentifyNode, answer: steps.Answered) -> NodeId | None:
        if answer.found:
            w.learn({names.IDENTIFIED: "yes"})
            return node.next
        if answer.values:
            return node.otherwise
        return fail(w, node, node.invalid)


class Rate(Wanting[RateNode]):
    """Ask how satisfied the caller is."""

    def keyed(self, w: Walker, node: RateNode) -> NodeId | None:
        key, w.pressed = w.pressed[0], w.pressed[1:]
        if key not in "12345":
            return fail(w, node, node.invalid)
        w.actions.append(steps.Rate(int(key)))
        return node.next

    def late(self, w: Walker, node: RateNode) -> NodeId | None:
        return fail(w, node, node.no_input)
