"""The lower line of the call strip: how the caller came to us. Queue, language, and each choice in the voice menu."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.callstrip_presenter import CallFace
from agent_desktop.ui.agent.lookmenu import LANGUAGE_NAMES
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import ElidedLabel

MAX_STEPS = 6
"""Chips kept ready; of a longer path the last ones are shown, which say most."""


class CallPathRow(QWidget):
    """Chips that are made once and reused; without a call one quiet sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hint = ElidedLabel(style=TextStyle.BODY, muted=True)
        self._queue, self._language, self._again = Chip(), Chip(), Chip()
        self._arrow = IconView(Icon.BRANCH, 14)
        self._steps = tuple(Chip() for _ in range(MAX_STEPS))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for part in (self._queue, self._language, self._again, self._arrow, *self._steps):
            row.addWidget(part)
        row.addWidget(self._hint, 1)
        row.addStretch()

    def show_face(self, face: CallFace) -> None:
        self._hint.hide()
        self._queue.set(words.content(face.queue) if face.queue else face.queue_id, Icon.QUEUE, Tone.ACCENT)
        self._queue.show()
        self._language.set(LANGUAGE_NAMES[face.language], Icon.GLOBE)
        self._language.show()
        self._again.set(self.tr("Handed on or offered before"), Icon.REPEAT, Tone.HOLD)
        self._again.setVisible(face.requeued)
        shown = face.path[-MAX_STEPS:]
        self._arrow.setVisible(bool(shown))
        for number, chip in enumerate(self._steps):
            chip.setVisible(number < len(shown))
            if number < len(shown):
                step = shown[number]
                chip.set(f"{step.keys}  {words.content(step.label)}".strip())

    def show_hint(self, text: str) -> None:
        for part in (self._queue, self._language, self._again, self._arrow, *self._steps):
            part.hide()
        self._hint.setText(text)
        self._hint.show()
