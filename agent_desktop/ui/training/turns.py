"""What was said and done in one call, line by line: time, who, what, and the caller's mood after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from agent_desktop.protocol.training import TurnView
from agent_desktop.ui import i18n, icons, theme
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.training.lines import LineList
from agent_desktop.ui.training.words import TrainingWords, mood_tone

_FACES = {
    "caller": (Icon.USER, None),
    "agent": (Icon.PHONE, Tone.ACCENT),
    "trainer": (Icon.STAR, Tone.TRAINING),
    "line": (Icon.HOLD, Tone.NEUTRAL),
}
"""The caller's is in the tone of their mood."""


class TurnList(LineList):
    """Follows the newest line unless the user looks further up."""

    follows = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = TrainingWords(self)
        self._turns: tuple[TurnView, ...] = ()
        self._began_ms = 0
        self.setSpacing(2)
        self.retranslate()

    def show_turns(self, turns: tuple[TurnView, ...], began_ms: int) -> None:
        """`began_ms`: when the call was answered; times count from there."""
        if (turns, began_ms) == (self._turns, self._began_ms):
            return
        grown = turns[: len(self._turns)] == self._turns and began_ms == self._began_ms
        at_end = self.at_end
        new = turns[len(self._turns) :] if grown else turns
        self._turns, self._began_ms = turns, began_ms
        if not grown:
            self.clear()
        for turn in new:
            self.add(self._item(turn))
        if at_end or not grown:
            self.scrollToBottom()

    def retranslate(self) -> None:
        self._words.retranslate()
        self.setAccessibleName(self.tr("What was said and done"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._fill()

    def _fill(self) -> None:
        turns, self._turns = self._turns, ()
        self.clear()
        self.show_turns(turns, self._began_ms)

    def _item(self, turn: TurnView) -> QListWidgetItem:
        icon, tone = _FACES.get(turn.who, (Icon.INFO, None))
        size = theme.scaled(16)
        ink = theme.shade(tone or mood_tone(turn.mood)).ink
        said = (
            f"{stopwatch(max(0, turn.at_ms - self._began_ms))}  {self._words.who.get(turn.who, '')}: {self._said(turn)}"
        )
        item = QListWidgetItem(icons.icon(icon, ink, theme.tokens().disabled, size), said)
        item.setToolTip(f"{self._words.mood(turn.mood)} ({turn.mood})")
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _said(self, turn: TurnView) -> str:
        if turn.who == "line":
            return self._words.line(turn.text)
        if turn.title is None:
            return turn.text
        language = i18n.language()
        title = turn.title.of(language)
        return f"{title} – {turn.answer.of(language)}" if turn.answer is not None else title

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(180), theme.scaled(80))
