"""A text in a style of the type scale and a tone; follows the look when it changes. Elides rather than widens its panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.roles import TextStyle, Tone


class Label(QLabel):
    """A plain text, never rich: what it shows may come from a caller."""

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        *,
        tone: Tone | None = None,
        muted: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._text_style = style
        self._tone = tone
        self._muted = muted
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._dress()

    def set_tone(self, tone: Tone | None) -> None:
        if tone is not self._tone:
            self._tone = tone
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        self.setFont(theme.font(self._text_style))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._ink())
        self.setPalette(palette)

    def _ink(self) -> QColor:
        if self._tone is not None:
            return theme.ink(self._tone)
        return QColor(theme.tokens().muted if self._muted else theme.tokens().text)


class ElidedLabel(Label):
    """One line that ends in … where it does not fit; the whole text is then its tooltip."""

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        *,
        tone: Tone | None = None,
        muted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, style, tone=tone, muted=muted, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters, so that a long name never pushes a panel apart."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 6), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)

    def _explain(self) -> None:
        too_long = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if too_long else "")
