"""Which agents the board lists, in which order, and what each figure of theirs asks for. Pure. Must never import Qt."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.board import BoardAgent, BoardMember, CallStage
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Thresholds, Watched
from agent_desktop.ui.board_state import BoardState

_ORDER = (
    AgentState.BUSY,
    AgentState.RESERVED,
    AgentState.READY,
    AgentState.WRAP_UP,
    AgentState.NOT_READY,
    AgentState.LOGGED_OFF,
)
_RANK = {state: rank for rank, state in enumerate(_ORDER)}
_HANDLING = frozenset({AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP})


class SortBy(enum.Enum):
    """What the list goes by. Whoever asks for help comes first in any case."""

    STATE = "state"
    NAME = "name"
    TIME = "time"
    """Longest in their state first."""
    HANDLED = "handled"
    AHT = "aht"
    OCCUPANCY = "occupancy"


class GroupBy(enum.Enum):
    """What the list is divided by."""

    NOTHING = "nothing"
    STATE = "state"
    QUEUE = "queue"
    """The first one that an agent serves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user has asked to see."""

    text: str = ""
    """Part of a name, a user, a queue or a skill."""
    sort: SortBy = SortBy.STATE
    group: GroupBy = GroupBy.NOTHING
    logged_off: bool = False
    """Also those who are not here."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading in the list: a state or a queue, and how many agents follow."""

    key: str
    count: int


Entry = AgentId | Group


def entries(board: BoardState, wanted: Wanted, now_ms: int) -> list[Entry]:
    """The list from top to bottom."""
    rows = [row for row in board.agents.values() if _is_wanted(board, row, wanted)]
    rows.sort(key=_key(board, wanted.sort, now_ms))
    if wanted.group is GroupBy.NOTHING:
        return [row.agent for row in rows]
    groups: dict[str, list[AgentId]] = {}
    for row in rows:
        groups.setdefault(_group(board, row, wanted.group), []).append(row.agent)
    return list(_with_headings(groups, wanted.group))


def occupancy(row: BoardAgent, now_ms: int) -> float | None:
    """Share of the time in which they could work that they did, today: handling / (handling + ready)."""
    passed = max(now_ms - row.since_ms, 0)
    handling = row.handling_ms + (passed if row.state in _HANDLING else 0)
    ready = row.ready_ms + (passed if row.state is AgentState.READY else 0)
    return handling / (handling + ready) if handling + ready > 0 else None


def aht_ms(row: BoardAgent) -> int | None:
    """Average handling time today."""
    return round(row.handle_ms / row.handled) if row.handled else None


def level(board: BoardState, row: BoardAgent, thresholds: Thresholds, now_ms: int) -> Level:
    """What the time in their state asks for."""
    return thresholds.worst(passed_s(board, row, now_ms))


def passed_s(board: BoardState, row: BoardAgent, now_ms: int) -> dict[Watched, float | None]:
    """The seconds that have a threshold: in the state that they are in; with a call on hold, on hold."""
    passed = max(now_ms - row.since_ms, 0) / 1000
    match row.state:
        case AgentState.NOT_READY:
            return {Watched.NOT_READY: passed}
        case AgentState.WRAP_UP:
            return {Watched.WRAP_UP: passed}
        case AgentState.BUSY:
            call = board.calls.get(row.call) if row.call is not None else None
            held = call is not None and call.stage is CallStage.HELD
            return {
                Watched.CALL: passed,
                Watched.HOLD: (now_ms - call.since_ms) / 1000 if call is not None and held else None,
            }
        case _:
            return {}


def asking_for_help(board: BoardState) -> list[BoardAgent]:
    """Who waits for a supervisor, longest first."""
    asking = [row for row in board.agents.values() if row.help_since_ms is not None]
    return sorted(asking, key=lambda row: row.help_since_ms or 0)


def _is_wanted(board: BoardState, row: BoardAgent, wanted: Wanted) -> bool:
    if row.state is AgentState.LOGGED_OFF and not wanted.logged_off:
        return False
    return not wanted.text or _matches(board.members[row.agent], wanted.text.casefold())


def _matches(member: BoardMember, text: str) -> bool:
    words: Iterable[str] = (member.name, member.agent, *member.queues, *member.skills)
    return any(text in word.casefold() for word in words)


def _key(board: BoardState, sort: SortBy, now_ms: int) -> Callable[[BoardAgent], tuple[object, ...]]:
    names = board.sort_names
    figure: dict[SortBy, Callable[[BoardAgent], float]] = {
        SortBy.STATE: lambda row: _RANK[row.state],
        SortBy.NAME: lambda _: 0,
        SortBy.TIME: lambda row: row.since_ms,
        SortBy.HANDLED: lambda row: -row.handled,
        SortBy.AHT: lambda row: -(aht_ms(row) or 0),
        SortBy.OCCUPANCY: lambda row: -(occupancy(row, now_ms) or 0),
    }
    rank = figure[sort]
    return lambda row: (row.help_since_ms is None, rank(row), names[row.agent])


def _group(board: BoardState, row: BoardAgent, by: GroupBy) -> str:
    if by is GroupBy.STATE:
        return row.state.value
    return next(iter(board.members[row.agent].queues), "")


def _with_headings(groups: dict[str, list[AgentId]], by: GroupBy) -> Iterable[Entry]:
    ranks = {state.value: rank for state, rank in _RANK.items()}
    order = sorted(groups, key=lambda key: (ranks.get(key, 0), key)) if by is GroupBy.STATE else sorted(groups)
    for key in order:
        yield Group(key, len(groups[key]))
        yield from groups[key]
