"""The words of the record panel: codes, amounts and instants in the user's language and local time.

One object per panel; its tables are made once per language, because a pop reads dozens of them. Must never decide what is shown.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QObject

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Channel, MatchKind, MatterKind, Stage, Standing, ValueType
from agent_desktop.ui import i18n
from agent_desktop.ui.agent.record_presenter import FieldProblem
from agent_desktop.ui.agent.record_rows import Amount, FactKind, FigureKind, Section, Urgency

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥", "KRW": "₩"}
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
"""ISO 4217: digits after the point where they are not two."""


class RecordWords(QObject):
    """Words for one language; call `retranslate` when it changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.retranslate()

    def retranslate(self) -> None:
        self.locale = i18n.locale()
        self.language = i18n.language()
        self._name_customers()
        self._name_matters()
        self._name_fields()
        self._name_matches()
        self._choose_formats()

    def _name_customers(self) -> None:
        self.standing = {
            Standing.NON_CUSTOMER: self.tr("Not a customer"),
            Standing.POTENTIAL: self.tr("Potential"),
            Standing.TARGET: self.tr("Target"),
            Standing.ACTUAL: self.tr("Customer"),
            Standing.LOST: self.tr("Lost"),
        }
        self.value = {
            ValueType.MOST_VALUABLE: self.tr("Most valuable"),
            ValueType.MOST_GROWABLE: self.tr("Most growable"),
            ValueType.ORDINARY: self.tr("Ordinary"),
            ValueType.BELOW_ZERO: self.tr("Below zero"),
        }
        self.stage = {
            Stage.ACQUIRE: self.tr("New"),
            Stage.LIFT: self.tr("Growing"),
            Stage.MATURE: self.tr("Mature"),
            Stage.DECLINE: self.tr("Declining"),
            Stage.LEAVING: self.tr("Leaving"),
        }

    def _name_matters(self) -> None:
        self.matter = {
            MatterKind.COMPLAINT: self.tr("Complaint"),
            MatterKind.DISPUTE: self.tr("Dispute"),
            MatterKind.DEFECT: self.tr("Defective goods"),
            MatterKind.ORDER: self.tr("Order"),
            MatterKind.REPAIR: self.tr("Repair"),
            MatterKind.FOLLOW_UP: self.tr("Follow-up"),
            MatterKind.CALLBACK: self.tr("Callback"),
            MatterKind.VOICEMAIL: self.tr("Voice message"),
        }
        self.overdue = self.tr("Overdue")
        self.channel = {
            Channel.CALL_IN: self.tr("Incoming call"),
            Channel.CALL_OUT: self.tr("Outgoing call"),
            Channel.EMAIL: self.tr("E-mail"),
            Channel.MESSAGE: self.tr("Message"),
            Channel.VISIT: self.tr("Visit"),
        }

    def _name_fields(self) -> None:
        self.section = {
            Section.MATTERS: self.tr("Open matters"),
            Section.VALUE: self.tr("Value"),
            Section.CONTACTS: self.tr("Last contacts"),
            Section.DETAILS: self.tr("Details"),
        }
        self.fact = {
            FactKind.COMPANY: self.tr("Company"),
            FactKind.CONTACT: self.tr("Contact"),
            FactKind.CODE: self.tr("Code"),
            FactKind.LANGUAGE: self.tr("Language"),
            FactKind.PHONE: self.tr("Phone"),
            FactKind.EMAIL: self.tr("E-mail"),
            FactKind.ADDRESS: self.tr("Address"),
            FactKind.TYPE: self.tr("Type"),
            FactKind.INDUSTRY: self.tr("Industry"),
            FactKind.LEVEL: self.tr("Membership"),
            FactKind.CONTRACT: self.tr("Contract"),
        }
        self.figure = {
            FigureKind.LIFETIME: self.tr("Lifetime value"),
            FigureKind.BALANCE: self.tr("Balance"),
            FigureKind.POINTS: self.tr("Points"),
            FigureKind.ABC: self.tr("ABC class"),
            FigureKind.RFM: self.tr("RFM"),
        }
        self.phone_label = {
            "office": self.tr("Office"),
            "mobile": self.tr("Mobile"),
            "home": self.tr("Home"),
            "fax": self.tr("Fax"),
        }
        self.tongue = {Language.EN: self.tr("English"), Language.ZH_CN: self.tr("Chinese")}
        self.problem = {
            FieldProblem.NAME_MISSING: self.tr("A name is needed."),
            FieldProblem.EMAIL_WRONG: self.tr("This is not an e-mail address."),
        }

    def _name_matches(self) -> None:
        self.match = {
            MatchKind.EXACT: self.tr("The number is on file"),
            MatchKind.EXTENSION: self.tr("Main line of a number on file"),
            MatchKind.SAME_LINE: self.tr("Several people share this line"),
            MatchKind.LOCAL: self.tr("Only the last digits agree"),
            MatchKind.KEYED: self.tr("The caller keyed in a number of theirs"),
            MatchKind.CHOSEN: self.tr("Chosen by you"),
            MatchKind.WITHHELD: self.tr("Number withheld"),
            MatchKind.UNKNOWN: self.tr("Number not on file"),
            MatchKind.UNAVAILABLE: self.tr("Customer database not available"),
        }
        self.match_advice = {
            MatchKind.EXTENSION: self.tr("Ask for the name: a colleague may be calling."),
            MatchKind.SAME_LINE: self.tr("Ask who is calling, then choose."),
            MatchKind.LOCAL: self.tr("Ask for the name before you speak of the file."),
            MatchKind.KEYED: self.tr("Ask for the name before you speak of the file."),
            MatchKind.WITHHELD: self.tr("Ask who is calling, then search or create."),
            MatchKind.UNKNOWN: self.tr("Search by name, or file the caller as new."),
            MatchKind.UNAVAILABLE: self.tr("The call goes on without a record. Note name and number in the log."),
        }

    def _choose_formats(self) -> None:
        self._pressed = self.tr("Pressed %1")
        self._noted = self.tr("Noted")
        self._day = self.tr("d MMM", "QLocale date format: day and month")
        self._day_and_year = self.tr("d MMM yyyy", "QLocale date format: day, month, year")
        self._today = self.tr("today %1")
        self._yesterday = self.tr("yesterday %1")
        self._tomorrow = self.tr("tomorrow %1")

    def pressed(self, keys: str) -> str:
        """What the caller pressed in the voice menu; or that it is something else that was noted."""
        return self._pressed.replace("%1", keys) if keys else self._noted

    # --- values ------------------------------------------------------------------------------------------------------

    def amount(self, amount: Amount, *, whole: bool = False) -> str:
        """Money as the language writes it; `whole` leaves the cents out."""
        digits = _MINOR_DIGITS.get(amount.currency, 2)
        symbol = _SYMBOLS.get(amount.currency, f"{amount.currency} ")
        sign = "\N{MINUS SIGN}" if amount.minor < 0 else ""
        return sign + str(self.locale.toCurrencyString(abs(amount.minor) / 10**digits, symbol, 0 if whole else digits))

    def number(self, number: int) -> str:
        return str(self.locale.toString(number))

    def day(self, at_ms: int, now_ms: int) -> str:
        """A day; with its year unless it is this one."""
        at = _local(at_ms)
        pattern = self._day if at.year == _local(now_ms).year else self._day_and_year
        return str(self.locale.toString(QDate(at.year, at.month, at.day), pattern))

    def moment(self, at_ms: int, now_ms: int) -> str:
        """A day and a time, in words where it is near."""
        at = _local(at_ms)
        near = {-1: self._yesterday, 0: self._today, 1: self._tomorrow}
        pattern = near.get(_days(now_ms, at_ms))
        return pattern.replace("%1", f"{at:%H:%M}") if pattern else f"{self.day(at_ms, now_ms)} {at:%H:%M}"

    def due(self, at_ms: int | None, urgency: Urgency, now_ms: int) -> str:
        """When something is due, or that it was."""
        if at_ms is None:
            return ""
        if urgency is Urgency.OVERDUE:
            return self.tr("Overdue since %1").replace("%1", self.moment(at_ms, now_ms))
        return self.tr("Due %1").replace("%1", self.moment(at_ms, now_ms))

    def contract(self, ends_ms: int, urgency: Urgency, now_ms: int) -> str:
        """When the contract ends, with a word of warning where it is time."""
        day = self.day(ends_ms, now_ms)
        if urgency is Urgency.OVERDUE:
            return self.tr("ended %1").replace("%1", day)
        if urgency is Urgency.SOON:
            days = _days(now_ms, ends_ms)
            text = self.tr("ends %1, %2 days left") if days > 1 else self.tr("ends %1, nearly over")
            return text.replace("%1", day).replace("%2", str(days))
        return self.tr("until %1").replace("%1", day)


def _local(at_ms: int) -> datetime:
    """Local time. Python's own: a QDateTime costs a fifth of a millisecond, and a record has a dozen."""
    return datetime.fromtimestamp(at_ms / 1000)  # noqa: DTZ006 - local on purpose


def _days(from_ms: int, to_ms: int) -> int:
    """Midnights between."""
    return (_local(to_ms).date() - _local(from_ms).date()).days
