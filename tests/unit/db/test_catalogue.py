"""Queues and dispositions in the store follow the settings."""

from typing import Any

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.messages import Reason
from agent_desktop.protocol.record import Text
from db import models
from db.catalogue import sync_dispositions, sync_queues
from db.engine import reading

GENERAL, OLD, NEW = QueueId("general"), QueueId("old"), QueueId("new")


def stored(engine: sa.Engine, model: Any, *columns: str) -> list[tuple[Any, ...]]:
    with reading(engine) as connection:
        return sorted(tuple(row) for row in connection.execute(sa.select(*(getattr(model, name) for name in columns))))


def test_queues_follow_the_settings_and_old_ones_are_retired(engine: sa.Engine) -> None:
    sync_queues(engine, {GENERAL: Text("General", "综合"), OLD: Text("Old", "旧")})
    sync_queues(engine, {GENERAL: Text("Enquiries", "咨询"), NEW: Text("New", "新")})
    assert stored(engine, models.Queue, "id", "label_en", "label_zh_cn", "retired") == [
        ("general", "Enquiries", "咨询", False),
        ("new", "New", "新", False),
        ("old", "Old", "旧", True),
    ]


def test_a_retired_queue_comes_back(engine: sa.Engine) -> None:
    sync_queues(engine, {OLD: Text("Old", "旧")})
    sync_queues(engine, {})
    sync_queues(engine, {OLD: Text("Old", "旧")})
    assert stored(engine, models.Queue, "id", "retired") == [("old", False)]


def test_dispositions_keep_their_order(engine: sa.Engine) -> None:
    open_ = Reason("complaint_open", Text("Taken", "已受理"), needs_follow_up=True, group="complaint")
    silent = Reason("silent", Text("Silent", "无声"), group="special")
    sync_dispositions(engine, [open_, silent])
    sync_dispositions(engine, [silent, open_])
    assert stored(engine, models.Disposition, "position", "code", "group", "needs_follow_up") == [
        (0, "silent", "special", False),
        (1, "complaint_open", "complaint", True),
    ]
