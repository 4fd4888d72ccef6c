"""A wave of calls: which scenarios, in which language, how many calls. They come through the menu and the queues, as real ones do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QListWidgetItem, QSpinBox, QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import StartWave
from agent_desktop.protocol.training import ScenarioCard
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.training.lines import LineList
from agent_desktop.ui.widgets.buttons import ActionButton
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.label import Label

START_KEY = "F5"
MOST_CALLS = 200
_ID = Qt.ItemDataRole.UserRole


class WavePanel(Card):
    """Signals: `wanted`, with a `StartWave`."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Icon.CALL_IN, parent)
        self._cards: tuple[ScenarioCard, ...] = ()
        self.scenarios = LineList()
        self._about = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.language = Combo()
        self.calls = QSpinBox(minimum=1, maximum=MOST_CALLS)
        self.calls.lineEdit().setTextMargins(theme.GAP, 0, 0, 0)  # the stylesheet's padding is not for it
        self.start = ActionButton(Icon.CALL_IN, START_KEY, Tone.ACCENT)
        self._language_label, self._calls_label = Label(), Label()
        form = QFormLayout()
        form.setSpacing(theme.GAP)
        form.addRow(self._language_label, self.language)
        form.addRow(self._calls_label, self.calls)
        self.body.addWidget(self.scenarios, 3)
        self.body.addWidget(self._about, 1)
        self.body.addLayout(form)
        self.body.addWidget(self.start)
        for language in Language:
            self.language.addItem("", language)
        self.language.setCurrentIndex(list(Language).index(i18n.language()))
        self.scenarios.currentRowChanged.connect(self._show_about)
        self.scenarios.itemChanged.connect(self._allow)
        self.start.clicked.connect(self._start)
        self.retranslate()

    def show_scenarios(self, cards: tuple[ScenarioCard, ...]) -> None:
        if cards == self._cards:
            return
        self._cards = cards
        self._fill(set())

    def suggest_calls(self, calls: int) -> None:
        """One for each trainee, until the trainer says otherwise."""
        if not self.calls.hasFocus():
            self.calls.setValue(max(1, calls))

    def retranslate(self) -> None:
        self.set_title(self.tr("A wave of calls"))
        self._language_label.setText(self.tr("Callers speak"))
        self._calls_label.setText(self.tr("Calls"))
        for row, name in enumerate(self._languages()):
            self.language.setItemText(row, name)
        self.language.setAccessibleName(self._language_label.text())
        self.calls.setAccessibleName(self._calls_label.text())
        self.scenarios.setAccessibleName(self.tr("Scenarios; Space ticks one"))
        self.start.set_face(self.tr("Let them call"), Icon.CALL_IN, Tone.ACCENT)
        self._fill({str(item.data(_ID)) for item in self._ticked()})

    def _languages(self) -> tuple[str, ...]:
        names = {Language.EN: self.tr("English"), Language.ZH_CN: self.tr("Chinese")}
        return tuple(names[language] for language in Language)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.language.setCurrentIndex(list(Language).index(i18n.language()))
            self.retranslate()

    def _fill(self, ticked: set[str]) -> None:
        row = max(0, self.scenarios.currentRow())
        self.scenarios.clear()
        for card in self._cards:
            item = QListWidgetItem(card.title.of(i18n.language()))
            item.setData(_ID, card.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if card.id in ticked else Qt.CheckState.Unchecked)
            self.scenarios.add(item)
        self.scenarios.setCurrentRow(min(row, self.scenarios.count() - 1))
        self._allow()

    def _ticked(self) -> list[QListWidgetItem]:
        items = (self.scenarios.item(row) for row in range(self.scenarios.count()))
        return [item for item in items if item.checkState() is Qt.CheckState.Checked]

    def _show_about(self, row: int) -> None:
        if not 0 <= row < len(self._cards):
            self._about.setText("")
            return
        card, language = self._cards[row], i18n.language()
        aim = self.tr("Wants: {aim}").format(aim=card.aim.of(language))
        self._about.setText(f"{card.about.of(language)}\n{aim}")

    def _allow(self) -> None:
        self.start.allow(bool(self._ticked()), self.tr("Tick a scenario first."))

    def _start(self) -> None:
        scenarios = tuple(str(item.data(_ID)) for item in self._ticked())
        if scenarios:
            self.wanted.emit(StartWave(scenarios, Language(self.language.currentData()), self.calls.value()))
