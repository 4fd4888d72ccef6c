"""What the translator remembers of one connection: just enough to tell each thing once.

A dialled connection can be used when it is up *and* has entered our application: `Up` comes some milliseconds before
`StasisStart`, and a channel that is not in the application yet can't be bridged. An arriving one is in the application
from the start and counts as answered when it is up and we asked for that; the dialplan may have answered it before.

Must never emit anything itself: it answers questions, the translator speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Cause

_UP = "Up"
_RINGING = "Ringing"


@dataclass(slots=True)
class Party:
    """One living connection."""

    dialled: bool
    present: bool
    """In our application."""
    up: bool = False
    wanted: bool = False
    """We asked for it to be answered: by dialling it or by `Answer`."""
    alerted: bool = False
    answered: bool = False
    """`ConnectionAnswered` has been told."""
    leaving: bool = False
    """The switch is hanging it up; its end with the cause is on the way."""
    cleared: bool = False
    """We hung it up."""
    music: bool = False

    @classmethod
    def dialled_now(cls) -> Party:
        return cls(dialled=True, present=False, wanted=True)

    @classmethod
    def arrived(cls, state: str) -> Party:
        return cls(dialled=False, present=True, up=state == _UP)

    def enter(self, state: str) -> None:
        self.present = True
        self.up = self.up or state == _UP

    def now_alerting(self, state: str) -> bool:
        """Whether `state` means that the dialled device rings, for the first time."""
        news = state == _RINGING and self.dialled and not self.alerted and not self.answered
        self.alerted = self.alerted or news
        return news

    def now_answered(self, state: str = "") -> bool:
        """Whether, seeing `state`, the party can talk and hear, for the first time."""
        self.up = self.up or state == _UP
        news = self.up and self.present and self.wanted and not self.answered
        self.answered = self.answered or news
        return news

    def end_cause(self, q850: int) -> Cause:
        """A dialled device that never answered didn't end normally, whatever the switch's number says (0 when it knows
        nothing, 16 from some trunks).
        """
        cause = Cause.from_q850(q850)
        if cause is not Cause.NORMAL or not self.dialled or self.answered or self.cleared:
            return cause
        return Cause.NO_ANSWER if self.alerted else Cause.UNREACHABLE
