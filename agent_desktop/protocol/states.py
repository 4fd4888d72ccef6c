"""Where an agent stands, apart from the messages, for the values that messages are made of."""

from __future__ import annotations

import enum


class AgentState(enum.StrEnum):
    """Where an agent stands (CSTA agent states, plus reserved)."""

    LOGGED_OFF = "logged_off"
    NOT_READY = "not_ready"
    READY = "ready"
    RESERVED = "reserved"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
