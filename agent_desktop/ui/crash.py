"""A bug of ours: written to the log each time, shown once, and the session stays alive."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

import structlog
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.banner import Banner
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.label import Label

log = structlog.get_logger()


class CrashReport(QWidget):
    """What went wrong, for a report. Comes up without taking the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._build()
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.close)
        self.retranslate()

    def _build(self) -> None:
        self._banner = Banner()
        self._hint = Label(style=TextStyle.BODY, wrap=True)
        self.details = QPlainTextEdit(readOnly=True)
        self._copy, self._close = Button(Icon.LOG), Button(None, "primary")
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.INSET)
        for part, stretch in ((self._banner, 0), (self._hint, 0), (self.details, 1)):
            whole.addWidget(part, stretch)
        whole.addLayout(buttons)
        self.resize(theme.scaled(640), theme.scaled(420))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Something went wrong – Agent Desktop"))
        self._banner.show_text(self.tr("The program made a mistake. Your session goes on; nothing you typed is lost."))
        self._hint.setText(self.tr("Send this text to your administrator. It holds no names or numbers of callers."))
        names = ((self._copy, self.tr("Copy the text")), (self._close, self.tr("Go on working")))
        for button, text in names:
            button.setText(text)
            button.setAccessibleName(text)
        self.details.setAccessibleName(self.tr("What went wrong"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_report(self, report: str) -> None:
        self.details.setPlainText(report)
        self.show()

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


class CrashHook(QObject):
    """Stands where Python hands over what nobody caught: one of the three doors with a broad catch (style, errors)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self.report: CrashReport | None = None

    def install(self) -> None:
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        place = "".join(traceback.format_tb(trace))
        log.error("bug", kind=kind.__name__, place=place)
        if place in self._seen:
            return
        self._seen.add(place)
        if self.report is None:
            self.report = CrashReport()
        self.report.show_report(f"{kind.__name__}\n{place}")
