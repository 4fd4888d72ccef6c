"""The words of the log panel. Must never decide what is shown."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, QObject

from agent_desktop.protocol.errors import ErrorId
from agent_desktop.ui import i18n, messages
from agent_desktop.ui.agent.log_late import Late
from agent_desktop.ui.agent.log_presenter import LogPresenter, LogProblem, Saving


class LogWords(QObject):
    """Words for one language; call `retranslate` when it changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.retranslate()

    def retranslate(self) -> None:
        self.language = i18n.language()
        self.all_types = self.tr("All types")
        self.group = {
            "enquiry": self.tr("Enquiry"),
            "order": self.tr("Order"),
            "complaint": self.tr("Complaint"),
            "repair": self.tr("Repair"),
            "other_service": self.tr("Other service"),
            "no_talk": self.tr("No conversation"),
            "no_service": self.tr("No service"),
        }
        self.problem = {
            LogProblem.DISPOSITION_MISSING: self.tr("Choose how the call ended."),
            LogProblem.FOLLOW_UP_MISSING: self.tr("This promises a follow-up: say when."),
            LogProblem.FOLLOW_UP_PAST: self.tr("The follow-up lies in the past."),
        }
        self._saving = {
            Saving.NOTHING: "",
            Saving.TYPING: self.tr("Not saved yet"),
            Saving.SENDING: self.tr("Saving…"),
            Saving.LOCAL: self.tr("Kept on this PC, not yet at the centre"),
            Saving.NOWHERE: self.tr("Not kept: this PC's disk refuses"),
        }
        self._saved = self.tr("Saved %1")

    def group_name(self, group: str) -> str:
        """A type of call; a centre's own type as it is written in its settings."""
        return self.group.get(group, group.replace("_", " ").capitalize())

    def late(self, late: Late) -> str:
        """What became of notes that were left behind on this PC."""
        at = QDateTime.fromMSecsSinceEpoch(late.arrived_ms)
        call = i18n.locale().toString(at, QLocale.FormatType.ShortFormat)
        if late.refusal is None:
            text = self.tr(
                "What you typed about the call of %1 while the centre was out of reach has been added to its log."
            )
            return text.replace("%1", call)
        text = self.tr("Your notes on the call of %1 could not be added to its log. %3 They are kept on this PC: %2")
        reason = messages.text(late.refusal.error_id, late.refusal.arguments)
        if late.refusal.error_id in {ErrorId.NO_SUCH_CALL, ErrorId.NOT_YOUR_CALL}:
            reason = self.tr("The centre has no such call of yours.")
        return text.replace("%1", call).replace("%2", str(late.file)).replace("%3", reason)

    def saving(self, presenter: LogPresenter) -> str:
        """Where the last word typed is safe."""
        if presenter.saving is Saving.SAVED and presenter.saved_at_ms is not None:
            at = datetime.fromtimestamp(presenter.saved_at_ms / 1000)  # noqa: DTZ006 - local on purpose
            return self._saved.replace("%1", f"{at:%H:%M:%S}")
        return self._saving.get(presenter.saving, "")
