"""Where a call can be handed to: queues, agents, or a number, narrowed by what is typed; of the agents those first who can take it.

Pure; must never import Qt.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import AgentState, Colleague, TransferTarget
from agent_desktop.ui.roles import Icon

_NUMBER = re.compile(r"\+?[0-9][0-9 ()\-/.]*")
MIN_DIGITS = 2


class TargetKind(enum.Enum):
    """What kind of place it is; the value is the protocol's word."""

    NUMBER = "number"
    QUEUE = "queue"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One line of the list."""

    kind: TargetKind
    target: str
    label: str
    icon: Icon
    colleague: Colleague | None = None
    """How they stand; None: not known, or nobody."""

    @property
    def can_be_asked(self) -> bool:
        """Somebody who can be consulted first: in a queue nobody is anybody yet."""
        return self.kind is not TargetKind.QUEUE


_ICONS = {TargetKind.NUMBER: Icon.CALL_OUT, TargetKind.QUEUE: Icon.QUEUE, TargetKind.AGENT: Icon.USER}


def present(
    targets: tuple[TransferTarget, ...], typed: str, language: Language, colleagues: Mapping[str, Colleague]
) -> tuple[TargetRow, ...]:
    """A typed number first, then the queues, then the agents, in whose names or id every typed word begins a word."""
    words = typed.casefold().split()
    rows = [_number(typed)] if is_number(typed) else []
    for kind in (TargetKind.QUEUE, TargetKind.AGENT):
        found = [one for one in targets if one.kind == kind.value and _matches(one, words)]
        stand = colleagues if kind is TargetKind.AGENT else {}
        rows += sorted((_row(kind, one, language, stand.get(one.target)) for one in found), key=_order)
    return tuple(rows)


def is_number(typed: str) -> bool:
    """Whether this can be dialled."""
    digits = sum(character.isdigit() for character in typed)
    return digits >= MIN_DIGITS and _NUMBER.fullmatch(typed.strip()) is not None


def digits_of(number: str) -> str:
    """A number as it is dialled: without what a person writes between its digits."""
    return ("+" if number.strip().startswith("+") else "") + "".join(filter(str.isdigit, number))


def _number(typed: str) -> TargetRow:
    return TargetRow(TargetKind.NUMBER, digits_of(typed), typed.strip(), _ICONS[TargetKind.NUMBER])


def _row(kind: TargetKind, one: TransferTarget, language: Language, colleague: Colleague | None) -> TargetRow:
    return TargetRow(kind, one.target, one.label.of(language), _ICONS[kind], colleague)


def _matches(one: TransferTarget, words: list[str]) -> bool:
    """Both languages count, and pinyin, so that nobody has to switch to find a colleague. What is spelled in letters or digits is
    found from the beginning of a word only: "dan" is Daniel and not a queue that spells "dingdan". Chinese has no such beginnings.
    """
    names = f"{one.label.en} {one.label.zh_CN} {one.target} {one.spelling}".casefold()
    starts = re.split(r"[\s()\-_.,]+", names)
    if any(start.startswith("".join(words)) for start in starts):
        return True
    return all(
        any(start.startswith(word) for start in starts) or (not word.isascii() and word in names) for word in words
    )


def _order(row: TargetRow) -> tuple[int, str]:
    """Who can take a call now, then who is here, then who is not; each by name."""
    one = row.colleague
    rank = 1 if one is None else 0 if one.available else 2 if one.state is AgentState.LOGGED_OFF else 1
    return rank, row.label.casefold()
