"""What the routing core answers with: values that its shell carries out. Never callbacks.

Three kinds: commands to the switch (`agent_desktop.cti.switch.AnyCommand`), numbered facts (`ivr.facts.NumberedFact`), and
the questions below, whose answers come back as inputs.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import CallId, ConnectionId, Language
from ivr.facts import NumberedFact
from ivr.flow.steps import Question


class LookUpCaller(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Find the caller's record; answered by `ivr.inputs.CallerIdentified`."""

    call: CallId
    ani: str
    withheld: bool
    customer_id: int | None = None
    """Whom it is about, where that is known without asking."""


class AskStore(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A flow's question; answered by `ivr.inputs.StoreAnswered` with the same number, sooner or later."""

    call: CallId
    number: int
    question: Question


class CaptionHeard(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A simulated caller spoke; for whoever has the call on the desk."""

    call: CallId
    connection: ConnectionId
    text: str
    language: Language


AnyEffect = switch.AnyCommand | NumberedFact | LookUpCaller | AskStore | CaptionHeard
