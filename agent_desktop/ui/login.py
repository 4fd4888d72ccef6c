"""The first window: which centre, who, with which password. Mistakes are said in the window, beside what caused them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent_desktop.ui import messages, theme
from agent_desktop.ui.agent.lookmenu import LookButton
from agent_desktop.ui.login_presenter import Form, Login, Problem, checked
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.banner import Banner, Words
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.card import Card, IconView
from agent_desktop.ui.widgets.label import Label

WIDTH = 400


class LoginWindow(QWidget):
    """Signals: `submitted` with a `Login`; `language_chosen` and `look_chosen` as in the top bar."""

    submitted = Signal(object)
    language_chosen = Signal(object)
    look_chosen = Signal(object)

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._build(form)
        self._connect()
        self.retranslate()
        self._first_empty().setFocus()

    def _build(self, form: Form) -> None:
        self.look_button = LookButton()
        self.server, self.user, self.station = QLineEdit(form.server), QLineEdit(form.user), QLineEdit(form.station)
        self.password = QLineEdit(form.password, echoMode=QLineEdit.EchoMode.Password)
        self.button = Button(Icon.CHEVRON_RIGHT, "primary")
        self.banner = Banner()
        self.banner.hide()
        self._subtitle = Label(style=TextStyle.BODY, muted=True, wrap=True)
        self._title = Label(style=TextStyle.TITLE)
        self._labels = {
            field: Label(style=TextStyle.CAPTION, muted=True)
            for field in (self.server, self.user, self.password, self.station)
        }
        self._card = Card()
        self._card.setFixedWidth(theme.scaled(WIDTH))
        body = self._card.body
        for row in (self._head(), self._subtitle, self.banner):
            body.addWidget(row)
        body.setSpacing(theme.GRID)
        for field, label in self._labels.items():
            label.setBuddy(field)
            body.addSpacing(theme.GAP)
            body.addWidget(label)
            body.addWidget(field)
        body.addSpacing(2 * theme.GAP)
        body.addWidget(self.button)
        self._card.title.hide()
        self._centre()

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(IconView(Icon.BUSY, 24, Tone.ACCENT))
        row.addWidget(self._title, 1)
        row.addWidget(self.look_button)
        return head

    def _centre(self) -> None:
        """Between stretches, not aligned: an aligned card is measured at the window's width and painted at its own, and then a
        message of two lines gets the room of one.
        """
        whole = QVBoxLayout(self)
        margin = 6 * theme.GAP
        whole.setContentsMargins(margin, margin, margin, margin)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._card)
        row.addStretch()
        whole.addStretch()
        whole.addLayout(row)
        whole.addStretch()

    def _connect(self) -> None:
        self.installEventFilter(self)
        self.button.clicked.connect(self.submit)
        for field in self._labels:
            field.returnPressed.connect(self.submit)
            field.textEdited.connect(self.banner.hide)
        self.look_button.language_chosen.connect(self.language_chosen)
        self.look_button.look_chosen.connect(self.look_chosen)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Log in – Agent Desktop"))
        self._title.setText(self.tr("Agent Desktop"))
        self._subtitle.setText(self.tr("Log in to your call centre"))
        texts = {
            self.server: (self.tr("Server"), self.tr("centre.example.com")),
            self.user: (self.tr("User name"), ""),
            self.password: (self.tr("Password"), ""),
            self.station: (self.tr("Station"), self.tr("Your telephone's number; empty: the one on file")),
        }
        for field, (name, hint) in texts.items():
            self._labels[field].setText(name)
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
        self._name_button()

    def form(self) -> Form:
        return Form(self.server.text(), self.user.text(), self.password.text(), self.station.text())

    def submit(self) -> None:
        if self._busy:
            return
        login = checked(self.form())
        if isinstance(login, Login):
            self.banner.hide()
            self.set_busy(busy=True)
            self.submitted.emit(login)
        else:
            self._say(partial(self._problem, login))
            self._field_of(login).setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While the centre is asked, nothing can be changed."""
        self._busy = busy
        for field in self._labels:
            field.setReadOnly(busy)
        self.button.setEnabled(not busy)
        self._name_button()

    def refused(self, error: str, arguments: dict[str, str]) -> None:
        """The centre did not let us in."""
        self.set_busy(busy=False)
        self._say(partial(messages.text, error, arguments))
        self.password.selectAll()
        self.password.setFocus()

    def unreachable(self, words: str) -> None:
        """No answer from there, in the socket's own words."""
        self.set_busy(busy=False)
        self._say(partial(self._unreachable, self.server.text().strip(), words.rstrip(".")))
        self.server.setFocus()

    def say_closed(self, words: Words) -> None:
        """Why the session ended, for whoever comes back to this window."""
        self._say(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._card.setFixedWidth(theme.scaled(WIDTH))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is said may be of any length, and in letters of any size: the window grows with it."""
        whole = self.layout()
        if event.type() is QEvent.Type.LayoutRequest and whole is not None and self.isVisible():
            self.resize(self.width(), max(self.height(), whole.totalHeightForWidth(self.width())))
        return super().eventFilter(watched, event)

    def _say(self, words: Words) -> None:
        self.banner.say(words)

    def _name_button(self) -> None:
        text = self.tr("Connecting …") if self._busy else self.tr("Log in")
        self.button.setText(text)
        self.button.setAccessibleName(text)

    def _first_empty(self) -> QLineEdit:
        return next((field for field in (self.server, self.user) if not field.text()), self.password)

    def _field_of(self, problem: Problem) -> QLineEdit:
        return {Problem.USER_MISSING: self.user, Problem.PASSWORD_MISSING: self.password}.get(problem, self.server)

    def _unreachable(self, server: str, words: str) -> str:
        text = self.tr("Can't reach {server}: {words}. Check the address, and that the centre is running.")
        return text.format(server=server, words=words)

    def _problem(self, problem: Problem) -> str:
        return {
            Problem.SERVER_MISSING: self.tr("Enter the address of the centre. Your administrator knows it."),
            Problem.SERVER_UNREADABLE: self.tr(
                "This is no address. Write it like centre.example.com or 10.0.0.5:8765."
            ),
            Problem.PLAIN_TEXT: self.tr(
                "ws:// to another machine would send your password in the open. Use wss://, or leave it out."
            ),
            Problem.USER_MISSING: self.tr("Enter your user name."),
            Problem.PASSWORD_MISSING: self.tr("Enter your password."),
        }[problem]
