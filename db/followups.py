"""Follow-ups that were promised in calls: which of them are due, and that one is done. Times are Unix seconds."""

from __future__ import annotations

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.protocol.record import MatterKind
from db import models
from db.engine import reading, refusing
from ivr.inputs import FollowUpDue

MOST_AT_ONCE = 200
"""The oldest; the others follow when these are done."""

_M, _C, _P, _N = models.Matter, models.Call, models.Customer, models.Number
_OPEN = sa.and_(_M.kind == MatterKind.FOLLOW_UP, _M.closed_ms.is_(None))
_NUMBER_ON_FILE = (
    sa.select(sa.func.coalesce(_N.e164, _N.raw))
    .where(_N.customer_id == _M.customer_id)
    .order_by(_N.id)
    .limit(1)
    .scalar_subquery()
)
_DUE = (
    sa.select(
        _M.id,
        _M.agent_id,
        _C.queue,
        sa.case((_C.withheld, ""), else_=_C.ani).label("ani"),
        _NUMBER_ON_FILE.label("on_file"),
        _M.customer_id,
        _C.language,
        _P.value_type,
        _M.subject,
        _M.due_ms,
    )
    .join(_C, _C.id == _M.call_id)
    .outerjoin(_P, _P.id == _M.customer_id)
    .where(_OPEN, _M.due_ms > sa.bindparam("after"), _M.due_ms <= sa.bindparam("until"))
    .order_by(_M.due_ms, _M.id)
    .limit(MOST_AT_ONCE)
)
_NEXT = sa.select(sa.func.min(_M.due_ms)).where(_OPEN, _M.call_id.is_not(None), _M.due_ms > sa.bindparam("now"))


class FollowUps:
    """Promises in the store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def due(self, after: float, now: float) -> tuple[list[FollowUpDue], float | None]:
        """Those that came due since `after` and are open still, the oldest first; and when the next one will be.

        Raises:
            Refusal: `store_unavailable`.

        """
        span = {"after": round(after * 1000), "until": round(now * 1000)}
        with refusing(), reading(self._engine) as connection:
            rows = connection.execute(_DUE, span).all()
            following = connection.execute(_NEXT, {"now": span["until"]}).scalar_one()
        return [_follow_up(row) for row in rows], None if following is None else following / 1000

    def close(self, matter: int, at: float) -> None:
        """It is done; told twice, it was done the first time.

        Raises:
            Refusal: `store_unavailable`.

        """
        done = sa.update(_M).where(_M.id == matter, _M.closed_ms.is_(None)).values(closed_ms=round(at * 1000))
        with refusing(), self._engine.begin() as connection:
            connection.execute(done)


def _follow_up(row: sa.Row[*tuple[object, ...]]) -> FollowUpDue:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return FollowUpDue(
        matter=found["id"],
        promised_by=AgentId(found["agent_id"]),
        queue=QueueId(found["queue"]),
        number=found["ani"] or found["on_file"] or "",
        customer_id=found["customer_id"],
        language=found["language"],
        segment=found["value_type"].value if found["value_type"] is not None else "",
        note=found["subject"],
        due=found["due_ms"] / 1000,
    )
