"""The lower line of the call strip: how the caller came to us. Queue, language, and each choice in the voice menu.

One widget that paints all its chips: it changes with every offer, and moving a dozen widgets costs more than painting them.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.cti.vocabulary import Direction
from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.agent.callstrip_presenter import CallFace
from agent_desktop.ui.agent.lookmenu import LANGUAGE_NAMES
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.chip import Face

_SINCE = {Direction.VOICEMAIL: Icon.CALL_IN, Direction.FOLLOW_UP: Icon.CLOCK}
_OF_A_COLLEAGUE = frozenset({Status.ASKED, Status.CONSULTED, Status.CONSULTED_ASIDE, Status.CONSULTED_CONFERENCE})
MAX_STEPS = 6
"""Of a longer path the last ones are shown, which say most."""


class CallPathRow(QWidget):
    """Chips of a call; without one a quiet sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[Face, ...] = ()
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_face(self, face: CallFace) -> None:
        queue = words.content(face.queue) if face.queue else face.queue_id
        faces = [
            *self._origin(face),
            Face(queue, Icon.QUEUE, Tone.ACCENT),
            Face(LANGUAGE_NAMES[face.language], Icon.GLOBE),
        ]
        if face.requeued and face.status not in _OF_A_COLLEAGUE:
            faces.append(Face(self.tr("Passed on"), Icon.REPEAT, Tone.HOLD))
        for step in face.path[-MAX_STEPS:]:
            icon = Icon.BRANCH if step is face.path[-MAX_STEPS:][0] else None
            faces.append(Face(f"{step.keys}  {words.content(step.label)}".strip(), icon))
        self._show(tuple(faces), "")

    def _origin(self, face: CallFace) -> list[Face]:
        """Whose call it is, or who wanted it, where that is not plain."""
        if face.status in _OF_A_COLLEAGUE and face.other is not None:
            return [Face(self.tr("%1's call").replace("%1", words.content(face.other)), Icon.USERS, Tone.HOLD)]
        if face.direction is Direction.CALLBACK:
            asked = datetime.fromtimestamp(face.arrived_ms / 1000).strftime("%H:%M")  # noqa: DTZ006 - local on purpose
            return [Face(self.tr("Asked for it at %1").replace("%1", asked), Icon.CALL_IN, Tone.HOLD)]
        if face.direction in _SINCE:
            at = datetime.fromtimestamp(face.arrived_ms / 1000).strftime("%H:%M")  # noqa: DTZ006 - local on purpose
            return [Face(self._since(face.direction).replace("%1", at), _SINCE[face.direction], Tone.HOLD)]
        if face.direction is Direction.OUT:
            return [Face(self.tr("You called"), Icon.CALL_OUT)]
        return []

    def _since(self, direction: Direction) -> str:
        return self.tr("Called at %1") if direction is Direction.VOICEMAIL else self.tr("Due at %1")

    def show_hint(self, text: str) -> None:
        self._show((), text)

    def sizeHint(self) -> QSize:
        return QSize(0, Face().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hint:
            self._paint_hint(painter)
        else:
            self._paint_faces(painter)

    def _show(self, faces: tuple[Face, ...], hint: str) -> None:
        if (faces, hint) == (self._faces, self._hint):
            return
        self._faces, self._hint = faces, hint
        spoken = hint or ", ".join(face.text for face in faces)
        self.setAccessibleName(spoken)
        self.setToolTip("" if hint else spoken)
        self.update()

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setFont(theme.font(TextStyle.BODY))
        painter.setPen(QColor(theme.tokens().muted))
        shown = theme.metrics(TextStyle.BODY).elidedText(self._hint, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _paint_faces(self, painter: QPainter) -> None:
        """From left to right, as far as there is room; what is cut off is in the tooltip."""
        at = 0.0
        for face in self._faces:
            width = min(face.width(), self.width() - at)
            if width < face.furniture() + theme.scaled(theme.INSET):
                return
            box = QRectF(at, (self.height() - face.height()) / 2, width, face.height())
            face.paint(painter, box, self.devicePixelRatioF())
            at += width + theme.GAP
