"""What agents write about calls: drafts while they type, the log when they are done. On disk when a method returns.

A completed log is never overwritten: the same log again changes nothing, another one by the same agent (they got the call
back, or they corrected themselves) is a further part of the record. Times are Unix seconds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
import structlog

from agent_desktop.cti.vocabulary import AgentId, CallId, Direction
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import HandInDraft, LogDraft
from agent_desktop.protocol.record import Channel, MatterKind
from db import models
from db.engine import reading, refusing
from db.text import clean, without_nul

SUBJECT_LENGTH = 120

log = structlog.get_logger(__name__)
LATEST_MS = 253_402_300_799_999
"""The last instant of the year 9999."""

_D, _L = models.Draft, models.CallLog

_DRAFTS: Any = _D.__table__
_KEEP = sa.update(_DRAFTS).where(
    _DRAFTS.c.call_id == sa.bindparam("of_call"), _DRAFTS.c.agent_id == sa.bindparam("of_agent")
)
"""Made once: at a large site more than a hundred drafts a second are kept."""
_BEGIN = sa.insert(_DRAFTS)


@dataclass(frozen=True, slots=True)
class _Entry:
    call: CallId
    agent: AgentId
    log: LogDraft
    customer: int | None
    at_ms: int


class CallLogs:
    """Drafts and logs in the store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def save_draft(self, call: CallId, agent: AgentId, draft: LogDraft, at: float) -> None:
        """Keep the newest state of a log that is being written.

        Raises:
            Refusal: `store_unavailable`.

        """
        body = msgspec.json.encode(draft).decode()
        values = {"saved_ms": round(at * 1000), "body": body}
        with refusing(), self._engine.begin() as connection:
            kept = connection.execute(_KEEP, {"of_call": call, "of_agent": agent, **values})
            if not kept.rowcount:
                connection.execute(_BEGIN, {"call_id": call, "agent_id": agent, **values})

    def load_draft(self, call: CallId, agent: AgentId) -> LogDraft | None:
        """The draft as it was last saved; None when there is none that can be read.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), reading(self._engine) as connection:
            body = connection.execute(sa.select(_D.body).where(*_of(_D, call, agent))).scalar_one_or_none()
        return None if body is None else _decoded(call, body)

    def load_drafts(self, kept: Collection[tuple[AgentId, CallId]]) -> dict[tuple[AgentId, CallId], LogDraft]:
        """The drafts of these, as they were last saved; without those that there are not or that cannot be read.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), reading(self._engine) as connection:
            rows = connection.execute(sa.select(_D.agent_id, _D.call_id, _D.body)).all()
        bodies = {(agent, call): body for agent, call, body in rows}
        found = {key: _decoded(key[1], bodies[key]) for key in kept if key in bodies}
        return {key: draft for key, draft in found.items() if draft is not None}

    def complete_log(self, call: CallId, agent: AgentId, log: LogDraft, customer: int | None, at: float) -> None:
        """File the log, its follow-up and its line in the customer's timeline; the draft is no longer needed.

        Raises:
            Refusal: `no_such_customer`; `bad_field` (a due time that no calendar has); `store_unavailable`.

        """
        _require_possible_time(log.follow_up_at_ms)
        entry = _Entry(call, agent, log, customer, round(at * 1000))
        with refusing(), self._engine.begin() as connection:
            _require_customer(connection, customer)
            last = _last_part(connection, call, agent)
            values = _values(log, customer)
            if last is None or not _repeats(connection, last, values, log):
                key = {"call_id": call, "agent_id": agent, "part": last.part + 1 if last else 1}
                follow_up = _follow_up(connection, entry, last)
                kept = {"completed_ms": entry.at_ms, "edited_ms": log.edited_ms, "follow_up_id": follow_up}
                connection.execute(sa.insert(_L).values(key | values | kept))
                _add_to_timeline(connection, entry)
            connection.execute(sa.delete(_D).where(*_of(_D, call, agent)))

    def number_of(self, call: CallId) -> str:
        """The customer's number in a call; empty when it was withheld, or the call is not known.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), reading(self._engine) as connection:
            found = connection.execute(sa.select(models.Call.ani).where(models.Call.id == call)).scalar_one_or_none()
        return found or ""

    def file_late(self, agent: AgentId, late: HandInDraft, at: float) -> bool:
        """What was typed out of the centre's reach becomes a further part of the record, if it is newer than the last one.

        Raises:
            Refusal: `no_such_call` (none of this number arrived then); `not_your_call` (the agent had no leg of it); and what
                `complete_log` raises.

        """
        with refusing(), reading(self._engine) as connection:
            _require_leg(connection, agent, late)
            last = _last_part(connection, late.call, agent)
        if last is not None and late.draft.edited_ms <= (last.edited_ms or 0):
            return False
        self.complete_log(late.call, agent, late.draft, late.draft.customer_id, at)
        return True


def _decoded(call: CallId, body: str) -> LogDraft | None:
    """A draft that another version wrote and this one cannot read is left where it is: nothing may stop because of it."""
    try:
        return msgspec.json.decode(body, type=LogDraft)
    except msgspec.MsgspecError as error:
        log.error("draft_not_readable", call=call, reason=str(error))  # noqa: TRY400 - a traceback would carry what was typed
        return None


def _of(table: Any, call: CallId, agent: AgentId) -> tuple[Any, Any]:
    return table.call_id == call, table.agent_id == agent


def _require_possible_time(at_ms: int | None) -> None:
    if at_ms is not None and not 0 <= at_ms <= LATEST_MS:
        raise Refusal(ErrorId.BAD_FIELD, field="follow_up_at_ms", detail="out of range")


def _require_customer(connection: sa.Connection, customer: int | None) -> None:
    if customer is None:
        return
    if connection.execute(sa.select(models.Customer.id).where(models.Customer.id == customer)).first() is None:
        raise Refusal(ErrorId.NO_SUCH_CUSTOMER, customer=str(customer))


def _require_leg(connection: sa.Connection, agent: AgentId, late: HandInDraft) -> None:
    call, leg = models.Call, models.Leg
    found = sa.select(call.id).where(call.id == late.call, call.arrived_ms == late.arrived_ms)
    if connection.execute(found).first() is None:
        raise Refusal(ErrorId.NO_SUCH_CALL, call=str(late.call))
    if connection.execute(sa.select(leg.leg).where(leg.call_id == late.call, leg.agent_id == agent)).first() is None:
        raise Refusal(ErrorId.NOT_YOUR_CALL, call=str(late.call))


def _last_part(connection: sa.Connection, call: CallId, agent: AgentId) -> sa.Row[*tuple[Any, ...]] | None:
    statement = sa.select(_L.__table__).where(*_of(_L, call, agent)).order_by(_L.part.desc()).limit(1)
    return connection.execute(statement).first()


def _values(log: LogDraft, customer: int | None) -> dict[str, Any]:
    return {
        "customer_id": customer,
        "disposition": without_nul(log.disposition),
        "notes": clean(log.notes),
        "script": without_nul(log.script),
        "script_state": without_nul(log.script_state),
        "answers": log.answers,
    }


def _repeats(connection: sa.Connection, last: sa.Row[*tuple[Any, ...]], values: dict[str, Any], log: LogDraft) -> bool:
    """The same log came again, such as after an answer that got lost."""
    if any(last._mapping[name] != value for name, value in values.items()):  # noqa: SLF001 - SQLAlchemy's public name
        return False
    return _same_promise(connection, last, log)


def _same_promise(connection: sa.Connection, last: sa.Row[*tuple[Any, ...]], log: LogDraft) -> bool:
    promised = (log.follow_up_at_ms, clean(log.follow_up_note)) if log.follow_up_at_ms is not None else None
    matter = models.Matter
    kept = connection.execute(sa.select(matter.due_ms, matter.subject).where(matter.id == last.follow_up_id)).first()
    return promised == (None if kept is None else tuple(kept))


def _follow_up(connection: sa.Connection, entry: _Entry, last: sa.Row[*tuple[Any, ...]] | None) -> int | None:
    """What is promised: once, though several parts of the record say it."""
    if last is not None and _same_promise(connection, last, entry.log):
        kept: int | None = last.follow_up_id
        return kept
    return _add_follow_up(connection, entry)


def _add_follow_up(connection: sa.Connection, entry: _Entry) -> int | None:
    if entry.log.follow_up_at_ms is None:
        return None
    statement = sa.insert(models.Matter).values(
        customer_id=entry.customer,
        kind=MatterKind.FOLLOW_UP,
        subject=clean(entry.log.follow_up_note),
        opened_ms=entry.at_ms,
        due_ms=entry.log.follow_up_at_ms,
        call_id=entry.call,
        agent_id=entry.agent,
    )
    added: int = connection.execute(statement.returning(models.Matter.id)).scalar_one()
    return added


def _add_to_timeline(connection: sa.Connection, entry: _Entry) -> None:
    if entry.customer is None:
        return
    user, customer = models.User, models.Customer
    name = connection.execute(sa.select(user.name).where(user.id == entry.agent)).scalar_one_or_none()
    line = sa.insert(models.TimelineEntry).values(
        customer_id=entry.customer,
        at_ms=entry.at_ms,
        channel=_channel(connection, entry.call),
        subject=_subject(entry.log),
        agent=name or entry.agent,
        disposition=without_nul(entry.log.disposition),
        call_id=entry.call,
    )
    connection.execute(line)
    connection.execute(sa.update(customer).where(customer.id == entry.customer).values(last_contact_ms=entry.at_ms))


def _channel(connection: sa.Connection, call: CallId) -> Channel:
    """A call whose arrival the store does not know yet came in: those that we make are known from their first moment."""
    direction = connection.execute(sa.select(models.Call.direction).where(models.Call.id == call)).scalar_one_or_none()
    return Channel.CALL_IN if direction in {None, Direction.IN} else Channel.CALL_OUT


def _subject(log: LogDraft) -> str:
    """The first line of the notes; empty when nothing was noted, then the disposition says it."""
    lines = clean(log.notes).splitlines()
    return lines[0][:SUBJECT_LENGTH] if lines else ""
