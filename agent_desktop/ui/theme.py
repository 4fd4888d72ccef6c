"""How roles look: Fusion, one palette and one stylesheet made from the token table, one type scale, a 4-px grid.

The look is a fact of the whole process, like QApplication. A widget reads `tokens()` when it paints, and takes fonts anew
on `QEvent.Type.StyleChange`, which `apply` sends to every widget. Must never name a colour itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from agent_desktop.ui.roles import Scheme, TextStyle, Tone
from agent_desktop.ui.stylesheet import stylesheet
from agent_desktop.ui.tokens import SCHEMES, Shade, Tokens

GRID = 4
"""Everything is spaced in multiples of this many pixels."""
GAP = 2 * GRID
"""Between things that belong together."""
INSET = 3 * GRID
"""Between a panel's edge and its content."""
RADIUS = 6

FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC")
SCALES = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)

_LETTERS = "0123456789+:·… ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 客户"

_SIZES = {
    TextStyle.CAPTION: (12, QFont.Weight.Normal),
    TextStyle.BODY: (14, QFont.Weight.Normal),
    TextStyle.STRONG: (14, QFont.Weight.Bold),
    TextStyle.SPOKEN: (16, QFont.Weight.Normal),
    TextStyle.HEADING: (15, QFont.Weight.Bold),
    TextStyle.TITLE: (20, QFont.Weight.Bold),
    TextStyle.DISPLAY: (26, QFont.Weight.Bold),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a user has chosen."""

    scheme: Scheme = Scheme.LIGHT
    scale: float = 1.0
    """Of the fonts, and of what holds them; 1–2."""


@dataclass(slots=True)
class _Now:
    look: Look


_NOW = _Now(Look())


def look() -> Look:
    return _NOW.look


def tokens() -> Tokens:
    return SCHEMES[_NOW.look.scheme]


def shade(tone: Tone) -> Shade:
    return tokens().tones[tone]


def ink(tone: Tone) -> QColor:
    return QColor(shade(tone).ink)


def scaled(pixels: int) -> int:
    """A length that grows with the fonts."""
    return round(pixels * _NOW.look.scale)


def font(style: TextStyle) -> QFont:
    """A font of the type scale. Its figures are all of one width, so that a running time doesn't jitter."""
    return _font(style, _NOW.look.scale)


def metrics(style: TextStyle) -> QFontMetrics:
    """How wide and high texts in this style are."""
    return _metrics(style, _NOW.look.scale)


@cache
def _font(style: TextStyle, scale: float) -> QFont:
    size, weight = _SIZES[style]
    made = QFont(list(FAMILIES))
    made.setPixelSize(round(size * scale))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _metrics(style: TextStyle, scale: float) -> QFontMetrics:
    return QFontMetrics(_font(style, scale))


def apply(application: QApplication, chosen: Look) -> None:
    """Dress the whole program; may be called again at any time."""
    _NOW.look = chosen
    if application.style().name() != "fusion":
        application.setStyle("Fusion")
    application.setFont(font(TextStyle.BODY))
    application.setPalette(palette(tokens()))
    application.setStyleSheet(stylesheet(tokens(), chosen.scale))
    _load_fonts()


def _load_fonts() -> None:
    """Draw a little in each style now: the first call shall not wait until fonts are read from disk."""
    canvas = QPixmap(1, 1)
    painter = QPainter(canvas)
    for style in TextStyle:
        painter.setFont(font(style))
        painter.drawText(0, 0, _LETTERS)
    painter.end()


def palette(colours: Tokens) -> QPalette:
    """The palette for everything that the stylesheet leaves to Fusion."""
    made = QPalette()
    accent = colours.tones[Tone.ACCENT]
    for role, colour in (
        (QPalette.ColorRole.Window, colours.ground),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.Base, colours.sunken),
        (QPalette.ColorRole.AlternateBase, colours.hover),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.PlaceholderText, colours.muted),
        (QPalette.ColorRole.Button, colours.surface),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.BrightText, colours.tones[Tone.ALERT].ink),
        (QPalette.ColorRole.ToolTipBase, colours.text),
        (QPalette.ColorRole.ToolTipText, colours.surface),
        (QPalette.ColorRole.Highlight, accent.solid),
        (QPalette.ColorRole.HighlightedText, accent.on_solid),
        (QPalette.ColorRole.Link, accent.ink),
        (QPalette.ColorRole.Accent, accent.solid),
        (QPalette.ColorRole.Light, colours.surface),
        (QPalette.ColorRole.Mid, colours.border),
        (QPalette.ColorRole.Dark, colours.outline),
    ):
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return made
