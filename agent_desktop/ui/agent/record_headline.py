"""The first paint of a pop: who, from which number, of what standing, why they probably call. One widget that paints itself, so that
a pop costs one small paint and no layout. Must never take the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.protocol.record import Stage
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import (
    CENTRE,
    ChipFace,
    draw_box,
    draw_chips,
    draw_disc,
    draw_icon,
    draw_text,
    line,
    place_chips,
    text_width,
)
from agent_desktop.ui.agent.record_presenter import Headline
from agent_desktop.ui.agent.record_texts import RecordTexts
from agent_desktop.ui.roles import Icon, TextStyle, Tone


class HeadlineView(QWidget):
    """Paints a `Headline`."""

    def __init__(self, texts: RecordTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._headline: Headline | None = None
        self._chips: tuple[ChipFace, ...] = ()
        self._reasons: tuple[ChipFace, ...] = ()
        self._stage: Stage | None = None
        self._measured: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_headline(self, headline: Headline | None, stage: Stage | None) -> None:
        """Show this; the layout is asked again only when a line more or less is needed."""
        rows = len(self._reasons), bool(self._chips)
        self._headline, self._stage = headline, stage
        self._reword()
        if (len(self._reasons), bool(self._chips)) != rows:
            self.updateGeometry()
        self.update()

    def _reword(self) -> None:
        """Without a headline it keeps its height: the next one will need it, and nothing has to be laid out for it."""
        headline = self._headline
        if headline is not None:
            self._measured = {}
            self._chips = self._texts.chips(headline, self._stage)
            self._reasons = tuple(map(self._texts.reason, headline.reasons))
        self.setAccessibleName(self.summary())

    def summary(self) -> str:
        """All of it in one line, for a screen reader."""
        if self._headline is None:
            return ""
        who = (self._name(), self._headline.salutation, self._headline.company, self._number())
        parts = (*who, *(chip.text for chip in self._chips), *(chip.text for chip in self._reasons))
        return ", ".join(part for part in parts if part)

    def _name(self) -> str:
        return self._headline.name if self._headline and self._headline.name else self.tr("Unknown caller")

    def _number(self) -> str:
        return self._headline.number if self._headline and self._headline.number else self.tr("Number withheld")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._reword()
            self.updateGeometry()
            self.update()

    # --- measures ----------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(320), self.heightForWidth(self.width() or theme.scaled(320)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(160), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._who_height()
        if self._chips:
            height += theme.scaled(10) + self._chips_height(width)
        if self._reasons:
            height += theme.scaled(10) + len(self._reasons) * (_reason_height() + theme.scaled(6)) - theme.scaled(6)
        return height

    def _chips_height(self, width: int) -> int:
        """Asked for by each round of the layout, so it is measured once per width."""
        if width not in self._measured:
            self._measured[width] = place_chips(self._chips, width)[1]
        return self._measured[width]

    def _who_height(self) -> int:
        return line(TextStyle.TITLE) + line(TextStyle.BODY) + line(TextStyle.CAPTION) + theme.scaled(4)

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._headline is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_who(painter)
        top = self._paint_chips(painter, self._who_height() + theme.scaled(10))
        for reason in self._reasons:
            _paint_reason(painter, QRect(0, top, self.width(), _reason_height()), reason)
            top += _reason_height() + theme.scaled(6)

    def _paint_who(self, painter: QPainter) -> None:
        assert self._headline is not None
        disc, height = theme.scaled(48), self._who_height()
        self._paint_face(painter, disc, height)
        left = disc + theme.scaled(theme.INSET)
        company = self._headline.company
        top = 0 if company else line(TextStyle.CAPTION) // 2
        top = self._paint_name(painter, QRect(left, top, self.width() - left, line(TextStyle.TITLE)))
        top = self._paint_number(painter, QRect(left, top + 2, self.width() - left, line(TextStyle.BODY)))
        if company:
            box = QRect(left, top + 2, self.width() - left, line(TextStyle.CAPTION))
            draw_text(painter, box, company, TextStyle.CAPTION, theme.tokens().muted)

    def _paint_face(self, painter: QPainter, disc: int, height: int) -> None:
        """The first letter of the name, or a figure for somebody without one."""
        assert self._headline is not None
        middle = QPointF(disc / 2, height / 2)
        if not self._headline.name:
            draw_disc(painter, middle, disc, Icon.USER, Tone.NEUTRAL)
            return
        box = QRect(0, round(middle.y() - disc / 2), disc, disc)
        draw_box(painter, box, theme.shade(Tone.ACCENT).soft, disc // 2)
        initial = self._headline.name[0].upper()
        draw_text(painter, box, initial, TextStyle.TITLE, theme.shade(Tone.ACCENT).ink, align=CENTRE)

    def _paint_name(self, painter: QPainter, box: QRect) -> int:
        assert self._headline is not None
        salutation = self._headline.salutation
        room = text_width(salutation, TextStyle.BODY) + theme.GAP if salutation else 0
        name = box.adjusted(0, 0, -room, 0)
        draw_text(painter, name, self._name(), TextStyle.TITLE, theme.tokens().text)
        wide = min(text_width(self._name(), TextStyle.TITLE), name.width())
        after = QRect(box.left() + wide + theme.GAP, box.top(), room, box.height() + theme.scaled(3))
        draw_text(painter, after, salutation, TextStyle.BODY, theme.tokens().muted)
        return box.bottom() + 1

    def _paint_number(self, painter: QPainter, box: QRect) -> int:
        assert self._headline is not None
        size = theme.scaled(14)
        icon = Icon.PHONE if self._headline.number else Icon.WITHHELD
        draw_icon(painter, QPoint(box.left(), box.center().y() + 1), icon, theme.tokens().muted, size)
        text = box.adjusted(size + theme.scaled(6), 0, 0, 0)
        draw_text(painter, text, self._number(), TextStyle.STRONG, theme.tokens().text)
        return box.bottom() + 1

    def _paint_chips(self, painter: QPainter, top: int) -> int:
        if not self._chips:
            return top
        height = self._chips_height(self.width())
        draw_chips(painter, QRect(0, top, self.width(), height), self._chips)
        return top + height + theme.scaled(10)


def _reason_height() -> int:
    return line(TextStyle.BODY) + theme.scaled(10)


def _paint_reason(painter: QPainter, box: QRect, reason: ChipFace) -> None:
    shade = theme.shade(reason.tone)
    draw_box(painter, box, shade.soft)
    size = theme.scaled(16)
    inner = box.adjusted(theme.scaled(10), 0, -theme.scaled(10), 0)
    if reason.icon is not None:
        draw_icon(painter, QPoint(inner.left(), box.center().y() + 1), reason.icon, shade.ink, size)
    text = inner.adjusted(size + theme.GAP, 0, 0, 0)
    draw_text(painter, text, reason.text, TextStyle.BODY, shade.ink)
