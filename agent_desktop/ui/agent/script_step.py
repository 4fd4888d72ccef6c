"""The present step: what kind it is, what to say, how to do it well, and the answer to put in. Holds what is typed until it is
taken. Must never move the script itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from agent_desktop.scripts.model import InputKind
from agent_desktop.scripts.view import PointView, StepView
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_room import SCROLL_BAR
from agent_desktop.ui.agent.script_choices import ChoiceRow
from agent_desktop.ui.agent.script_history import HistoryView
from agent_desktop.ui.agent.script_looks import KIND
from agent_desktop.ui.agent.script_points import PointsView
from agent_desktop.ui.agent.script_words import ScriptWords
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import Label

ANSWER_KEY = "Alt+A"
_TYPED = frozenset({InputKind.TEXT, InputKind.NUMBER, InputKind.DATE})


class StepPage(QScrollArea):
    """Signals: `chosen` with the number of an answer, `entered` when Enter ends a typed one."""

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, words: ScriptWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown = ("", "")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SCROLL_BAR, 0)
        column.setSpacing(theme.INSET)
        self._history = HistoryView()
        self._kind = Chip()
        self._title = Label(style=TextStyle.TITLE, wrap=True)
        self._points = PointsView()
        self._choices = ChoiceRow()
        self._choices.chosen.connect(self.chosen)
        self.answer = QLineEdit()
        self.answer.returnPressed.connect(self.entered)
        self._answer_key = QShortcut(QKeySequence(ANSWER_KEY), self.answer)
        self._answer_key.activated.connect(self._go_to_answer)
        for part in (
            self._history,
            self._head(),
            self._points,
            self._choices,
            self.answer,
            self._hint_row(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(6))
        column.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        return head

    def _hint_row(self) -> QWidget:
        self._hint = Label(style=TextStyle.BODY, muted=True, wrap=True)
        self._hint_box = QWidget()
        row = QHBoxLayout(self._hint_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(IconView(Icon.INFO, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._hint, 1)
        return self._hint_box

    def retranslate(self) -> None:
        self.answer.setAccessibleName(self.tr("The caller's answer"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_step(self, step: StepView, points: tuple[PointView, ...]) -> None:
        """This step; what is being typed stays while the step stays."""
        assert step.kind is not None
        icon, tone = KIND[step.kind]
        self._history.show_history(step.history)
        self._kind.set(self._words.kind[step.kind], icon, tone)
        self._title.setText(step.title)
        self._points.show_points(points)
        self._points.setVisible(bool(points))
        self._choices.show_choices(step.choices, step.value)
        self._hint.setText(step.hint)
        self._hint_box.setVisible(bool(step.hint))
        self._show_input(step)

    def _show_input(self, step: StepView) -> None:
        typed = step.input in _TYPED
        if not typed and self.answer.hasFocus():
            self.answer.clearFocus()  # Qt would hand the keyboard on to whatever button comes next
        self.answer.setVisible(typed)
        if (step.script, step.step) != self._shown:
            self._shown = (step.script, step.step)
            self.answer.setText(step.value if typed else "")
            self.verticalScrollBar().setValue(0)
        if step.input is not None and typed:
            key = self._answer_key.key().toString(QKeySequence.SequenceFormat.NativeText)
            self.answer.setPlaceholderText(f"{self._words.placeholder[step.input]} ({key})")
            self.answer.setToolTip(self.answer.placeholderText())

    def invite(self) -> None:
        """The agent has moved the script: their next word is the answer, unless they are typing elsewhere."""
        focus = self.window().focusWidget()
        if focus is None or not focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            self._go_to_answer()

    def _go_to_answer(self) -> None:
        if self.answer.isVisible():
            self.answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.answer.selectAll()

    def forget(self) -> None:
        """Another call: what was typed belongs to the one before."""
        self._shown = ("", "")
        self.answer.clear()
