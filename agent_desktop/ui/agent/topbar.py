"""The top of the agent's window: who I am, my state, my queues, the link, the look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.protocol.messages import SetAgentState
from agent_desktop.ui import boardwords, theme
from agent_desktop.ui.agent.helpbutton import HelpButton
from agent_desktop.ui.agent.lookmenu import LookButton
from agent_desktop.ui.agent.queuetile import QueueTile
from agent_desktop.ui.agent.statebutton import READY_KEY, Choice, StateButton
from agent_desktop.ui.agent.topbar_presenter import MAX_FIGURES, LinkFace, TopBarView, present
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.flow import FlowLayout
from agent_desktop.ui.widgets.label import Label

_LINK_FACES = {
    LinkFace.CONNECTING: (Icon.LINK, Tone.NEUTRAL),
    LinkFace.LIVE: (Icon.LINK, Tone.READY),
    LinkFace.OLD: (Icon.LINK_LOST, Tone.ALERT),
    LinkFace.LOST: (Icon.LINK_LOST, Tone.ALERT),
    LinkFace.CLOSED: (Icon.LINK_LOST, Tone.ALERT),
}


class TopBar(QFrame):
    """Signals: `language_chosen` with a `Language`, `look_chosen` with a `Look`."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setProperty("panel", "bar")
        self._name = Label(style=TextStyle.STRONG)
        self._station = Label(style=TextStyle.CAPTION, muted=True)
        self.state_button = StateButton()
        self.ready_button = Button(Icon.READY, "success")
        self.help_button = HelpButton(self._desk)
        self._listeners = Chip()
        self._tiles = tuple(QueueTile() for _ in range(MAX_FIGURES))
        self._link = Chip()
        self.look_button = LookButton()
        flow = FlowLayout(self, theme.INSET, right=True)
        flow.setContentsMargins(theme.INSET + theme.GRID, theme.GAP, theme.INSET, theme.GAP)
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (
            self._who(),
            self.state_button,
            self.ready_button,
            self.help_button,
            self._listeners,
            spring,
            *self._tiles,
            self._end(),
        ):
            flow.addWidget(part)

    def _who(self) -> QWidget:
        who = QWidget()
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._station)
        row = QHBoxLayout(who)
        row.setContentsMargins(0, 0, theme.GAP, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(IconView(Icon.USER, 24))
        row.addLayout(lines)
        return who

    def _end(self) -> QWidget:
        """What stands at the right edge, kept together."""
        end = QWidget()
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._link)
        row.addWidget(self.look_button)
        return end

    def _connect(self) -> None:
        self._desk.subscribe(self.refresh, Change.AGENT, Change.QUEUES, Change.LINK, Change.CHOICES, Change.ASKING)
        self._desk.subscribe(self._show_listeners, Change.CALL)
        self.state_button.chosen.connect(self._choose)
        self.ready_button.clicked.connect(self.state_button.choose_ready)
        self.look_button.language_chosen.connect(self.language_chosen)
        self.look_button.look_chosen.connect(self.look_chosen)

    def retranslate(self) -> None:
        ready = self.tr("Go ready")
        self.ready_button.setText(ready)
        self.ready_button.setAccessibleName(f"{ready} ({READY_KEY})")
        self.ready_button.setToolTip(f"{ready} ({READY_KEY})")
        self.refresh()

    def refresh(self) -> None:
        now_ms = self._desk.now_ms()
        view = present(self._desk.state, now_ms)
        self._name.setText(view.name)
        self._station.setText(self.tr("Station {number}").format(number=view.station) if view.station else view.user)
        self.state_button.show_state(view.state, self._desk.state.not_ready_reasons, now_ms)
        self.ready_button.setVisible(view.state is not None and view.state.offer_ready)
        self.ready_button.setEnabled(view.state is not None and view.state.may_choose)
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(view.queues))
            if number < len(view.queues):
                tile.show_figure(view.queues[number], now_ms)
        self._show_link(view, now_ms)
        self._show_listeners()

    def tick(self, now_ms: int) -> None:
        """Time alone has passed: it moves the timers, and may age the link or a wait."""
        self.state_button.tick(now_ms)
        self.help_button.tick(now_ms)
        view = present(self._desk.state, now_ms)
        for figure, tile in zip(view.queues, self._tiles, strict=False):
            tile.show_figure(figure, now_ms)
        self._show_link(view, now_ms)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_link(self, view: TopBarView, now_ms: int) -> None:
        texts = {
            LinkFace.CONNECTING: self.tr("Connecting"),
            LinkFace.LIVE: self.tr("Live"),
            LinkFace.OLD: self.tr("Silent for {age}"),
            LinkFace.LOST: self.tr("Lost {age} ago"),
            LinkFace.CLOSED: self.tr("Closed"),
        }
        age = stopwatch(now_ms - view.heard_ms)
        drawing, tone = _LINK_FACES[view.link]
        self._link.set(texts[view.link].format(age=age), drawing, tone, loud=tone is Tone.ALERT)
        self._link.setToolTip(self.tr("The centre was last heard of {age} ago").format(age=age))

    def _show_listeners(self) -> None:
        """A supervisor who is with the call, as far as the rules let the agent know."""
        call = self._desk.state.call
        listeners = call.view.listeners if call is not None else ()
        text = ", ".join(boardwords.listener(one.mode, one.name) for one in listeners)
        self._listeners.set(text, Icon.USERS, Tone.ACCENT)
        self._listeners.setVisible(bool(listeners))

    def _choose(self, choice: Choice) -> None:
        self._desk.ask(SetAgentState(choice.state, choice.reason))
