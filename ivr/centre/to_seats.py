"""What goes out to seats: an event and whom it is for. The projections make it, `Seats` encodes it once and sends it."""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import AnyEventBody


@dataclass(frozen=True, slots=True)
class ToSeats:
    """An event body for these agents' seats; None: for every seat."""

    agents: tuple[AgentId, ...] | None
    body: AnyEventBody
