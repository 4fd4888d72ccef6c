"""The agent's state as one button: icon, word, reason, time, what comes next; pressed, it offers the other states."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from agent_desktop.protocol.messages import AgentState, Reason
from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.topbar_presenter import StateView
from agent_desktop.ui.durations import remaining, stopwatch
from agent_desktop.ui.icons import icon, pixmap
from agent_desktop.ui.roles import Icon, TextStyle, Tone

MENU_KEY = "F10"
READY_KEY = "Ctrl+R"


@dataclass(frozen=True, slots=True)
class Choice:
    """A state that the user asks for."""

    state: AgentState
    reason: str = ""


class StateButton(QPushButton):
    """Signals: `chosen`, with a `Choice`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: StateView | None = None
        self._reasons: tuple[Reason, ...] = ()
        self._word = self._detail = self._time = ""
        self._icon, self._tone = Icon.LOGGED_OFF, Tone.NEUTRAL
        self._menu = QMenu(self)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._connect()
        self._dress()

    def _connect(self) -> None:
        self.clicked.connect(self.open_menu)
        self._menu.triggered.connect(self._triggered)
        QShortcut(QKeySequence(MENU_KEY), self).activated.connect(self.open_menu)
        QShortcut(QKeySequence(READY_KEY), self).activated.connect(self.choose_ready)

    def show_state(self, view: StateView | None, reasons: tuple[Reason, ...], now_ms: int) -> None:
        self._view, self._reasons = view, reasons
        self.setVisible(view is not None)
        if view is None:
            return
        self.setEnabled(view.may_choose)
        self._icon, self._tone = (Icon.EDIT, Tone.BUSY) if view.at_work else words.AGENT_STATE_FACES[view.state]
        self._word = self._named(view)
        self._detail = self._described(view)
        self._name()
        self.tick(now_ms)
        self.update()

    def _named(self, view: StateView) -> str:
        if not view.takes_calls:
            return self.tr("Takes no calls")
        return self.tr("Working") if view.at_work else words.agent_state(view.state)

    def tick(self, now_ms: int) -> None:
        view = self._view
        if view is None:
            return
        time = self._shown_time(view, now_ms)
        if time != self._time:
            resized = len(time) != len(self._time)
            self._time = time
            self.update()
            if resized:
                self.updateGeometry()

    def _shown_time(self, view: StateView, now_ms: int) -> str:
        if not view.takes_calls:
            return ""
        return remaining(view.until_ms - now_ms) if view.until_ms is not None else stopwatch(now_ms - view.since_ms)

    def choose_ready(self) -> None:
        if self._view is not None and self._view.may_choose and self._view.takes_calls:
            self.chosen.emit(Choice(AgentState.READY))

    def open_menu(self) -> None:
        """Offer the states; the menu closes by itself and blocks nothing."""
        if self._view is None or not self._view.may_choose:
            return
        self._fill_menu(self._view)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.GRID)))

    def menu(self) -> QMenu:
        return self._menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def sizeHint(self) -> QSize:
        strong, body = self._metrics(TextStyle.STRONG), self._metrics(TextStyle.BODY)
        widths = [self._icon_size(), strong.horizontalAdvance(self._word)]
        if self._detail:
            widths.append(body.horizontalAdvance(self._detail))
        if self._time:
            widths.append(strong.horizontalAdvance("0" * len(self._time)))
        widths.append(self._chevron_size())
        gaps = theme.GAP * (len(widths) - 1) + 2 * theme.scaled(theme.INSET)
        return QSize(sum(widths) + gaps, theme.scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.shade(self._tone)
        painter.setBrush(QColor(shade.soft))
        edge = theme.tokens().focus if self.hasFocus() else shade.ink
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() or self.underMouse() else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        self._paint_content(painter, shade.ink)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        ratio, size = self.devicePixelRatioF(), self._icon_size()
        at = theme.scaled(theme.INSET)
        painter.drawPixmap(at, (self.height() - size) // 2, pixmap(self._icon, ink, size, ratio))
        at += size + theme.GAP
        painter.setPen(QColor(ink))
        parts = ((self._word, TextStyle.STRONG), (self._detail, TextStyle.BODY), (self._time, TextStyle.STRONG))
        for text, style in parts:
            at = self._paint_text(painter, at, text, style)
        size = self._chevron_size()
        right = self.width() - theme.scaled(theme.INSET) - size
        painter.drawPixmap(right, (self.height() - size) // 2, pixmap(Icon.CHEVRON_DOWN, ink, size, ratio))

    def _paint_text(self, painter: QPainter, at: int, text: str, style: TextStyle) -> int:
        if not text:
            return at
        painter.setFont(theme.font(style))
        width = self._metrics(style).horizontalAdvance(text)
        box = QRectF(at, 0, width + 1, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        return at + width + theme.GAP

    def _described(self, view: StateView) -> str:
        if view.comes_next:
            after = words.reason(view.next_reason, self._reasons) if view.next_reason else ""
            return self.tr("then {state}").format(state=after) if after else ""
        return words.reason(view.reason, self._reasons) if view.reason else ""

    def _name(self) -> None:
        spoken = f"{self._word} {self._detail}".strip()
        self.setAccessibleName(self.tr("My state: {state}").format(state=spoken))
        self.setToolTip(self.tr("Change my state ({key})").format(key=MENU_KEY))
        self.updateGeometry()

    def _fill_menu(self, view: StateView) -> None:
        self._menu.clear()
        if view.takes_calls:
            self._fill_states(view)
        self._add(self.tr("Log off"), Choice(AgentState.LOGGED_OFF), Icon.LOGGED_OFF, Tone.NEUTRAL, chosen=False)

    def _fill_states(self, view: StateView) -> None:
        if view.comes_next:
            self._menu.addAction(self.tr("After this call")).setEnabled(False)
            self._menu.addSeparator()
        ready = f"{words.agent_state(AgentState.READY)}\t{READY_KEY}"
        chosen_ready = view.next_reason is None if view.comes_next else view.state is AgentState.READY
        self._add(ready, Choice(AgentState.READY), Icon.READY, Tone.READY, chosen=chosen_ready)
        chosen = view.next_reason if view.comes_next else view.reason
        for number, one in enumerate(self._reasons, start=1):
            label = f"&{number}  {words.content(one.label)}" if number <= 9 else words.content(one.label)  # noqa: PLR2004 - keys 1–9
            choice = Choice(AgentState.NOT_READY, one.code)
            self._add(label, choice, Icon.NOT_READY, Tone.NOT_READY, chosen=one.code == chosen)
        self._menu.addSeparator()

    def _add(self, label: str, choice: Choice, drawing: Icon, tone: Tone, *, chosen: bool) -> None:
        mark = Icon.CHECK if chosen else drawing
        picture = icon(mark, theme.shade(tone).ink, theme.tokens().disabled, theme.scaled(16))
        action = self._menu.addAction(picture, label)
        action.setData(choice)
        if chosen:
            self._menu.setActiveAction(action)

    def _triggered(self, action: QAction) -> None:
        choice = action.data()
        if isinstance(choice, Choice):
            self.chosen.emit(choice)

    def _dress(self) -> None:
        self.setFont(theme.font(TextStyle.STRONG))
        self.updateGeometry()

    def _metrics(self, style: TextStyle) -> QFontMetrics:
        return theme.metrics(style)

    def _icon_size(self) -> int:
        return theme.scaled(20)

    def _chevron_size(self) -> int:
        return theme.scaled(14)
