"""Queues and dispositions as the settings name them, kept in the store so that reports can. What the settings no longer
name is retired, never deleted: old calls carry it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.messages import Reason
from agent_desktop.protocol.record import Text
from db import models


def sync_queues(engine: sa.Engine, queues: Mapping[QueueId, Text]) -> None:
    """Make the table of queues say what the settings say."""
    rows = [
        {"id": queue, "label_en": label.en, "label_zh_cn": label.zh_CN, "retired": False}
        for queue, label in queues.items()
    ]
    _sync(engine, models.Queue, models.Queue.id, rows)


def sync_dispositions(engine: sa.Engine, dispositions: Sequence[Reason]) -> None:
    """Make the table of dispositions say what the settings say, in their order."""
    rows = [
        {
            "code": one.code,
            "label_en": one.label.en,
            "label_zh_cn": one.label.zh_CN,
            "group": one.group,
            "needs_follow_up": one.needs_follow_up,
            "position": position,
            "retired": False,
        }
        for position, one in enumerate(dispositions)
    ]
    _sync(engine, models.Disposition, models.Disposition.code, rows)


def _sync(engine: sa.Engine, model: type[models.Base], key: Any, rows: Sequence[dict[str, Any]]) -> None:
    with engine.begin() as connection:
        known = set(connection.execute(sa.select(key)).scalars())
        connection.execute(sa.update(model).values(retired=True))
        for row in rows:
            if row[key.key] in known:
                connection.execute(sa.update(model).where(key == row[key.key]).values(row))
            else:
                connection.execute(sa.insert(model).values(row))
