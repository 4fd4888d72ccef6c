"""Rows of a muted name and its value, aligned: identity, value, address."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.roles import TextStyle, Tone
from agent_desktop.ui.widgets.label import ElidedLabel, Label

EMPTY = "–"


class KeyValues(QWidget):
    """A column of names and a column of values. Make the rows once with `add`, then fill them with `set`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.INSET)
        self._grid.setVerticalSpacing(theme.GRID)
        self._grid.setColumnStretch(1, 1)
        self._keys: dict[str, Label] = {}
        self._values: dict[str, ElidedLabel] = {}

    def add(self, name: str, style: TextStyle = TextStyle.BODY, *, figures: bool = False) -> None:
        """A row under this name. `figures` are right-aligned."""
        row = len(self._keys)
        key = Label(style=TextStyle.CAPTION, muted=True)
        value = ElidedLabel(EMPTY, style)
        side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
        value.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(value, row, 1)
        self._keys[name], self._values[name] = key, value

    def set_key(self, name: str, text: str) -> None:
        self._keys[name].setText(text)
        self._values[name].setAccessibleName(text)

    def set(self, name: str, text: str, tone: Tone | None = None) -> None:
        """The value of a row; a dash where there is none, so that rows never jump."""
        value = self._values[name]
        value.set_tone(tone)
        if value.text() != (text or EMPTY):
            value.setText(text or EMPTY)

    def value(self, name: str) -> str:
        return self._values[name].text()

    def clear(self) -> None:
        for name in self._values:
            self.set(name, "")
