"""Where an agent stands: one machine, one table.

An agent is *logged off* until their seat logs on, and then *not ready* until they say so: nobody is given a caller by
surprise. *Ready* means idle and waiting. When a call is offered they are *reserved*: no second call can come. Three ways
lead out of it: they take the call and are *busy*; they decline it, or the caller gives up, and they are ready again; they
do not answer (RONA), or their telephone or seat fails, and they are not ready, because somebody who does not answer once
will not answer the next caller either. When a conversation ends *wrap-up* begins: no calls, time for the log. It ends by
the log being completed or by its timer, and leads to whatever the agent chose meanwhile. They may also call out themselves, ready or not, and are *busy* from the first digit on. Somebody whom a colleague consulted
is reserved and busy in the same way, but has nothing to log when it is over: they return to what they chose at once.

A pair that is not in the table is refused and changes nothing.
"""

from __future__ import annotations

import enum

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState


class AgentEvent(enum.StrEnum):
    """What happens to an agent."""

    LOG_ON = enum.auto()
    """Their seat is there."""
    LOG_OFF = enum.auto()
    """They leave."""
    GO_READY = enum.auto()
    """They want calls."""
    GO_NOT_READY = enum.auto()
    """They want none; or the centre sees that they cannot take any."""
    RESERVE = enum.auto()
    """A call is offered to them."""
    RELEASE = enum.auto()
    """The offer ended through nobody's fault: declined, or the caller gave up."""
    MISS = enum.auto()
    """The offer was not answered, or could not be."""
    CALL_OUT = enum.auto()
    """They call somebody themselves."""
    TAKE = enum.auto()
    """They are in a conversation."""
    FINISH = enum.auto()
    """The conversation is over."""
    RETURN = enum.auto()
    """A colleague has consulted them, and it is over."""


_S = AgentState
_E = AgentEvent

TRANSITIONS: dict[tuple[AgentState, AgentEvent], AgentState] = {
    (_S.LOGGED_OFF, _E.LOG_ON): _S.NOT_READY,
    (_S.NOT_READY, _E.LOG_OFF): _S.LOGGED_OFF,
    (_S.NOT_READY, _E.GO_READY): _S.READY,
    (_S.NOT_READY, _E.GO_NOT_READY): _S.NOT_READY,
    (_S.READY, _E.LOG_OFF): _S.LOGGED_OFF,
    (_S.READY, _E.GO_NOT_READY): _S.NOT_READY,
    (_S.READY, _E.RESERVE): _S.RESERVED,
    (_S.READY, _E.CALL_OUT): _S.BUSY,
    (_S.NOT_READY, _E.CALL_OUT): _S.BUSY,
    (_S.RESERVED, _E.RELEASE): _S.READY,
    (_S.RESERVED, _E.MISS): _S.NOT_READY,
    (_S.RESERVED, _E.TAKE): _S.BUSY,
    (_S.BUSY, _E.FINISH): _S.WRAP_UP,
    (_S.BUSY, _E.RETURN): _S.READY,
    (_S.WRAP_UP, _E.GO_READY): _S.READY,
    (_S.WRAP_UP, _E.GO_NOT_READY): _S.NOT_READY,
}


def advance(state: AgentState, event: AgentEvent) -> AgentState:
    """The state that follows.

    Raises:
        Refusal: `wrong_state`; an agent in this state cannot do that.

    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise Refusal(ErrorId.WRONG_STATE, state=state.value)
    return following
