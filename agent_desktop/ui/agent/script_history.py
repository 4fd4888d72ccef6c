"""What has been done of the script, condensed above the present step: its last few lines, and how many went before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.scripts.state import How
from agent_desktop.scripts.view import PastStep
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import draw_icon, draw_text, line
from agent_desktop.ui.agent.script_looks import HOW
from agent_desktop.ui.agent.script_presenter import LAST_STEPS
from agent_desktop.ui.roles import TextStyle, Tone


class HistoryView(QWidget):
    """Paints the last steps done; the tooltip has them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: tuple[PastStep, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_history(self, past: tuple[PastStep, ...]) -> None:
        if past == self._past:
            return
        self._past = past
        self._reword()

    def _reword(self) -> None:
        every = "\n".join(self.sentence(one) for one in self._past)
        self.setToolTip(every)
        self.setAccessibleName(every)
        self.setVisible(bool(self._past))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._reword()

    def sentence(self, past: PastStep) -> str:
        """One step done, in one line."""
        match past.how:
            case How.DONE:
                return past.title
            case How.ANSWERED:
                return f"{past.title} – {past.answer}"
            case How.SKIPPED:
                return self.tr("%1 (already said)").replace("%1", past.title)
            case How.JUMPED:
                return self.tr("Turn: %1").replace("%1", past.answer)
            case How.SWITCHED:
                return self.tr("Script changed: %1").replace("%1", past.answer)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(200), len(self._shown()) * self._step())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(80), self.sizeHint().height())

    def _shown(self) -> tuple[PastStep, ...]:
        return self._past[-LAST_STEPS:]

    def _step(self) -> int:
        return line(TextStyle.CAPTION) + theme.scaled(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        earlier = len(self._past) - LAST_STEPS
        for at, past in enumerate(self._shown()):
            box = QRect(0, at * self._step(), self.width(), self._step())
            if at == 0 and earlier > 0:
                box.setRight(box.right() - self._paint_earlier(painter, box, earlier))
            _paint_line(painter, box, past.how, self.sentence(past))

    def _paint_earlier(self, painter: QPainter, box: QRect, earlier: int) -> int:
        """How many more went before, at the right of the first line; how wide that is."""
        text = self.tr("%1 earlier").replace("%1", str(earlier))
        wide = painter.fontMetrics().horizontalAdvance(text) + theme.GAP
        room = QRect(box.right() - wide, box.top(), wide, box.height())
        draw_text(painter, room, text, TextStyle.CAPTION, theme.tokens().muted)
        return wide + theme.GAP


def _paint_line(painter: QPainter, box: QRect, how: How, text: str) -> None:
    size = theme.scaled(14)
    done = how in {How.DONE, How.ANSWERED}
    ink = theme.shade(Tone.READY).ink if done else theme.tokens().muted
    draw_icon(painter, QPoint(0, box.center().y() + 1), HOW[how], ink, size)
    words = box.adjusted(size + theme.GAP, 0, 0, 0)
    draw_text(painter, words, text, TextStyle.CAPTION, theme.tokens().muted)
