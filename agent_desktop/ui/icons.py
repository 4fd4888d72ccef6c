"""The program's own drawings: strokes on a 24 × 24 grid, in whatever colour is asked for. A state's icon differs in form,
so that nobody has to tell colours apart.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from agent_desktop.ui.drawings import DRAWINGS
from agent_desktop.ui.roles import Icon

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)


@lru_cache(maxsize=512)
def pixmap(icon: Icon, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing in one colour. `size` in logical pixels; `ratio` of the screen that it is for."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    drawing = _FRAME.format(DRAWINGS[icon]).replace("currentColor", QColor(colour).name())
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(drawing: Icon, colour: str, disabled: str, size: int, gap: int = 0) -> QIcon:
    """The drawing for a button or a menu, for ordinary and for dense screens; `gap` is empty space at its right."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_with_gap(pixmap(drawing, colour, size, ratio), gap), QIcon.Mode.Normal)
        made.addPixmap(_with_gap(pixmap(drawing, disabled, size, ratio), gap), QIcon.Mode.Disabled)
    return made


def _with_gap(picture: QPixmap, gap: int) -> QPixmap:
    """Qt sets a button's text right against its icon; so the icon brings its distance along."""
    if not gap:
        return picture
    ratio = picture.devicePixelRatio()
    wider = QPixmap(picture.width() + round(gap * ratio), picture.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wider
