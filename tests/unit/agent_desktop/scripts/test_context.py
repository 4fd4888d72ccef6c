from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import CallId, Language, QueueId
from agent_desktop.protocol.messages import CallDesk, CallPhase, CallView, PathStep
from agent_desktop.protocol.record import (
    CustomerRecord,
    MatchKind,
    Matter,
    MatterKind,
    ScreenPop,
    Stage,
    Standing,
    Text,
    ValueType,
)
from agent_desktop.scripts.context import WORDS, Context, DayPart, context_for, names, polite_name

COMPANY = Text(en="Harbour", zh_CN="海港家电")
QUEUE = Text(en="Complaints", zh_CN="投诉")


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, DayPart.NIGHT),
        (4, DayPart.NIGHT),
        (5, DayPart.EARLY),
        (9, DayPart.MORNING),
        (11, DayPart.MORNING),
        (12, DayPart.NOON),
        (14, DayPart.AFTERNOON),
        (18, DayPart.EVENING),
        (22, DayPart.EVENING),
        (23, DayPart.NIGHT),
    ],
)
def test_parts_of_the_day(hour: int, part: DayPart) -> None:
    assert DayPart.of(hour) is part


def test_every_part_of_the_day_has_a_greeting() -> None:
    assert [part.greeting.zh_CN for part in DayPart] == ["早上好", "上午好", "中午好", "下午好", "晚上好", "您好"]


@pytest.mark.parametrize(
    ("name", "salutation", "zh", "en"),
    [
        ("王伟", "先生", "王先生", "Mr 王"),
        ("欧阳娜娜", "Ms.", "欧阳女士", "Ms 欧阳"),
        ("John Brown", "Mr", "Brown先生", "Mr Brown"),
        ("Ann", "Dr", "Ann博士", "Dr Ann"),
        (" 李娜 ", "教授", "李教授", "Professor 李"),
        ("王伟", "", "王伟", "王伟"),
        ("  ", "先生", "", ""),
        ("张三", "主任", "张主任", "张主任"),
        ("John Brown", "Captain", "Captain Brown", "Captain Brown"),
    ],
)
def test_how_one_addresses_a_person(name: str, salutation: str, zh: str, en: str) -> None:
    assert polite_name(name, salutation, Language.ZH_CN) == zh
    assert polite_name(name, salutation, Language.EN) == en


def test_every_name_has_a_word_and_every_word_a_name() -> None:
    used = names(Context(), Language.EN, {}, ())
    assert {f"{group}.{name}" for group, values in used.items() for name in values} == WORDS.keys()


def desk(record: CustomerRecord | None = None, path: tuple[PathStep, ...] = ()) -> CallDesk:
    view = CallView(
        call=CallId(1),
        phase=CallPhase.OFFERED,
        queue=QueueId("complaints"),
        ani="020 7946 0000",
        ani_name="SPAM?",
        withheld=False,
        dnis="95001",
        language=Language.EN,
        path=path,
        arrived_ms=0,
        queued_ms=0,
        offered_ms=0,
        requeued=True,
    )
    return CallDesk(view, ScreenPop(MatchKind.EXACT if record else MatchKind.UNKNOWN, record))


def record(contact: str = "", matters: tuple[Matter, ...] = ()) -> CustomerRecord:
    return CustomerRecord(
        customer_id=7,
        code="C7",
        name="Brown Ltd",
        company="Brown Ltd",
        contact=contact,
        salutation="Ms",
        language=Language.EN,
        standing=Standing.ACTUAL,
        value_type=ValueType.MOST_VALUABLE,
        stage=Stage.MATURE,
        abc_class="A",
        rfm="555",
        lifetime_value_minor=1,
        currency="CNY",
        customer_type="",
        industry="",
        address="",
        email="",
        membership_level="",
        points=0,
        balance_minor=0,
        contract_ends_at_ms=None,
        tags=(),
        phones=(),
        contacts=(),
        matters=matters,
    )


def made(call: CallDesk) -> Context:
    return context_for(call, agent_name="Ann", company_name=COMPANY, queue=QUEUE, hour=15)


def test_an_unknown_caller_is_not_called_by_what_the_line_says() -> None:
    context = made(desk())
    assert (context.known, context.caller_name, context.matters) == (False, "", 0)
    assert (context.number, context.day_part, context.requeued) == ("020 7946 0000", DayPart.AFTERNOON, True)


def test_the_last_choice_in_the_menu() -> None:
    path = (PathStep("1", Text(en="English", zh_CN="英语")), PathStep("3", QUEUE))
    assert made(desk(path=path)).choice == QUEUE
    assert made(desk()).choice.en == ""


def test_a_company_is_spoken_to_through_its_contact() -> None:
    assert made(desk(record(contact="Jane Brown"))).caller_name == "Jane Brown"
    assert made(desk(record())).caller_name == "Brown Ltd"


def test_the_most_urgent_matter() -> None:
    matters = (
        Matter("T-9", MatterKind.COMPLAINT, "Late delivery", 0),
        Matter("T-3", MatterKind.ORDER, "Order", 0),
    )
    context = made(desk(record(matters=matters)))
    assert (context.matters, context.matter_number, context.matter_subject) == (2, "T-9", "Late delivery")
    assert (context.standing, context.value_type) == ("actual", "most_valuable")


def test_names_are_in_one_language() -> None:
    shown = names(made(desk()), Language.ZH_CN, {"a": "1"}, ("complaint",))
    assert shown["company"]["name"] == "海港家电"
    assert shown["call"]["queue"] == "投诉"
    assert shown["call"]["greeting"] == "下午好"
    assert shown["call"]["planned"] == "complaint"
    assert shown["answers"] == {"a": "1"}
