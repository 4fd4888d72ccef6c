"""The words for moods, parts of a score and findings. One object per widget that needs them; `retranslate` when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent_desktop.training.score import Code, Finding, Part
from agent_desktop.ui import i18n
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Tone

MOOD_STEPS = ((20, Tone.ALERT), (45, Tone.OFFER), (65, Tone.HOLD), (101, Tone.READY))
"""Below so many points the caller is furious, annoyed, uneasy, content."""


def mood_tone(mood: int) -> Tone:
    return next(tone for below, tone in MOOD_STEPS if mood < below)


GOOD_POINTS, FAIR_POINTS = 80, 60


def points_tone(points: int) -> Tone:
    """Of a hundred."""
    if points >= GOOD_POINTS:
        return Tone.READY
    return Tone.HOLD if points >= FAIR_POINTS else Tone.ALERT


class TrainingWords(QObject):
    """In the language of the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.retranslate()

    def retranslate(self) -> None:
        self.parts = {
            Part.GREETING: self.tr("Greeting in time"),
            Part.STEPS: self.tr("Required steps"),
            Part.FACTS: self.tr("Facts found out"),
            Part.ORDER: self.tr("Order"),
            Part.HOLD: self.tr("Hold"),
            Part.SOLVED: self.tr("Solved"),
            Part.LOG: self.tr("Log"),
            Part.MOOD: self.tr("Caller's mood"),
        }
        self._moods = (self.tr("Furious"), self.tr("Annoyed"), self.tr("Uneasy"), self.tr("Content"))
        self._findings = {
            Code.GREETED: self.tr("Greeted after {seconds} s"),
            Code.GREETED_LATE: self.tr("Greeted late, after {seconds} s"),
            Code.NOT_GREETED: self.tr("Did not greet"),
            Code.STEP_TAKEN: "{label}",
            Code.STEP_MISSING: self.tr("Missing: {label}"),
            Code.FACT_FOUND: "{label}",
            Code.FACT_MISSING: self.tr("Not found out: {label}"),
            Code.IN_ORDER: self.tr("In its place: {label}"),
            Code.OUT_OF_ORDER: self.tr("Out of order: {label}"),
            Code.HOLD_ASKED: self.tr("Asked before the hold"),
            Code.HOLD_NOT_ASKED: self.tr("Put on hold without asking"),
            Code.HOLD_IN_TIME: self.tr("Back after {seconds} s"),
            Code.HOLD_TOO_LONG: self.tr("On hold too long: {seconds} s"),
            Code.HOLD_THANKED: self.tr("Thanked for waiting"),
            Code.HOLD_NOT_THANKED: self.tr("Did not thank for waiting"),
            Code.SOLVED: self.tr("The caller got: {label}"),
            Code.NOT_SOLVED: self.tr("The caller did not get: {label}"),
            Code.DISPOSITION_RIGHT: self.tr("Right disposition"),
            Code.DISPOSITION_WRONG: self.tr("Wrong disposition, or none"),
            Code.FOLLOW_UP_SET: self.tr("Follow-up set"),
            Code.FOLLOW_UP_MISSING: self.tr("Follow-up missing"),
            Code.NOTED: "{label}",
            Code.NOT_NOTED: self.tr("Not in the log: {label}"),
            Code.MOOD_AT_END: self.tr("At the end: {mood} ({points})"),
            Code.MOOD_ROSE: self.tr("The mood rose by {points}"),
            Code.MOOD_FELL: self.tr("The mood fell by {points}"),
            Code.FAULT: self.tr("Mistake: {label}"),
        }
        self.who = {
            "caller": self.tr("Caller"),
            "agent": self.tr("Trainee"),
            "trainer": self.tr("Hint"),
            "line": self.tr("Line"),
        }
        self._line = {
            "hold": self.tr("On hold"),
            "retrieve": self.tr("Back from hold"),
            "agent": self.tr("The trainee hung up"),
            "caller": self.tr("The caller hung up"),
            "transfer": self.tr("Handed on"),
            "fault": self.tr("The line broke"),
        }

    def mood(self, mood: int) -> str:
        place = next(place for place, (below, _) in enumerate(MOOD_STEPS) if mood < below)
        return self._moods[place]

    def line(self, happening: str) -> str:
        """What happened on the line."""
        return self._line.get(happening, happening)

    def finding(self, finding: Finding) -> str:
        """What was found, in a few words."""
        label = finding.label.of(i18n.language()) if finding.label is not None else ""
        points = abs(round(finding.value))
        return self._findings[finding.code].format(
            label=label, seconds=round(finding.value), points=points, mood=self.mood(min(100, points))
        )

    def moment(self, at: float | None) -> str:
        """Since the call was answered."""
        return "" if at is None else stopwatch(round(at * 1000))
