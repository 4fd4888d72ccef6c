"""Small drawings that the record's headline and rows are made of: texts that end in …, icons, chips, boxes.

Fonts and their metrics are kept per look, because making them costs more than drawing with them. Must never decide what is
shown, nor name a colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from agent_desktop.ui import theme
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon, TextStyle, Tone

LEFT, CENTRE, RIGHT = range(3)
"""How many halves of the room that a text leaves are at its left."""
_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
"""A number, because an enum's `|` costs as much as the drawing."""
_TALL = 10_000


@dataclass(frozen=True, slots=True)
class ChipFace:
    """What a painted chip says."""

    text: str
    icon: Icon | None = None
    tone: Tone = Tone.NEUTRAL


@lru_cache(maxsize=8)
def _fonts(scale: float) -> dict[TextStyle, tuple[QFont, QFontMetrics]]:  # noqa: ARG001 - what `theme.font` depends on
    made = {style: theme.font(style) for style in TextStyle}
    return {style: (font, QFontMetrics(font)) for style, font in made.items()}


def font(style: TextStyle) -> QFont:
    return _fonts(theme.look().scale)[style][0]


def metrics(style: TextStyle) -> QFontMetrics:
    return _fonts(theme.look().scale)[style][1]


def line(style: TextStyle) -> int:
    """The height of one line."""
    return metrics(style).height()


def text_width(text: str, style: TextStyle) -> int:
    return metrics(style).horizontalAdvance(text)


def draw_text(painter: QPainter, box: QRect, text: str, style: TextStyle, ink: str, *, align: int = LEFT) -> None:
    """One line that ends in … where it does not fit. Placed here: Qt would lay it out as a paragraph, at twice the cost."""
    font, measure = _fonts(theme.look().scale)[style]
    text = text.replace("\n", " ")
    wide = measure.horizontalAdvance(text)
    if wide > box.width():
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        wide = measure.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    left = box.left() + (box.width() - wide) * align // 2
    painter.drawText(left, box.top() + (box.height() - measure.height()) // 2 + measure.ascent(), text)


def wrapped_height(text: str, style: TextStyle, width: int) -> int:
    """How high a text is that goes on in the next line."""
    box = metrics(style).boundingRect(QRect(0, 0, max(width, 1), _TALL), _WRAPPED, text)
    return max(box.height(), line(style))


def draw_wrapped(painter: QPainter, box: QRect, text: str, style: TextStyle, ink: str) -> None:
    painter.setFont(font(style))
    painter.setPen(QColor(ink))
    painter.drawText(box, _WRAPPED, text)


def draw_box(painter: QPainter, box: QRect, fill: str, radius: int = theme.RADIUS) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(QRectF(box), radius, radius)


def draw_icon(painter: QPainter, at: QPoint, icon: Icon, ink: str, size: int) -> None:
    """A drawing; `at` is the middle of its left edge."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(at.x(), at.y() - size // 2, pixmap(icon, ink, size, ratio))


def draw_disc(painter: QPainter, centre: QPointF, diameter: int, icon: Icon, tone: Tone) -> None:
    """An icon on a round, quiet fill."""
    shade = theme.shade(tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.soft))
    painter.drawEllipse(centre, diameter / 2, diameter / 2)
    size = round(diameter * 0.58)
    draw_icon(painter, QPoint(round(centre.x() - size / 2), round(centre.y())), icon, shade.ink, size)


def draw_rule(painter: QPainter, left: int, right: int, y: int) -> None:
    painter.setPen(QPen(QColor(theme.tokens().border), 1))
    painter.drawLine(left, y, right, y)


def chip_height() -> int:
    return line(TextStyle.CAPTION) + theme.scaled(theme.GRID)


def chip_width(chip: ChipFace) -> int:
    icon = theme.scaled(14) + theme.GRID if chip.icon else 0
    return text_width(chip.text, TextStyle.CAPTION) + icon + 2 * theme.scaled(theme.GAP)


def draw_chip(painter: QPainter, box: QRect, chip: ChipFace) -> None:
    shade = theme.shade(chip.tone)
    draw_box(painter, box, shade.soft)
    inner = box.adjusted(theme.scaled(theme.GAP), 0, -theme.scaled(theme.GAP) + 1, 0)
    if chip.icon is not None:
        size = theme.scaled(14)
        draw_icon(painter, QPoint(inner.left(), box.center().y() + 1), chip.icon, shade.ink, size)
        inner.setLeft(inner.left() + size + theme.GRID)
    draw_text(painter, inner, chip.text, TextStyle.CAPTION, shade.ink)


def place_chips(chips: tuple[ChipFace, ...], width: int) -> tuple[tuple[QRect, ...], int]:
    """Where chips stand that go on in the next row, and how high they are together."""
    height, gap = chip_height(), theme.scaled(6)
    x = y = 0
    boxes = []
    for chip in chips:
        wide = min(chip_width(chip), width)
        if x and x + wide > width:
            x, y = 0, y + height + gap
        boxes.append(QRect(x, y, wide, height))
        x += wide + gap
    return tuple(boxes), y + height if chips else 0


def draw_chips(painter: QPainter, box: QRect, chips: tuple[ChipFace, ...]) -> None:
    boxes, _ = place_chips(chips, box.width())
    for place, chip in zip(boxes, chips, strict=True):
        draw_chip(painter, place.translated(box.topLeft()), chip)
