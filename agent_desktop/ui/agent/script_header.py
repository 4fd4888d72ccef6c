"""The head of the script panel: how far the script has come, in which language it is said, and which script it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from agent_desktop.scripts.view import Progress
from agent_desktop.ui import icons, theme
from agent_desktop.ui.roles import Icon, Tone


class ProgressLine(QWidget):
    """A slim line that fills from the left; its words stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress = Progress(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, progress: Progress) -> None:
        if progress != self._progress:
            self._progress = progress
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(80), theme.scaled(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(QColor(theme.tokens().pressed))
        painter.drawRoundedRect(box, 2, 2)
        done = self._progress.at / max(1, self._progress.about)
        box.setWidth(box.width() * min(1.0, done))
        painter.setBrush(QColor(theme.shade(Tone.ACCENT).solid))
        painter.drawRoundedRect(box, 2, 2)


class PickButton(QToolButton):
    """A quiet button that drops a list of things to pick from. Signals: `picked`, with the id."""

    picked = Signal(str)

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("variant", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.triggered.connect(self._tell)
        self._choices: tuple[tuple[str, str], ...] = ()
        self._dress()

    def show_choices(self, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Ids and labels, with the one that is picked now."""
        if choices != self._choices:
            self._choices = choices
            self._refill()
        for action in self._group.actions():
            action.setChecked(action.data() == chosen)

    def _refill(self) -> None:
        for action in self._group.actions():
            self._group.removeAction(action)
        self._menu.clear()
        for identity, label in self._choices:
            action = QAction(label, self._menu, checkable=True)
            action.setData(identity)
            self._group.addAction(action)
            self._menu.addAction(action)

    def _tell(self, action: QAction) -> None:
        self.picked.emit(action.data())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme.scaled(14)
        left = self.width() - size - theme.scaled(6)
        picture = icons.pixmap(Icon.CHEVRON_DOWN, theme.tokens().muted, size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(left, (self.height() - size) // 2, picture)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        size = theme.scaled(16)
        self.setIconSize(QSize(size, size))
        self.setIcon(icons.icon(self._icon, theme.tokens().muted, theme.tokens().disabled, size))
