"""Believable calls for the tests of the agent's panels, and for looking at them."""

from __future__ import annotations

from typing import TypeVar

from agent_desktop.cti.vocabulary import CallId, Language, QueueId
from agent_desktop.protocol.messages import CallDesk, CallPhase, CallView, LogDraft, PathStep, Reason
from agent_desktop.protocol.record import (
    Candidate,
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

NOW = 1_790_000_000_000
HOUR = 3_600_000
DAY = 24 * HOUR

DISPOSITIONS = (
    Reason("enquiry_answered", Text("Enquiry answered", "咨询已解答"), group="enquiry"),
    Reason("enquiry_open", Text("Answer promised", "承诺回复"), needs_follow_up=True, group="enquiry"),
    Reason("complaint_solved", Text("Complaint solved on the call", "投诉当场解决"), group="complaint"),
    Reason("complaint_escalated", Text("Complaint escalated", "投诉已升级"), needs_follow_up=True, group="complaint"),
    Reason("repair_booked", Text("Repair booked", "已登记报修"), needs_follow_up=True, group="repair"),
    Reason("wrong_number", Text("Wrong number", "打错电话"), group="no_service"),
    Reason("silent", Text("Silent call", "无声电话"), group="no_service"),
    Reason("harassing", Text("Harassing call", "骚扰电话"), group="no_service"),
)


def li() -> CustomerRecord:
    """A company's contact in Shanghai, with a complaint that is overdue."""
    return CustomerRecord(
        customer_id=1042,
        code="C-001042",
        name="上海晨光精密仪器有限公司",
        company="上海晨光精密仪器有限公司",
        contact="采购部 李秀英",
        salutation="女士",
        language=Language.ZH_CN,
        standing=Standing.ACTUAL,
        value_type=ValueType.MOST_VALUABLE,
        stage=Stage.DECLINE,
        abc_class="A",
        rfm="543",
        lifetime_value_minor=128_450_00,
        currency="CNY",
        customer_type="企业客户",
        industry="精密制造",
        address="上海市浦东新区张江高科技园区碧波路 690 号 8 号楼 302 室",
        email="li.xiuying@chenguang.example",
        membership_level="金卡",
        points=12_860,
        balance_minor=1_250_50,
        contract_ends_at_ms=NOW + 12 * DAY,
        tags=("重点客户", "偏好短信", "周末勿扰"),
        phones=(
            Phone("mobile", "138 1234 5678", "+8613812345678"),
            Phone("office", "021 5080 1234 转 302", "+862150801234"),
        ),
        contacts=(
            PastContact(NOW - 2 * DAY, Channel.CALL_IN, "催问换货进度", "王磊", "complaint_escalated"),
            PastContact(NOW - 9 * DAY, Channel.EMAIL, "投诉:收到的示波器探头有划痕", "陈晨", ""),
            PastContact(NOW - 40 * DAY, Channel.CALL_OUT, "续约回访", "王磊", "enquiry_answered"),
            PastContact(NOW - 95 * DAY, Channel.VISIT, "年度客户拜访", "赵敏", ""),
        ),
        matters=(
            Matter("T-20931", MatterKind.COMPLAINT, "示波器探头划痕,要求换货", NOW - 9 * DAY, NOW - 20 * HOUR),
            Matter("O-88213", MatterKind.ORDER, "万用表 × 20,待发货", NOW - 3 * DAY, NOW + 9 * HOUR),
            Matter("F-0071", MatterKind.FOLLOW_UP, "确认续约意向", NOW - 40 * DAY, NOW + 6 * DAY),
        ),
        remark="听力不太好,请放慢语速、吐字清楚。",
    )


def smith() -> CustomerRecord:
    """A private customer in English, with little on file."""
    return CustomerRecord(
        customer_id=77,
        code="C-000077",
        name="Margaret Ashworth-Smith",
        company="",
        contact="",
        salutation="Mrs",
        language=Language.EN,
        standing=Standing.ACTUAL,
        value_type=ValueType.MOST_GROWABLE,
        stage=Stage.LIFT,
        abc_class="B",
        rfm="432",
        lifetime_value_minor=3_480_00,
        currency="GBP",
        customer_type="Private",
        industry="",
        address="14 Larkspur Gardens, Harrogate HG2 8QT, United Kingdom",
        email="margaret.as@example.org",
        membership_level="Silver",
        points=2_140,
        balance_minor=-18_20,
        contract_ends_at_ms=NOW + 200 * DAY,
        tags=("prefers e-mail", "paperless"),
        phones=(
            Phone("home", "01423 555 0142", "+4414235550142"),
            Phone("mobile", "07700 900 318", "+447700900318"),
        ),
        contacts=(
            PastContact(NOW - 1 * DAY, Channel.MESSAGE, "Asked when the engineer comes", "Tom Baker", "enquiry_open"),
            PastContact(
                NOW - 6 * DAY, Channel.CALL_IN, "Washing machine leaks, repair booked", "Priya Nair", "repair_booked"
            ),
            PastContact(NOW - 190 * DAY, Channel.CALL_OUT, "Welcome call", "Tom Baker", "enquiry_answered"),
        ),
        matters=(
            Matter(
                "R-4417", MatterKind.REPAIR, "Washing machine leaks at the door seal", NOW - 6 * DAY, NOW + 5 * HOUR
            ),
        ),
        remark="",
    )


def view(phase: CallPhase = CallPhase.OFFERED, call: int = 7, language: Language = Language.ZH_CN) -> CallView:
    chinese = language is Language.ZH_CN
    return CallView(
        call=CallId(call),
        phase=phase,
        queue=QueueId("service"),
        ani="138 1234 5678" if chinese else "01423 555 0142",
        ani_name="",
        withheld=False,
        dnis="400 800 1234",
        language=language,
        path=(PathStep("1", Text("Chinese", "中文")), PathStep("2", Text("Complaints", "投诉与建议"))),
        arrived_ms=NOW - 60_000,
        queued_ms=NOW - 40_000,
        offered_ms=NOW,
    )


def pop(kind: MatchKind = MatchKind.EXACT, record: CustomerRecord | None = None) -> ScreenPop:
    return ScreenPop(kind, record or li())


def shared_line() -> ScreenPop:
    """Three people behind one switchboard."""
    names = ((1042, "李秀英", "C-001042"), (1043, "张伟", "C-001043"), (1044, "欧阳建国", "C-001044"))
    return ScreenPop(
        MatchKind.SAME_LINE,
        li(),
        tuple(
            Candidate(number, name, "上海晨光精密仪器有限公司", code, MatchKind.SAME_LINE, "021 5080 1234")
            for number, name, code in names
        ),
    )


def desk(
    screen: ScreenPop | None = None,
    phase: CallPhase = CallPhase.OFFERED,
    call: int = 7,
    draft: LogDraft | None = None,
    language: Language = Language.ZH_CN,
) -> CallDesk:
    return CallDesk(view(phase, call, language), screen or pop(), draft or LogDraft())


T = TypeVar("T")


def sure(value: T | None) -> T:
    """A value that the test knows to be there."""
    assert value is not None
    return value
