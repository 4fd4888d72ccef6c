"""Each row of the record as the texts that are painted, read aloud and copied. Must never decide what is shown or where."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_desktop.protocol.messages import Reason
from agent_desktop.protocol.record import Phone, Stage, Standing, ValueType
from agent_desktop.ui.agent.record_looks import MATTER, STAGE, STANDING, URGENCY, VALUE
from agent_desktop.ui.agent.record_paint import ChipFace
from agent_desktop.ui.agent.record_presenter import CallReason, Headline, MenuReason
from agent_desktop.ui.agent.record_rows import (
    SEPARATOR,
    Amount,
    ContactRow,
    FactKind,
    FactRow,
    Figure,
    FigureKind,
    FiguresRow,
    Heading,
    MatterRow,
    RemarkRow,
    Row,
    TagsRow,
    Urgency,
)
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.roles import Icon, Tone


@dataclass(frozen=True, slots=True)
class RowText:
    """A row's texts: what stands first, what stands under it or before it, what stands at the right."""

    main: str
    under: str = ""
    right: str = ""


@dataclass(slots=True)
class RecordTexts:
    """Rows into texts, at one moment and with one centre's dispositions."""

    words: RecordWords
    now_ms: int = 0
    dispositions: dict[str, str] = field(default_factory=dict)

    def know(self, reasons: tuple[Reason, ...]) -> None:
        """Learn the dispositions' names in the present language."""
        self.dispositions = {reason.code: reason.label.of(self.words.language) for reason in reasons}

    # --- the headline ------------------------------------------------------------------------------------------------

    def reason(self, reason: CallReason) -> ChipFace:
        """Why the caller probably calls."""
        words = self.words
        if isinstance(reason, MenuReason):
            chosen = reason.label.of(words.language)
            return ChipFace(f"{words.pressed(reason.keys)}{SEPARATOR}{chosen}", Icon.KEYPAD, Tone.ACCENT)
        matter = reason.matter
        late = f"{words.overdue}{SEPARATOR}" if reason.urgency is Urgency.OVERDUE else ""
        text = f"{late}{words.matter[matter.kind]} {matter.number}{SEPARATOR}{matter.subject}"
        icon = Icon.ALERT if reason.urgency is Urgency.OVERDUE else MATTER[matter.kind]
        return ChipFace(text, icon, URGENCY[reason.urgency])

    def chips(self, headline: Headline, stage: Stage | None) -> tuple[ChipFace, ...]:
        """Standing, value and stage of life."""
        chips = []
        if headline.standing is not None:
            chips.append(self._standing(headline.standing))
        if headline.value_type is not None:
            chips.append(self._value(headline.value_type))
        if stage is not None:
            chips.append(ChipFace(self.words.stage[stage], *STAGE[stage]))
        return tuple(chips)

    def _standing(self, standing: Standing) -> ChipFace:
        return ChipFace(self.words.standing[standing], *STANDING[standing])

    def _value(self, value: ValueType) -> ChipFace:
        return ChipFace(self.words.value[value], *VALUE[value])

    # --- the rows ----------------------------------------------------------------------------------------------------

    def row(self, row: Row) -> RowText:
        match row:
            case RemarkRow(text=text):
                return RowText(text)
            case TagsRow(tags=tags):
                return RowText(SEPARATOR.join(tags))
            case Heading() | FiguresRow():
                return self._strip(row)
            case MatterRow():
                return self._matter(row)
            case ContactRow():
                return self._contact(row)
            case FactRow():
                return self._fact(row)

    def plain(self, row: Row) -> str:
        """A row in one line, for a screen reader."""
        text = self.row(row)
        if isinstance(row, FactRow):
            return f"{text.under}: {text.main}"
        return ", ".join(part for part in (text.main, text.under, text.right) if part)

    def copied(self, row: Row) -> str:
        """What the clipboard gets: the value alone."""
        if isinstance(row, MatterRow):
            return row.matter.number
        return self.row(row).main

    def _strip(self, row: Heading | FiguresRow) -> RowText:
        if isinstance(row, Heading):
            return RowText(self.words.section[row.section], right=str(row.count) if row.count else "")
        return RowText(SEPARATOR.join(f"{self.figure_name(one)} {self.figure(one)}" for one in row.figures))

    def _matter(self, row: MatterRow) -> RowText:
        matter = row.matter
        due = self.words.due(matter.due_at_ms, row.urgency, self.now_ms)
        return RowText(matter.subject, f"{self.words.matter[matter.kind]}{SEPARATOR}{matter.number}", due)

    def _contact(self, row: ContactRow) -> RowText:
        contact = row.contact
        outcome = self.dispositions.get(contact.disposition, contact.disposition)
        under = SEPARATOR.join(part for part in (contact.agent, outcome) if part)
        return RowText(contact.subject, under, self.words.moment(contact.at_ms, self.now_ms))

    def _fact(self, row: FactRow) -> RowText:
        return RowText(self._fact_value(row), self._fact_name(row))

    def _fact_name(self, row: FactRow) -> str:
        if isinstance(row.value, Phone):
            return self.words.phone_label.get(row.value.label, row.value.label)
        return self.words.fact[row.kind]

    def _fact_value(self, row: FactRow) -> str:
        match row.value:
            case Phone(display=display):
                return display
            case int(ends_ms):
                return self.words.contract(ends_ms, row.urgency, self.now_ms)
            case text if row.kind is FactKind.LANGUAGE:
                return next((name for tongue, name in self.words.tongue.items() if tongue.value == text), text)
            case text:
                return text

    def figure_name(self, figure: Figure) -> str:
        return self.words.figure[figure.kind]

    def figure(self, figure: Figure) -> str:
        match figure.value:
            case Amount() as amount:
                return self.words.amount(amount, whole=figure.kind is FigureKind.LIFETIME)
            case int(number):
                return self.words.number(number)
            case text:
                return text
