"""How a supervisor looks at the board: the formula of the service level, the queue in focus, the thresholds, with sound or without."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.thresholds import Thresholds
from agent_desktop.ui import words
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING


class Lens(QObject):
    """Signals: `changed`, something is looked at otherwise."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._formula: Formula | None = None
        self.queue = EVERYTHING
        self.sounds = True

    @property
    def formula(self) -> Formula:
        """The one that was chosen here; until then the centre's."""
        return self._formula or self._desk.state.board.formula

    @property
    def thresholds(self) -> Thresholds:
        """The centre's."""
        return self._desk.state.board.thresholds

    def reckon_by(self, formula: Formula) -> None:
        self._formula = formula
        self.changed.emit()

    def look_at(self, queue: QueueId) -> None:
        """Put a queue, or all of them, in focus."""
        if queue != self.queue:
            self.queue = queue
            self.changed.emit()

    def sound(self, sounds: bool) -> None:
        self.sounds = sounds
        self.changed.emit()

    def queue_name(self, queue: QueueId) -> str:
        """In the language of the window."""
        if queue == EVERYTHING:
            return QCoreApplication.translate("Lens", "All queues")
        label = self._desk.state.queue_labels.get(queue)
        return words.content(label) if label else queue
