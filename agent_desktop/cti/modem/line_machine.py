"""Where an analogue line is: one machine, one table.

The line is *on hook* and free. When the exchange rings the bell it is *ringing*; between two rings there is silence, so only a
pause that is too long tells that the caller has given up. Taking the call means to go off hook, and between the command and
the modem's answer the line is being *taken*. Calling out, it is *dialling* until the far end is heard to ring, *alerting* until it
answers. Either way it is then *up*: two people, or a person and a menu, can hear one another.

Nobody tells us on a wire when the far end hangs up; a busy tone, a dial tone or a break of the current does. Whoever ends it, we
go on hook, and while the modem does so the line is *hanging up*: no call is begun in it. A call that we want to be rid of while it
rings cannot be refused on a wire: it rings on, *ignored*, until its caller gives up.

A pair that is not in the table is refused and changes nothing.
"""

from __future__ import annotations

import enum

from agent_desktop.errors import DeskError


class Hook(enum.StrEnum):
    """Where the line is."""

    ON_HOOK = "on_hook"
    """Free."""
    RINGING = "ringing"
    """Somebody calls."""
    TAKING = "taking"
    """Told to go off hook; the modem has not said that it is."""
    DIALLING = "dialling"
    """Digits go out, or have gone; the far end has not been heard."""
    ALERTING = "alerting"
    """The far end rings."""
    UP = "up"
    """A connection stands."""
    HANGING_UP = "hanging_up"
    """Told to go on hook; the modem has not said that it is."""
    IGNORED = "ignored"
    """It rings, and we want nothing of it."""


class LineEvent(enum.StrEnum):
    """What happens to the line."""

    RING = enum.auto()
    """One ring of the bell."""
    RINGS_END = enum.auto()
    """No further ring within the longest pause."""
    TAKE = enum.auto()
    """We want the call."""
    OFF_HOOK = enum.auto()
    """The modem has taken it."""
    NOT_TAKEN = enum.auto()
    """The modem could not: it rings on."""
    DIAL = enum.auto()
    FAR_RINGS = enum.auto()
    FAR_ANSWERS = enum.auto()
    """Somebody is there; where the modem cannot tell, the digits are out."""
    CLEAR = enum.auto()
    """It is over: we hang up, or the far end has."""
    RELEASED = enum.auto()
    """The modem is on hook."""


class OutOfTurn(DeskError):
    """An event that cannot be where the line is; nothing has changed."""


_H = Hook
_E = LineEvent

TRANSITIONS: dict[tuple[Hook, LineEvent], Hook] = {
    (_H.ON_HOOK, _E.RING): _H.RINGING,
    (_H.ON_HOOK, _E.DIAL): _H.DIALLING,
    (_H.RINGING, _E.RING): _H.RINGING,
    (_H.RINGING, _E.RINGS_END): _H.ON_HOOK,
    (_H.RINGING, _E.TAKE): _H.TAKING,
    (_H.RINGING, _E.CLEAR): _H.IGNORED,
    (_H.IGNORED, _E.RING): _H.IGNORED,
    (_H.IGNORED, _E.RINGS_END): _H.ON_HOOK,
    (_H.TAKING, _E.RING): _H.TAKING,
    (_H.TAKING, _E.OFF_HOOK): _H.UP,
    (_H.TAKING, _E.NOT_TAKEN): _H.RINGING,
    (_H.TAKING, _E.CLEAR): _H.HANGING_UP,
    (_H.DIALLING, _E.FAR_RINGS): _H.ALERTING,
    (_H.DIALLING, _E.FAR_ANSWERS): _H.UP,
    (_H.DIALLING, _E.CLEAR): _H.HANGING_UP,
    (_H.ALERTING, _E.FAR_RINGS): _H.ALERTING,
    (_H.ALERTING, _E.FAR_ANSWERS): _H.UP,
    (_H.ALERTING, _E.CLEAR): _H.HANGING_UP,
    (_H.UP, _E.CLEAR): _H.HANGING_UP,
    (_H.HANGING_UP, _E.RELEASED): _H.ON_HOOK,
}


def can(hook: Hook, event: LineEvent) -> bool:
    """Whether the pair is in the table."""
    return (hook, event) in TRANSITIONS


def advance(hook: Hook, event: LineEvent) -> Hook:
    """Where the line is then.

    Raises:
        OutOfTurn: that cannot be.

    """
    following = TRANSITIONS.get((hook, event))
    if following is None:
        raise OutOfTurn(f"{event.value} while the line is {hook.value}")
    return following
