"""The names of what a flow can look at: what is known of every call, what a look-up adds, the figures of the queues, the hours.

Besides these a flow has its own, made by `collect` and `set`. A name is written alone (`segment`), a figure with its queue
(`waiting.orders`), hours with their node (`hours.opening_hours`).
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from agent_desktop.cti.vocabulary import QueueId

LANGUAGE, SEGMENT, DNIS, ANI, IDENTIFIED = "language", "segment", "dnis", "ani", "identified"
CALL = (LANGUAGE, SEGMENT, DNIS, ANI, IDENTIFIED)
"""Of every call: the language in force, the customer's value type, the number dialled, the one that calls, `yes` after a right PIN."""
CUSTOMER = ("customer_code", "level", "points", "balance", "currency", "open_tickets")
"""Of a known customer. The balance is in minor units of the currency (ISO 4217)."""
HOURS = "hours"
OPEN, CLOSED = "open", "closed"


class Figure(enum.StrEnum):
    """What can be asked of a queue."""

    WAITING = "waiting"
    """Calls that wait in it."""
    READY = "ready"
    """Agents who could take one at once."""
    STAFFED = "staffed"
    """Agents who serve it and are logged on, whatever they are doing."""
    EXPECTED_WAIT_S = "expected_wait_s"
    """Seconds that a call which begins to wait now will wait, as far as the last ones tell; 0 where somebody is ready."""


class CallFigure(enum.StrEnum):
    """What can be asked of a call that waits in a queue."""

    POSITION = "position"
    """1: it is the next."""
    EXPECTED_WAIT_S = "expected_wait_s"
    """Seconds until it is taken, as far as the last calls tell; not a number where none was."""
    WAITED_S = "waited_s"
    """Seconds since it began to wait in this queue."""


Figures = Callable[[Figure | CallFigure, QueueId], float]
"""What the queues look like at this moment; for figures of the call's own the queue is empty."""


def no_figures(_figure: Figure | CallFigure, _queue: QueueId) -> float:
    """Where there is no centre around the flow."""
    return 0.0
