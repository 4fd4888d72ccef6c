"""The top of a supervisor's window: who I am, the centre in seven figures, the link, the look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.ui import boardwords, theme
from agent_desktop.ui.agent.lookmenu import LookButton
from agent_desktop.ui.agent.topbar_presenter import LinkFace, link_face
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.queues_presenter import QueueRow
from agent_desktop.ui.supervisor.topbar_presenter import Figure, FigureView, figures
from agent_desktop.ui.widgets.buttons import Button, IconButton
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.flow import FlowLayout
from agent_desktop.ui.widgets.label import ElidedLabel, Label

WALL_KEY = "F12"
CALLS_KEY = "F10"
FIGURES_KEY = "F3"
_WIDTH = 92
_LINKS = {
    LinkFace.CONNECTING: (Icon.LINK, Tone.NEUTRAL),
    LinkFace.LIVE: (Icon.LINK, Tone.READY),
    LinkFace.OLD: (Icon.LINK_LOST, Tone.ALERT),
    LinkFace.LOST: (Icon.LINK_LOST, Tone.ALERT),
    LinkFace.CLOSED: (Icon.LINK_LOST, Tone.ALERT),
}


class FigureTile(QFrame):
    """A figure that is read from a distance, over what it is; of one width, so that nothing moves while it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._caption = ElidedLabel(style=TextStyle.CAPTION, muted=True)
        self._icon = IconView(Icon.CHECK, 18)
        self._value = Label(style=TextStyle.TITLE)
        self._value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self._icon)
        row.addWidget(self._value, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._caption)
        whole.addLayout(row)

    def show_figure(self, caption: str, view: FigureView) -> None:
        self._caption.setText(caption)
        self._icon.set(view.icon, view.tone)
        self._value.set_tone(view.tone if view.tone is not Tone.NEUTRAL else None)
        if view.text != self._value.text():
            self._value.setText(view.text)
            self.setAccessibleName(f"{caption}: {view.text}")
        if (word := boardwords.level(view.level)) != self.toolTip():
            self.setToolTip(word)
            self.setAccessibleDescription(word)
        self.setFixedWidth(theme.scaled(_WIDTH))


class TopBar(QFrame):
    """Signals: `language_chosen`, `look_chosen`; `wall_wanted`, `calls_wanted`, `figures_wanted`: another window is."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)
    wall_wanted = Signal()
    calls_wanted = Signal()
    figures_wanted = Signal()

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._lens = desk, lens
        self._everything: QueueRow | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setProperty("panel", "bar")
        self._name = Label(style=TextStyle.STRONG)
        self._role = Label(style=TextStyle.CAPTION, muted=True)
        self._tiles = {figure: FigureTile() for figure in Figure}
        self.sound_button = IconButton(Icon.BELL)
        self.sound_button.setCheckable(True)
        self.wall_button = IconButton(Icon.BUILDING)
        self.calls_button = Button(Icon.BUSY)
        self.figures_button = IconButton(Icon.CALENDAR)
        self._link = Chip()
        self.look_button = LookButton()
        flow = FlowLayout(self, theme.INSET, right=True)
        flow.setContentsMargins(theme.INSET + theme.GRID, theme.GAP, theme.INSET, theme.GAP)
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (self._who(), *self._tiles.values(), spring, self._end()):
            flow.addWidget(part)

    def _who(self) -> QWidget:
        who = QWidget()
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._role)
        row = QHBoxLayout(who)
        row.setContentsMargins(0, 0, theme.GAP, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(IconView(Icon.USERS, 24))
        row.addLayout(lines)
        return who

    def _end(self) -> QWidget:
        end = QWidget()
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        buttons = (self.calls_button, self.figures_button, self.wall_button, self.sound_button)
        for part in (*buttons, self._link, self.look_button):
            row.addWidget(part)
        return end

    def _connect(self) -> None:
        self._desk.subscribe(self.refresh, Change.AGENT, Change.LINK)
        self._lens.changed.connect(self.refresh)
        self.look_button.language_chosen.connect(self.language_chosen)
        self.look_button.look_chosen.connect(self.look_chosen)
        self.wall_button.clicked.connect(self.wall_wanted)
        self.calls_button.clicked.connect(self.calls_wanted)
        self.figures_button.clicked.connect(self.figures_wanted)
        self.sound_button.toggled.connect(self._lens.sound)

    def retranslate(self) -> None:
        self.wall_button.set_name(self.tr("Wall display ({key})").format(key=WALL_KEY))
        self.figures_button.set_name(self.tr("Daily figures ({key})").format(key=FIGURES_KEY))
        self.calls_button.setText(self.tr("My calls"))
        hint = self.tr("My calls: take calls yourself, in a window of their own ({key})").format(key=CALLS_KEY)
        self.calls_button.setToolTip(hint)
        self.calls_button.setAccessibleName(hint)
        self.refresh()

    def refresh(self) -> None:
        who, agent = self._desk.state.who, self._desk.state.agent
        self._name.setText(who.name if who else "")
        station = agent.station if agent else ""
        role = self.tr("Supervisor")
        self._role.setText(self.tr("{role}, station {number}").format(role=role, number=station) if station else role)
        self.sound_button.setChecked(self._lens.sounds)
        self.sound_button.set_name(self.tr("Sound: on") if self._lens.sounds else self.tr("Sound: off"))
        self.tick(self._desk.now_ms())

    def show_everything(self, everything: QueueRow) -> None:
        """All queues together, as they are now."""
        self._everything = everything
        self.tick(self._desk.now_ms())

    def tick(self, now_ms: int) -> None:
        self._show_link(now_ms)
        if self._everything is None:
            return
        captions = self._captions()
        for figure, view in figures(self._everything, self._lens.thresholds, now_ms).items():
            self._tiles[figure].show_figure(captions[figure], view)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _captions(self) -> dict[Figure, str]:
        return {
            Figure.WAITING: self.tr("Waiting"),
            Figure.LONGEST: self.tr("Longest wait"),
            Figure.LEVEL: self.tr("Service level"),
            Figure.READY: self.tr("Ready"),
            Figure.IN_CALLS: self.tr("In calls"),
            Figure.WRAP_UP: self.tr("Wrap-up"),
            Figure.NOT_READY: self.tr("Not ready"),
        }

    def _show_link(self, now_ms: int) -> None:
        face = link_face(self._desk.state, now_ms)
        age = stopwatch(now_ms - self._desk.state.link.heard_ms)
        texts = {
            LinkFace.CONNECTING: self.tr("Connecting"),
            LinkFace.LIVE: self.tr("Live"),
            LinkFace.OLD: self.tr("Silent for {age}"),
            LinkFace.LOST: self.tr("Lost {age} ago"),
            LinkFace.CLOSED: self.tr("Closed"),
        }
        icon, tone = _LINKS[face]
        self._link.set(texts[face].format(age=age), icon, tone, loud=tone is Tone.ALERT)
