"""Where a consultation stands: an agent asks somebody else in the middle of a call.

The caller is put on hold and a third party is called: it *rings*. Once they have answered, agent and third party are
*consulting* while the caller hears music. The agent may alternate between the two; then the third party is *aside* and hears
music while agent and caller talk. From either place all three can be joined in a *conference*. Whoever leaves, the other two
go on: the third party, and the consultation is over and the caller stays as they are; the agent, by completing the transfer.

There is one bridge for a call, and who talks is who is in it: consulting and conference differ by the caller alone, aside and
conference by the third party alone.

A pair that is not in the table is refused and changes nothing.
"""

from __future__ import annotations

import enum

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import ConsultStage


class ConsultEvent(enum.StrEnum):
    """What happens in a consultation. Its end is no event: there is none afterwards."""

    ANSWER = enum.auto()
    """The third party is there."""
    ALTERNATE = enum.auto()
    """The agent turns to the other of the two."""
    JOIN = enum.auto()
    """All three hear one another."""


_S = ConsultStage
_E = ConsultEvent

TRANSITIONS: dict[tuple[ConsultStage, ConsultEvent], ConsultStage] = {
    (_S.RINGING, _E.ANSWER): _S.CONSULTING,
    (_S.CONSULTING, _E.ALTERNATE): _S.ASIDE,
    (_S.ASIDE, _E.ALTERNATE): _S.CONSULTING,
    (_S.CONSULTING, _E.JOIN): _S.CONFERENCE,
    (_S.ASIDE, _E.JOIN): _S.CONFERENCE,
}


def advance(stage: ConsultStage, event: ConsultEvent) -> ConsultStage:
    """The stage that follows.

    Raises:
        Refusal: `wrong_state`; a consultation at this stage cannot do that.

    """
    following = TRANSITIONS.get((stage, event))
    if following is None:
        raise Refusal(ErrorId.WRONG_STATE, state=stage.value)
    return following
