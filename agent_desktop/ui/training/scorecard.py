"""A score to act on: parts with their points, under each what was right or wrong, with its moment; beside it the call played again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from agent_desktop.protocol.training import AttemptView
from agent_desktop.training.score import Finding, PartScore
from agent_desktop.ui import i18n, icons, theme
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.training.turns import TurnList
from agent_desktop.ui.training.words import TrainingWords
from agent_desktop.ui.widgets.label import Label

GOOD_ENOUGH = 0.75
"""A part with a smaller share of its points stands open."""


class ScoreTree(QTreeWidget):
    """Parts and findings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = TrainingWords(self)
        self._attempt: AttemptView | None = None
        self.setColumnCount(3)
        self.setWordWrap(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.retranslate()

    def show_attempt(self, attempt: AttemptView) -> None:
        self._attempt = attempt
        self.clear()
        for part in attempt.score.parts:
            self.addTopLevelItem(item := self._part(part))
            item.setExpanded(part.points < part.of * GOOD_ENOUGH)
            for row, finding in enumerate(part.findings):
                self.setFirstColumnSpanned(row, self.indexFromItem(item), finding.at is None)

    def retranslate(self) -> None:
        self._words.retranslate()
        self.setHeaderLabels([self.tr("What"), self.tr("Moment"), self.tr("Points")])
        self.setAccessibleName(self.tr("Score by parts"))
        if self._attempt is not None:
            self.show_attempt(self._attempt)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _part(self, part: PartScore) -> QTreeWidgetItem:
        points = f"{part.points:.0f} / {part.of:.0f}"
        item = QTreeWidgetItem([self._words.parts[part.part], "", points])
        good = part.points >= part.of * GOOD_ENOUGH
        _dress(item, Icon.CHECK if good else Icon.ALERT, Tone.READY if good else Tone.OFFER)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for finding in part.findings:
            item.addChild(self._finding(finding))
        return item

    def _finding(self, finding: Finding) -> QTreeWidgetItem:
        item = QTreeWidgetItem([self._words.finding(finding), self._words.moment(finding.at), ""])
        _dress(item, Icon.CHECK if finding.good else Icon.CLOSE, Tone.READY if finding.good else Tone.ALERT)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item


def _dress(item: QTreeWidgetItem, icon: Icon, tone: Tone) -> None:
    item.setIcon(0, icons.icon(icon, theme.shade(tone).ink, theme.tokens().disabled, theme.scaled(14)))


class ScoreDialog(QDialog):
    """One attempt; Escape closes it."""

    def __init__(self, attempt: AttemptView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attempt = attempt
        self._headline = Label(style=TextStyle.TITLE)
        self._tree, self._turns = ScoreTree(), TurnList()
        halves = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        halves.addWidget(self._tree)
        halves.addWidget(self._turns)
        halves.setSizes([560, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.INSET, theme.INSET, theme.INSET, theme.INSET)
        whole.setSpacing(theme.INSET)
        whole.addWidget(self._headline)
        whole.addWidget(halves, 1)
        self._tree.show_attempt(attempt)
        self._turns.show_turns(attempt.turns, attempt.card.began_ms)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.retranslate()
        self.resize(
            self.sizeHint().boundedTo(self.screen().availableSize())
        )  # Qt's own choice is two thirds of the screen

    def retranslate(self) -> None:
        card = self._attempt.card
        title = card.title.of(i18n.language())
        self._headline.setText(
            self.tr("{points} points – {title}, {name}").format(points=card.points, title=title, name=card.name)
        )
        self.setWindowTitle(self.tr("Score"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(1040), theme.scaled(600))
