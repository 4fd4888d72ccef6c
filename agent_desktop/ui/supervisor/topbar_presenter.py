"""What stands across the top of a supervisor's window: the centre in seven figures. Pure. Must never import Qt."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Thresholds, Watched
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.queues_presenter import QueueRow
from agent_desktop.ui.supervisor.thresholds import FACES


class Figure(enum.Enum):
    """One of them."""

    WAITING = "waiting"
    LONGEST = "longest"
    LEVEL = "level"
    READY = "ready"
    IN_CALLS = "in_calls"
    WRAP_UP = "wrap_up"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class FigureView:
    """How it is shown."""

    text: str
    tone: Tone
    icon: Icon
    level: Level = Level.FINE


def figures(everything: QueueRow, thresholds: Thresholds, now_ms: int) -> dict[Figure, FigureView]:
    """All of them, in their order."""
    longest, states = everything.longest_ms(now_ms), everything.states
    levels = everything.levels(thresholds, now_ms)
    level = "–" if everything.level is None else f"{100 * everything.level:.0f} %"
    return {
        Figure.WAITING: _graded(str(everything.waiting), levels[Watched.WAITING], Icon.QUEUE),
        Figure.LONGEST: _graded(
            "–" if longest is None else stopwatch(longest), levels[Watched.LONGEST_WAIT], Icon.CLOCK
        ),
        Figure.LEVEL: _graded(level, levels[Watched.SERVICE_LEVEL], Icon.CHECK),
        Figure.READY: FigureView(str(states[AgentState.READY]), Tone.READY, Icon.READY),
        Figure.IN_CALLS: FigureView(str(states[AgentState.BUSY] + states[AgentState.RESERVED]), Tone.BUSY, Icon.BUSY),
        Figure.WRAP_UP: FigureView(str(states[AgentState.WRAP_UP]), Tone.WRAP_UP, Icon.WRAP_UP),
        Figure.NOT_READY: FigureView(str(states[AgentState.NOT_READY]), Tone.NOT_READY, Icon.NOT_READY),
    }


def _graded(text: str, level: Level, icon: Icon) -> FigureView:
    tone, warning = FACES[level]
    return FigureView(text, tone, warning or icon, level)
