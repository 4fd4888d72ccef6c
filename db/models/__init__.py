"""The store's tables. All times are Unix milliseconds, UTC; amounts are in minor units of the row's currency.

Two families live side by side. The *file* (customers, persons, numbers, matters, timeline, users) is what people write.
The *projection* (calls, legs, events) is what the routing core's facts add up to; its rows carry ids of agents, queues and
customers as they were told, without foreign keys, because a fact is true whatever the file says today.
"""

from db.models.base import Base
from db.models.calls import AuditEntry, Call, CallLog, Draft, Event, Leg, ProjectionState
from db.models.customers import Block, Contact, Customer, Matter, Number, Pin, Sale, TimelineEntry
from db.models.people import Disposition, Queue, User

__all__ = [
    "AuditEntry",
    "Base",
    "Block",
    "Call",
    "CallLog",
    "Contact",
    "Customer",
    "Disposition",
    "Draft",
    "Event",
    "Leg",
    "Matter",
    "Number",
    "Pin",
    "ProjectionState",
    "Queue",
    "Sale",
    "TimelineEntry",
    "User",
]
