"""A keypad for the far end's voice menus: pressed, or typed on the keyboard. Shows what has been sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalMapper, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.roles import TextStyle
from agent_desktop.ui.widgets.label import ElidedLabel, Label

KEYS = "123456789*0#"
ALSO_TYPED = "ABCD"
COLUMNS = 3


class Keypad(QFrame):
    """A small pop-up. Signals: `pressed`, with the digit."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setProperty("panel", "card")
        self.sent = ElidedLabel(style=TextStyle.TITLE)
        self.sent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        self.buttons = {digit: QPushButton(digit, autoDefault=False) for digit in KEYS}
        for number, button in enumerate(self.buttons.values()):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(button, *divmod(number, COLUMNS))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.INSET, theme.INSET, theme.INSET, theme.INSET)
        whole.setSpacing(theme.GAP)
        whole.addWidget(self.sent)
        whole.addLayout(grid)
        whole.addWidget(self._hint)
        self._dress()

    def _connect(self) -> None:
        self._mapper = QSignalMapper(self)
        self._mapper.mappedString.connect(self._press)
        for digit, button in self.buttons.items():
            self._mapper.setMapping(button, digit)
            button.clicked.connect(self._mapper.map)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Keypad"))
        self.sent.setAccessibleName(self.tr("Digits sent"))
        self._hint.setText(self.tr("Click or type. Esc closes."))
        for digit, button in self.buttons.items():
            button.setAccessibleName(self.tr("Send {digit}").format(digit=digit))

    def open_under(self, anchor: QWidget) -> None:
        self.sent.setText("")
        self.adjustSize()
        self.move(anchor.mapToGlobal(anchor.rect().bottomLeft()) + self.rect().topLeft())
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text().upper()
        if digit and digit in KEYS + ALSO_TYPED:
            self._press(digit)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _press(self, digit: str) -> None:
        self.sent.setText(self.sent.text() + digit)
        self.pressed.emit(digit)

    def _dress(self) -> None:
        for button in self.buttons.values():
            button.setFont(theme.font(TextStyle.TITLE))
            button.setFixedSize(theme.scaled(64), theme.scaled(48))
