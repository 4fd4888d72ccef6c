"""The words of the script panel. Must never decide what is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.model import InputKind, StepKind
from agent_desktop.scripts.state import MAX_ANSWER, Why


class ScriptWords(QObject):
    """Words for one language; call `retranslate` when it changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.retranslate()

    def retranslate(self) -> None:
        self.kind = {
            StepKind.SAY: self.tr("Say"),
            StepKind.ASK: self.tr("Ask"),
            StepKind.DO: self.tr("Do"),
            StepKind.RECORD: self.tr("Note down"),
        }
        self.placeholder = {
            InputKind.TEXT: self.tr("The answer in a few words"),
            InputKind.NUMBER: self.tr("A number"),
            InputKind.DATE: self.tr("A day, such as 2026-03-31"),
        }
        self.tongue = {Language.EN: self.tr("English"), Language.ZH_CN: self.tr("Chinese")}
        self.refusal = {
            Why.ANSWER_NEEDED: self.tr("This step ends with an answer."),
            Why.NO_ANSWER_HERE: self.tr("This step takes no answer."),
            Why.NOT_A_CHOICE: self.tr("Choose one of the answers."),
            Why.EMPTY: self.tr("Put the answer in first."),
            Why.TOO_LONG: self.tr("The answer is too long; at most %1 characters.").replace("%1", str(MAX_ANSWER)),
            Why.NOT_A_NUMBER: self.tr("This is not a number."),
            Why.NOT_A_DATE: self.tr("This is not a day. Write it like 2026-03-31."),
            Why.REQUIRED: self.tr("This step may not be left out."),
            Why.BRANCHES: self.tr("The way on depends on the answer."),
            Why.AT_THE_BEGINNING: self.tr("This is the beginning."),
            Why.OVER: self.tr("The script is over."),
            Why.NO_SUCH_OPENING: self.tr("This turn is not offered here."),
            Why.NO_SUCH_SCRIPT: self.tr("There is no such script."),
            Why.STUCK: self.tr(
                "The script does not lead on from here. Choose another one, and tell the administrator."
            ),
        }
