"""What the top bar shows: who I am, my state and what I may change it to, my queues, the link and how old it is.

Pure: state and time in, values out. Must never import Qt.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.messages import AgentState, AgentView, CallPhase, QueueView
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import FRESH_S
from agent_desktop.ui.desk import DeskState, LinkState
from agent_desktop.ui.roles import Icon, Tone

LONG_WAIT_MS = 60_000
"""A caller who has waited longer stands out."""
MAX_FIGURES = 4
"""So many places for queues fit beside the rest of the bar."""
FRESH_MS = round(FRESH_S * 1000)

IN_HAND = frozenset({AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP})
"""States in which a choice is what comes next."""


class LinkFace(enum.Enum):
    """How far what is shown can be trusted."""

    CONNECTING = "connecting"
    """Nothing is known yet."""
    LIVE = "live"
    """It is so."""
    OLD = "old"
    """The link stands but the centre has been silent."""
    LOST = "lost"
    """It was so; another try is under way."""
    CLOSED = "closed"
    """It was so when the session ended."""


class Trouble(enum.Enum):
    """What the banner across the window says, most serious first."""

    LINK = "link"
    """The centre cannot be reached."""
    SWITCH = "switch"
    """The centre cannot reach the switch."""
    STATION = "station"
    """The agent's telephone cannot be reached."""


@dataclass(frozen=True, slots=True)
class StateView:
    """The agent's state, and what may be chosen."""

    state: AgentState
    since_ms: int
    until_ms: int | None
    """Wrap-up only: when it ends."""
    reason: str
    """Not-ready reason code; empty otherwise."""
    comes_next: bool
    """A choice takes effect after the call in hand."""
    next_reason: str | None
    """With `comes_next`: the reason chosen; None is ready."""
    may_choose: bool
    offer_ready: bool
    """Ready is the obvious next thing: show it as a button of its own."""
    takes_calls: bool = True
    """False: there is no state to be in, and no time to count; only to log off is left."""
    at_work: bool = False
    """Busy with something that nobody is on the line of."""


@dataclass(frozen=True, slots=True)
class QueueFigure:
    """One queue, or with an empty `queue` the sum of those that have no room."""

    queue: str
    label: Text | None
    """None: the centre has not named it."""
    waiting: int
    oldest_since_ms: int | None
    tone: Tone
    icon: Icon


@dataclass(frozen=True, slots=True)
class TopBarView:
    """The whole bar."""

    name: str
    user: str
    station: str
    state: StateView | None
    """None before the first welcome."""
    queues: tuple[QueueFigure, ...]
    link: LinkFace
    heard_ms: int
    trouble: Trouble | None


def present(state: DeskState, now_ms: int) -> TopBarView:
    who, agent = state.who, state.agent
    link = link_face(state, now_ms)
    return TopBarView(
        name=who.name if who else "",
        user=who.user if who else "",
        station=agent.station if agent else "",
        state=_state(state, agent) if agent else None,
        queues=_figures(state, now_ms),
        link=link,
        heard_ms=state.link.heard_ms,
        trouble=_trouble(state, link),
    )


def link_face(state: DeskState, now_ms: int) -> LinkFace:
    """The link's state, with silence on an open link counted as old."""
    match state.link.state:
        case LinkState.CONNECTING:
            return LinkFace.CONNECTING
        case LinkState.UP:
            return LinkFace.OLD if now_ms - state.link.heard_ms > FRESH_MS else LinkFace.LIVE
        case LinkState.LOST:
            return LinkFace.LOST
        case LinkState.CLOSED:
            return LinkFace.CLOSED


def _state(state: DeskState, agent: AgentView) -> StateView:
    comes_next = agent.state in IN_HAND
    may_choose = state.link.state is LinkState.UP and "SetAgentState" not in state.asking
    return StateView(
        state=agent.state,
        since_ms=agent.since_ms,
        until_ms=agent.wrap_up_ends_ms if agent.state is AgentState.WRAP_UP else None,
        reason=agent.reason,
        comes_next=comes_next,
        next_reason=agent.next_reason,
        may_choose=may_choose,
        offer_ready=agent.state is AgentState.NOT_READY,
        takes_calls=agent.takes_calls,
        at_work=state.call is not None and state.call.view.phase is CallPhase.WORKING,
    )


def _figures(state: DeskState, now_ms: int) -> tuple[QueueFigure, ...]:
    """One figure per queue, always in the same places; the last place is the sum of what has no room."""
    figures = tuple(_figure(state, view, now_ms) for view in state.queues)
    if len(figures) <= MAX_FIGURES:
        return figures
    rest = state.queues[MAX_FIGURES - 1 :]
    since = [view.oldest_since_ms for view in rest if view.oldest_since_ms is not None]
    together = QueueView(QueueId(""), sum(view.waiting for view in rest), min(since, default=None))
    return (*figures[: MAX_FIGURES - 1], _figure(state, together, now_ms))


def _figure(state: DeskState, view: QueueView, now_ms: int) -> QueueFigure:
    waits_long = view.oldest_since_ms is not None and now_ms - view.oldest_since_ms >= LONG_WAIT_MS
    if waits_long:
        tone, icon = Tone.ALERT, Icon.ALERT
    elif view.waiting:
        tone, icon = Tone.OFFER, Icon.CLOCK
    else:
        tone, icon = Tone.NEUTRAL, Icon.CHECK
    return QueueFigure(view.queue, state.queue_labels.get(view.queue), view.waiting, view.oldest_since_ms, tone, icon)


def _trouble(state: DeskState, link: LinkFace) -> Trouble | None:
    if link in {LinkFace.OLD, LinkFace.LOST, LinkFace.CLOSED}:
        return Trouble.LINK
    if link is LinkFace.CONNECTING or state.agent is None:
        return None
    if not state.switch_up:
        return Trouble.SWITCH
    return None if state.agent.station_up else Trouble.STATION
