"""Where a call is: in exactly one place, always.

A call arrives into the *menu*. The flow ends it, puts it through to an *outside* number, or puts it into a *queue*, where it
waits, by priority and then by arrival, for an agent. A caller who asked to be called back at a time is *promised* it until then,
and so is one whom we called back in vain. A caller who waits may choose something else, or the queue may have something else for
them: then they are in the menu again. *Offered* means that one agent's seat rings with it; an offer that comes to nothing puts it
back into the queue at its old place. *Connected* and *held* are a conversation. An agent may hand the caller on: back into a
queue, straight to another agent, over to one whom they have consulted first, or to an *outside* number, where it stays until one
of the two hangs up or the number does not answer and the call returns to its queue. A nailed-up telephone that fails in mid-call
also puts the caller back into the queue: whose fault it was is nothing the caller should notice. When the agent has hung up, the
caller may come back into the menu, to be asked how it was. A call that we make is *dialling* until the far end answers; so is one
that was offered to an agent because its caller wants to be called back. A message that was left, and a follow-up that is due, are
offered like calls; whoever takes one is *working* on it with nobody on the line, and may call from there. From every place the
caller may hang up; then the call is *cleared* and never moves again.

A pair that is not in the table is refused and changes nothing.
"""

from __future__ import annotations

import enum

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId


class Place(enum.StrEnum):
    """Where a call is."""

    MENU = "menu"
    """The caller hears the voice menu."""
    PROMISED = "promised"
    """The caller has hung up and is to be called at a time that has not come."""
    QUEUED = "queued"
    """The caller waits for an agent."""
    OFFERED = "offered"
    """One agent's seat rings."""
    WORKING = "working"
    """An agent has something on the desk that nobody is on the line of."""
    DIALLING = "dialling"
    """An agent calls out; the far end has not answered."""
    CONNECTED = "connected"
    """Caller and agent talk."""
    HELD = "held"
    """The caller hears music, the agent has them."""
    OUTSIDE = "outside"
    """The caller was handed to an outside number."""
    CLEARED = "cleared"
    """Nobody is in it any more."""


class CallEvent(enum.StrEnum):
    """What happens to a call."""

    QUEUE = enum.auto()
    """It waits for an agent, from the menu or after something went wrong or was handed on."""
    OFFER = enum.auto()
    """It is shown to one agent."""
    ESTABLISH = enum.auto()
    """The agent took it, or the far end did."""
    DIAL = enum.auto()
    """The agent took a callback, or calls back whom their work is about: the number is dialled."""
    WORK = enum.auto()
    """The agent took a message or a follow-up."""
    HOLD = enum.auto()
    RETRIEVE = enum.auto()
    HAND_OVER = enum.auto()
    """The colleague who was consulted has it now."""
    HAND_OUT = enum.auto()
    """An agent, or the menu, handed it to an outside number."""
    RETURN = enum.auto()
    """Back to the voice menu: the agent has hung up, the outside number was not reached, or the caller waits no longer."""
    PROMISE = enum.auto()
    """The caller wants to be called at a time, or has not been reached and is called once more."""
    CLEAR = enum.auto()
    """The caller is gone."""


_P = Place
_E = CallEvent

TRANSITIONS: dict[tuple[Place, CallEvent], Place] = {
    (_P.MENU, _E.QUEUE): _P.QUEUED,
    (_P.MENU, _E.HAND_OUT): _P.OUTSIDE,
    (_P.MENU, _E.PROMISE): _P.PROMISED,
    (_P.PROMISED, _E.QUEUE): _P.QUEUED,
    (_P.QUEUED, _E.OFFER): _P.OFFERED,
    (_P.QUEUED, _E.RETURN): _P.MENU,
    (_P.OFFERED, _E.RETURN): _P.MENU,
    (_P.OFFERED, _E.QUEUE): _P.QUEUED,
    (_P.OFFERED, _E.ESTABLISH): _P.CONNECTED,
    (_P.OFFERED, _E.DIAL): _P.DIALLING,
    (_P.OFFERED, _E.WORK): _P.WORKING,
    (_P.WORKING, _E.DIAL): _P.DIALLING,
    (_P.WORKING, _E.QUEUE): _P.QUEUED,
    (_P.DIALLING, _E.ESTABLISH): _P.CONNECTED,
    (_P.DIALLING, _E.PROMISE): _P.PROMISED,
    (_P.CONNECTED, _E.HOLD): _P.HELD,
    (_P.CONNECTED, _E.QUEUE): _P.QUEUED,
    (_P.CONNECTED, _E.HAND_OVER): _P.CONNECTED,
    (_P.CONNECTED, _E.HAND_OUT): _P.OUTSIDE,
    (_P.CONNECTED, _E.RETURN): _P.MENU,
    (_P.HELD, _E.RETRIEVE): _P.CONNECTED,
    (_P.HELD, _E.QUEUE): _P.QUEUED,
    (_P.HELD, _E.HAND_OVER): _P.CONNECTED,
    (_P.HELD, _E.HAND_OUT): _P.OUTSIDE,
    (_P.HELD, _E.RETURN): _P.MENU,
    (_P.OUTSIDE, _E.QUEUE): _P.QUEUED,
    (_P.OUTSIDE, _E.RETURN): _P.MENU,
} | {(place, _E.CLEAR): _P.CLEARED for place in Place if place is not _P.CLEARED}


def advance(place: Place, event: CallEvent) -> Place:
    """The place that follows.

    Raises:
        Refusal: `wrong_state`; a call in this place cannot do that.

    """
    following = TRANSITIONS.get((place, event))
    if following is None:
        raise Refusal(ErrorId.WRONG_STATE, state=place.value)
    return following
