"""A seat of a class: the bar across the window that says so, with the trainer's hint and the last score; and the line under the script
in which the trainee says what stands in no script.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import CallPhase, SayToCaller
from agent_desktop.protocol.training import TrainingView
from agent_desktop.ui import icons, theme
from agent_desktop.ui.agent.script_header import PickButton
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.training.scorecard import ScoreDialog
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.label import Label

TYPE_KEY = "Alt+T"
CHOOSE_KEY = "Alt+C"
SCORE_KEY = "Alt+P"
MOST_TYPED = 200


class TrainingBar(QWidget):
    """Hidden where calls are real."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mark = Label(style=TextStyle.STRONG)
        self._hint = Label(style=TextStyle.STRONG, wrap=True)
        self._hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._score = Button(Icon.STAR)
        key = QShortcut(QKeySequence(SCORE_KEY), self)
        key.activated.connect(self._score.click)
        self._score.clicked.connect(self.open_score)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.INSET + theme.GRID, theme.GRID, theme.INSET, theme.GRID)
        row.setSpacing(2 * theme.INSET)
        row.addSpacing(theme.scaled(24))
        row.addWidget(self._mark)
        row.addWidget(self._hint, 1)
        row.addWidget(self._score)
        desk.subscribe(self.refresh, Change.TRAINING, Change.CHOICES)
        self._dress()
        self.retranslate()

    def retranslate(self) -> None:
        self._mark.setText(self.tr("Training – nothing here is real"))
        self._score.setToolTip(self.tr("What was good in the last call and what was not ({key})").format(key=SCORE_KEY))
        self.refresh()

    def refresh(self) -> None:
        training = self._desk.state.training
        self.setVisible(training is not None)
        if training is None:
            return
        self._hint.setText(self.tr("Hint: {text}").format(text=training.hint) if training.hint else "")
        self.setAccessibleName(f"{self._mark.text()} {self._hint.text()}")
        last = training.last
        self._score.setVisible(last is not None)
        if last is not None:
            self._score.setText(self.tr("Last call: {points} points").format(points=last.card.points))
            self._score.setAccessibleName(self._score.text())

    def open_score(self) -> None:
        training = self._desk.state.training
        if training is not None and training.last is not None:
            ScoreDialog(training.last, self.window()).open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shade = QPainter(self), theme.shade(Tone.TRAINING)
        painter.fillRect(self.rect(), QColor(shade.solid))
        size = theme.scaled(18)
        drawing = icons.pixmap(Icon.STAR, shade.on_solid, size, self.devicePixelRatioF())
        painter.drawPixmap(theme.INSET + theme.GRID, (self.height() - size) // 2, drawing)

    def _dress(self) -> None:
        sheet = f"color: {theme.shade(Tone.TRAINING).on_solid};"
        for label in (self._mark, self._hint):
            if label.styleSheet() != sheet:
                label.setStyleSheet(sheet)


class SayBar(QWidget):
    """Type it, or choose from what is offered. There only while a simulated caller is on the line."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.typed = QLineEdit(maxLength=MOST_TYPED)
        self.choose = PickButton(Icon.MESSAGE)
        for key, act in ((TYPE_KEY, self._type), (CHOOSE_KEY, self.choose.click)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.typed, 1)
        row.addWidget(self.choose)
        self.typed.returnPressed.connect(self._say_typed)
        self.choose.picked.connect(self._say_chosen)
        desk.subscribe(self.refresh, Change.TRAINING, Change.CHOICES, Change.CALL)
        self.retranslate()

    def retranslate(self) -> None:
        self.typed.setPlaceholderText(self.tr("Say something else ({key}), Enter says it").format(key=TYPE_KEY))
        self.typed.setAccessibleName(self.tr("Say something to the caller ({key})").format(key=TYPE_KEY))
        self.choose.setText(self.tr("Say …"))
        self.choose.setToolTip(self.tr("Choose what to say ({key})").format(key=CHOOSE_KEY))
        self.choose.setAccessibleName(self.choose.toolTip())
        self.refresh()

    def refresh(self) -> None:
        training, call = self._desk.state.training, self._desk.state.own_call
        talking = call is not None and training is not None and training.call == call.view.call
        self.setVisible(talking and call is not None and call.view.phase is not CallPhase.WRAP_UP)
        if training is not None and call is not None:
            self.choose.show_choices(_choices(training, call.view.language), "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _type(self) -> None:
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_typed(self) -> None:
        text, call = self.typed.text().strip(), self._desk.state.own_call
        if text and call is not None:
            self._desk.ask(SayToCaller(call.view.call, text))
            self.typed.clear()

    def _say_chosen(self, saying: str) -> None:
        if (call := self._desk.state.own_call) is not None:
            self._desk.ask(SayToCaller(call.view.call, saying=saying))


def _choices(training: TrainingView, language: Language) -> tuple[tuple[str, str], ...]:
    """In the caller's language: it is what they will hear."""
    return tuple((saying.id, saying.text.of(language)) for saying in training.sayings)
