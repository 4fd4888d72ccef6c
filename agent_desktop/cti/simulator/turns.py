"""Turns: what applications have done to a channel or a bridge, one after another.

Playbacks take turns, and on a channel recordings take turns with them. What is asked for while another runs waits; when the
channel or bridge ends, those that wait still have their moment, as in Asterisk: they begin and are cut at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Turn:
    """One thing that takes its time."""

    begin: Callable[[], bool]
    """Begins it; False when that was its end already."""
    cut: Callable[[], None]
    """Ends it before its time."""
    begun: bool = False


Turns = deque[Turn]


def take(turns: Turns, turn: Turn) -> None:
    """Wait for a turn; at once where nobody waits."""
    turns.append(turn)
    if len(turns) == 1:
        _advance(turns)


def beside(turns: Turns, turn: Turn) -> None:
    """Begin at once, whatever else is going on."""
    turn.begun = True
    turns.append(turn)
    turn.begin()


def give_up(turns: Turns, turn: Turn) -> None:
    """It is over, or never begins: the next one has its turn."""
    turns.remove(turn)
    _advance(turns)


def cut_all(turns: Turns) -> None:
    """Nothing more is heard or recorded here."""
    waiting = list(turns)
    turns.clear()
    for turn in waiting:
        if turn.begun or turn.begin():
            turn.cut()


def _advance(turns: Turns) -> None:
    while turns and not turns[0].begun:
        turns[0].begun = True
        if not turns[0].begin():
            turns.popleft()
