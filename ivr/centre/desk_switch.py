"""The link to the switch, from the facts about it: everybody's business, and told only when it is otherwise than before."""

from __future__ import annotations

from agent_desktop.protocol.messages import Notice, SwitchChanged
from ivr import facts
from ivr.centre.desk_ground import Ground, Handlers


class SwitchFacts:
    """The one switch of a centre."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.now = SwitchChanged(up=False)

    def handlers(self) -> Handlers:
        """What to call with which fact."""
        return {
            facts.SwitchReached: lambda fact, _: self._change(SwitchChanged(up=True, line=fact.line)),
            facts.SwitchLost: self._lost,
        }

    def _lost(self, fact: facts.SwitchLost, _at: int) -> None:
        """What the line can do stays as it is known."""
        trouble = Notice(fact.error, fact.arguments) if fact.error else None
        self._change(SwitchChanged(up=False, line=self.now.line, trouble=trouble))

    def _change(self, now: SwitchChanged) -> None:
        if now != self.now:
            self.now = now
            self._ground.tell_all(now)
