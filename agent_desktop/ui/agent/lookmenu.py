"""Language, appearance and size of text: one small button, one menu."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.roles import Icon, Scheme
from agent_desktop.ui.widgets.buttons import IconButton

LANGUAGE_NAMES = {Language.EN: "English", Language.ZH_CN: "简体中文"}
"""Each in itself, so that whoever is lost in the other one finds back."""


class LookButton(IconButton):
    """Signals: `language_chosen` with a `Language`, `look_chosen` with a `Look`."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Icon.SETTINGS, parent)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._triggered)
        self.clicked.connect(self.open_menu)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_name(self.tr("Language, appearance, text size"))

    def open_menu(self) -> None:
        self._fill()
        at = self.mapToGlobal(QPoint(self.width(), self.height() + theme.GRID))
        self._menu.popup(at - QPoint(self._menu.sizeHint().width(), 0))

    def menu(self) -> QMenu:
        return self._menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self) -> None:
        self._menu.clear()
        look = theme.look()
        languages = [(LANGUAGE_NAMES[language], language, language is i18n.language()) for language in Language]
        self._section(self.tr("Language"), languages)
        schemes = {Scheme.LIGHT: self.tr("Light"), Scheme.DARK: self.tr("Dark")}
        looks = [(name, replace(look, scheme=scheme), scheme is look.scheme) for scheme, name in schemes.items()]
        self._section(self.tr("Appearance"), looks)
        sizes = [(f"{scale:.0%}", replace(look, scale=scale), scale == look.scale) for scale in theme.SCALES]
        self._section(self.tr("Text size"), sizes)

    def _section(
        self, title: str, entries: list[tuple[str, Language, bool]] | list[tuple[str, theme.Look, bool]]
    ) -> None:
        self._menu.addAction(title).setEnabled(False)
        group = QActionGroup(self._menu)
        for name, value, chosen in entries:
            action = QAction(name, group, checkable=True, checked=chosen)
            action.setData(value)
            self._menu.addAction(action)
        self._menu.addSeparator()

    def _triggered(self, action: QAction) -> None:
        chosen = action.data()
        if isinstance(chosen, str):  # Qt keeps the text of an enum, not the enum
            self.language_chosen.emit(Language(chosen))
        elif isinstance(chosen, theme.Look):
            self.look_chosen.emit(chosen)
