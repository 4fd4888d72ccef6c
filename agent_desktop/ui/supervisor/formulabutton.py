"""How the service level is reckoned: a button that names the formula, and a menu of all of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from agent_desktop.protocol.service_level import Formula
from agent_desktop.ui import boardwords, theme
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.widgets.buttons import Button


class FormulaButton(Button):
    """Follows the lens, and turns it."""

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.CHEVRON_DOWN, parent=parent)
        self._desk, self._lens = desk, lens
        self._menu = QMenu(self)
        self.clicked.connect(self.open_menu)
        self._menu.triggered.connect(self._choose)
        lens.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        formula = self._lens.formula
        self.setText(self.tr("Level: {formula}").format(formula=boardwords.FORMULA_SIGNS[formula]))
        hint = self.tr(
            "Service level: {formula}. An answered, Ab hung up, T the queue's time, s = {short} s. Press to choose another."
        )
        short = f"{self._desk.state.board.short_abandon_s:g}"
        self.setToolTip(hint.format(formula=boardwords.formula(formula), short=short))
        self.setAccessibleName(self.toolTip())

    def open_menu(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for formula in Formula:
            text = f"{boardwords.formula(formula)}\t{boardwords.FORMULA_SIGNS[formula]}"
            action = QAction(text, group, checkable=True, checked=formula is self._lens.formula)
            action.setData(formula.value)
            self._menu.addAction(action)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.GRID)))

    def menu(self) -> QMenu:
        return self._menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _choose(self, action: QAction) -> None:
        self._lens.reckon_by(Formula(action.data()))
