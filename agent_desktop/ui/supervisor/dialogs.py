"""What is asked before something is done to an agent: why, and for a move which queues and skills. Blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_desktop.protocol.board import BoardMember
from agent_desktop.ui import theme
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.card import SectionHeader
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.label import Label

LONGEST_NOTE = 200


class _Question(QDialog):
    """A heading, what is asked, and two buttons; Enter does it, Escape leaves all as it is."""

    def __init__(self, heading: str, action: str, variant: str, icon: Icon, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setMinimumWidth(theme.scaled(420))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        self.do_button = Button(icon, variant)
        self.do_button.setText(action)
        self.do_button.setAccessibleName(action)
        self.do_button.setDefault(True)
        self.do_button.clicked.connect(self.accept)
        self._leave = Button()
        self._leave.setText(self.tr("Cancel"))
        self._leave.setAccessibleName(self.tr("Cancel"))
        self._leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addStretch(1)
        foot.addWidget(self._leave)
        foot.addWidget(self.do_button)
        whole = QVBoxLayout(self)
        margin = theme.INSET + theme.GRID
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(theme.INSET)
        whole.addWidget(Label(heading, TextStyle.HEADING, wrap=True))
        whole.addLayout(self.body)
        whole.addLayout(foot)

    def changeEvent(self, event: QEvent) -> None:
        """A question in the wrong language is asked no more."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.reject()


class ReasonDialog(_Question):
    """Asks for the reason that the agent is told; there is no doing it without one."""

    def __init__(
        self,
        heading: str,
        action: str,
        then: Callable[[str], None],
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        icon = Icon.LOGGED_OFF if danger else Icon.CHECK
        super().__init__(heading, action, "danger" if danger else "primary", icon, parent)
        self._then = then
        self.reason = Combo(editable=True)
        self.reason.addItems(self._usual(leaving=danger))
        if (edit := self.reason.lineEdit()) is not None:
            edit.setMaxLength(LONGEST_NOTE)
            edit.selectAll()
        name = self.tr("Reason, shown to the agent")
        self.reason.setAccessibleName(name)
        self.body.addWidget(Label(name, TextStyle.CAPTION, muted=True))
        self.body.addWidget(self.reason)
        self.reason.editTextChanged.connect(self._allow)
        self.accepted.connect(self._done)
        self._allow(self.reason.currentText())
        self.reason.setFocus()

    def _usual(self, *, leaving: bool) -> list[str]:
        if leaving:
            return [
                self.tr("Your shift is over."),
                self.tr("Your seat is unattended."),
                self.tr("Your telephone has to be repaired."),
            ]
        return [
            self.tr("Many callers are waiting."),
            self.tr("Your break has been longer than planned."),
            self.tr("Please come to see me."),
            self.tr("You are needed for training."),
        ]

    def _allow(self, text: str) -> None:
        self.do_button.setEnabled(bool(text.strip()))

    def _done(self) -> None:
        self._then(self.reason.currentText().strip())


class AssignDialog(_Question):
    """Which queues an agent serves and which skills they have, from now on."""

    def __init__(
        self,
        heading: str,
        member: BoardMember,
        queues: dict[str, str],
        skills: list[str],
        then: Callable[[tuple[str, ...], tuple[str, ...]], None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """`queues` are ids and names, `skills` all that anybody has."""
        super().__init__(heading, "", "primary", Icon.CHECK, parent)
        self._then = then
        self.do_button.setText(self.tr("Move now"))
        self.do_button.setAccessibleName(self.tr("Move now"))
        self.queues = self._boxes(self.tr("Queues"), queues, frozenset(member.queues))
        self.skills = self._boxes(self.tr("Skills"), {skill: skill for skill in skills}, frozenset(member.skills))
        self.accepted.connect(self._done)

    def _boxes(self, title: str, choices: dict[str, str], chosen: frozenset[str]) -> dict[str, QCheckBox]:
        boxes = {key: QCheckBox(text) for key, text in choices.items()}
        if boxes:
            self.body.addWidget(SectionHeader(title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.INSET)
        for number, (key, box) in enumerate(boxes.items()):
            box.setChecked(key in chosen)
            grid.addWidget(box, number // 2, number % 2)
        self.body.addLayout(grid)
        return boxes

    def _done(self) -> None:
        self._then(_ticked(self.queues), _ticked(self.skills))


def _ticked(boxes: dict[str, QCheckBox]) -> tuple[str, ...]:
    return tuple(key for key, box in boxes.items() if box.isChecked())
