"""A rehearsal: before a window is shown it is given an invented call and painted once where nobody sees it.

What a first call needs for the first time — glyphs, icons, the script's page, the sizes of it all — takes a fifth of a second; so
the first real one is as quick as any other. The call never leaves this module: nothing is asked of the centre and nothing is
kept. The match is a guess by the number's last digits, which no log takes over by itself.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from agent_desktop.cti.vocabulary import CallId, Language, QueueId
from agent_desktop.protocol.messages import CallDesk, CallOffered, CallPhase, CallView, PathStep
from agent_desktop.protocol.record import (
    Channel,
    CustomerRecord,
    MatchKind,
    Matter,
    MatterKind,
    PastContact,
    Phone,
    ScreenPop,
    Stage,
    Standing,
    Text,
    ValueType,
)
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.desk import Desk

NOBODY = CallId(-1)
"""No centre gives a call this id."""


def rehearse(desk: Desk, window: QWidget, script: ScriptPanel) -> None:
    """Go through a first call; not when a real one is on the desk already."""
    if desk.state.call is not None:
        return
    before = desk.state
    desk.apply(CallOffered(_invented(desk.now_ms(), before.queues[0].queue if before.queues else QueueId(""))))
    script.catch_up()
    window.grab()
    desk.restore(before)


def _invented(now_ms: int, queue: QueueId) -> CallDesk:
    view = CallView(
        call=NOBODY,
        phase=CallPhase.OFFERED,
        queue=queue,
        ani="+86 21 5555 0100",
        ani_name="",
        withheld=False,
        dnis="",
        language=Language.ZH_CN,
        path=(PathStep("2", Text("Complaint", "投诉")),),
        arrived_ms=now_ms,
        queued_ms=now_ms,
        offered_ms=now_ms,
        offer_ends_ms=now_ms + 20_000,
    )
    return CallDesk(view, ScreenPop(MatchKind.LOCAL, _record(now_ms)))


def _record(now_ms: int) -> CustomerRecord:
    return CustomerRecord(
        customer_id=-1,
        code="C0000000",
        name="王小明 Wang",
        company="上海样例有限公司",
        contact="",
        salutation="先生",
        language=Language.ZH_CN,
        standing=Standing.ACTUAL,
        value_type=ValueType.MOST_VALUABLE,
        stage=Stage.MATURE,
        abc_class="A",
        rfm="555",
        lifetime_value_minor=123_456_00,
        currency="CNY",
        customer_type="个人客户",
        industry="零售",
        address="上海市南京路 1 号",
        email="wang@example.com",
        membership_level="金卡",
        points=1_000,
        balance_minor=10_000,
        contract_ends_at_ms=now_ms,
        tags=("样例", "sample"),
        phones=(Phone("mobile", "+86 138 0055 0100", ""),),
        contacts=(PastContact(now_ms, Channel.CALL_IN, "账单咨询", "林晓", ""),),
        matters=(Matter("C-000000", MatterKind.COMPLAINT, "账单有误", now_ms, now_ms),),
        remark="语速放慢",
    )
