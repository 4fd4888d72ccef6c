"""The seat that the trainer looks at: the caller's mood, what was said, and the three ways to step in: a hint, the caller's part, words."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from agent_desktop.protocol.messages import SendHint, SpeakForCaller, TakeOverCaller
from agent_desktop.protocol.training import ClassSeat
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.training.turns import TurnList
from agent_desktop.ui.training.words import TrainingWords, mood_tone
from agent_desktop.ui.widgets.buttons import ActionButton
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import Label

HINT_KEY, TAKE_KEY, SPEAK_KEY = "F2", "F4", "F6"
MOST_TYPED = 200


class SeatPanel(Card):
    """Follows one seat."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Icon.USER, parent)
        self._desk = desk
        self._seat: ClassSeat | None = None
        self._words = TrainingWords(self)
        self._mood = Chip()
        self._level = QProgressBar(textVisible=False)
        self._level.setRange(0, 100)
        self._about = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        self._turns = TurnList()
        self.hint, self.words = (QLineEdit(maxLength=MOST_TYPED) for _ in range(2))
        self._send = ActionButton(Icon.STAR, HINT_KEY)
        self.take = ActionButton(Icon.TRANSFER, TAKE_KEY)
        self._speak = ActionButton(Icon.MESSAGE, SPEAK_KEY)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.header.addWidget(self._mood)
        self._level.setFixedHeight(theme.scaled(8))
        self.body.addWidget(self._level)
        self.body.addWidget(self._about)
        self.body.addWidget(self._turns, 1)
        for field, button in ((self.hint, self._send), (self.words, self._speak)):
            row = QHBoxLayout()
            row.setSpacing(theme.GAP)
            row.addWidget(field, 1)
            row.addWidget(button)
            self.body.addLayout(row)
        self.body.addWidget(self.take)

    def _connect(self) -> None:
        self._send.clicked.connect(self._send_hint)
        self.hint.returnPressed.connect(self._send_hint)
        self._speak.clicked.connect(self._speak_words)
        self.words.returnPressed.connect(self._speak_words)
        self.take.clicked.connect(self._take_over)

    def show_seat(self, seat: ClassSeat | None) -> None:
        other = seat is None or self._seat is None or seat.agent != self._seat.agent
        self._seat = seat
        if other:
            self.hint.clear()
            self.words.clear()
        self.refresh()

    def refresh(self) -> None:
        seat = self._seat
        called = seat is not None and seat.title is not None
        self.set_title(seat.name if seat is not None else self.tr("No seat"))
        self._level.setVisible(called)
        if seat is not None and seat.title is not None:
            self._mood.set(f"{self._words.mood(seat.mood)} {seat.mood}", Icon.USER, mood_tone(seat.mood))
            self._level.setValue(seat.mood)
            self._colour(theme.shade(mood_tone(seat.mood)).solid)
            self._level.setAccessibleName(self.tr("The caller's mood"))
            self._about.setText(seat.title.of(i18n.language()))
        else:
            self._mood.set("")
            self._about.setText(self.tr("No caller of the class is on this line."))
        self._turns.show_turns(seat.turns if seat is not None else (), (seat.answered_ms or 0) if seat else 0)
        self._allow(seat)

    def _colour(self, colour: str) -> None:
        sheet = f"QProgressBar::chunk {{ background: {colour}; border-radius: 4px; }}"
        if sheet != self._level.styleSheet():
            self._level.setStyleSheet(sheet)

    def _allow(self, seat: ClassSeat | None) -> None:
        called = seat is not None and seat.title is not None
        over = seat is not None and seat.taken_over
        self.take.set_face(
            self.tr("Give the caller back") if over else self.tr("Take over the caller"),
            Icon.TRANSFER,
            Tone.TRAINING if over else None,
        )
        nobody = self.tr("There is no caller on this line just now.")
        for button in (self._send, self.take):
            button.allow(called, nobody)
        self._speak.allow(called and over, self.tr("Take over the caller first ({key}).").format(key=TAKE_KEY))
        self.hint.setEnabled(called)
        self.words.setEnabled(called and over)

    def retranslate(self) -> None:
        self._words.retranslate()
        self._send.set_face(self.tr("Hint"), Icon.STAR)
        self._speak.set_face(self.tr("Speak"), Icon.MESSAGE)
        self.hint.setPlaceholderText(self.tr("Hint for the trainee"))
        self.words.setPlaceholderText(self.tr("What the caller says"))
        for field in (self.hint, self.words):
            field.setAccessibleName(field.placeholderText())
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- stepping in --------------------------------------------------------------------------------------------------

    def _send_hint(self) -> None:
        text = self.hint.text().strip()
        if not text:
            self.hint.setFocus()
        elif self._seat is not None:
            self._desk.ask(SendHint(self._seat.agent, text))
            self.hint.clear()

    def _take_over(self) -> None:
        if self._seat is not None:
            self._desk.ask(TakeOverCaller(self._seat.agent, not self._seat.taken_over))

    def _speak_words(self) -> None:
        text = self.words.text().strip()
        if not text:
            self.words.setFocus()
        elif self._seat is not None:
            self._desk.ask(SpeakForCaller(self._seat.agent, text))
            self.words.clear()
