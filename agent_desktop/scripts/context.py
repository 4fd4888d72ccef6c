"""What a script may know of the call: who speaks, who is on the line, what is on file, how they came to us.

The names that templates and conditions use (`caller.name`, `record.matters`, `call.greeting`, …) are exactly those of `WORDS`. Pure
values; the hour of the day is passed in. Must never look at a clock.
"""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import CallDesk
from agent_desktop.protocol.record import Text

Names = dict[str, dict[str, str | int | bool]]
"""Group → name → value. An empty string means that it is not known."""

WORDS: dict[str, Text] = {
    "agent.name": Text(en="your name", zh_CN="您的姓名"),
    "company.name": Text(en="company name", zh_CN="公司名称"),
    "caller.name": Text(en="caller's name", zh_CN="来电人姓名"),
    "caller.polite_name": Text(en="caller's name", zh_CN="来电人称呼"),
    "caller.number": Text(en="caller's number", zh_CN="来电号码"),
    "caller.known": Text(en="is on file", zh_CN="是否已建档"),
    "caller.withheld": Text(en="number withheld", zh_CN="号码是否隐藏"),
    "record.company": Text(en="caller's company", zh_CN="客户单位"),
    "record.standing": Text(en="customer's standing", zh_CN="客户状态"),
    "record.value_type": Text(en="customer's value", zh_CN="客户价值"),
    "record.matters": Text(en="open matters", zh_CN="未结事项数"),
    "record.matter_subject": Text(en="open matter", zh_CN="未结事项"),
    "record.matter_number": Text(en="matter number", zh_CN="事项编号"),
    "call.queue": Text(en="queue", zh_CN="队列"),
    "call.queue_id": Text(en="queue id", zh_CN="队列编号"),
    "call.choice": Text(en="menu choice", zh_CN="按键选择"),
    "call.greeting": Text(en="greeting", zh_CN="问候语"),
    "call.language": Text(en="caller's language", zh_CN="来电语言"),
    "call.requeued": Text(en="handed on", zh_CN="是否转接而来"),
    "call.notice_due": Text(en="recording notice due", zh_CN="是否需告知录音"),
    "call.planned": Text(en="next script", zh_CN="下一脚本"),
}
"""Every name a script may use, with how it is called where its value is missing; `answers.…` comes on top."""


class DayPart(enum.StrEnum):
    """The part of the day, as a greeting names it."""

    EARLY = "early"
    """5 to 9 o'clock."""
    MORNING = "morning"
    """9 to 12."""
    NOON = "noon"
    """12 to 14."""
    AFTERNOON = "afternoon"
    """14 to 18."""
    EVENING = "evening"
    """18 to 23."""
    NIGHT = "night"
    """23 to 5: nobody wishes a good night to begin with."""

    @classmethod
    def of(cls, hour: int) -> DayPart:
        """The part of the day of an hour, 0 to 23, local to the caller."""
        for until, part in ((5, cls.NIGHT), (9, cls.EARLY), (12, cls.MORNING), (14, cls.NOON), (18, cls.AFTERNOON)):
            if hour < until:
                return part
        return cls.EVENING if hour < 23 else cls.NIGHT  # noqa: PLR2004 - the hours stand at the members

    @property
    def greeting(self) -> Text:
        """The words to greet with."""
        return _GREETINGS[self]


_GREETINGS = {
    DayPart.EARLY: Text(en="Good morning", zh_CN="早上好"),
    DayPart.MORNING: Text(en="Good morning", zh_CN="上午好"),
    DayPart.NOON: Text(en="Good afternoon", zh_CN="中午好"),
    DayPart.AFTERNOON: Text(en="Good afternoon", zh_CN="下午好"),
    DayPart.EVENING: Text(en="Good evening", zh_CN="晚上好"),
    DayPart.NIGHT: Text(en="Hello", zh_CN="您好"),
}
_NOTHING = Text(en="", zh_CN="")


class Context(msgspec.Struct, frozen=True):
    """All of it. What is not known is empty."""

    agent_name: str = ""
    company_name: Text = _NOTHING
    caller_name: str = ""
    salutation: str = ""
    number: str = ""
    """As a person writes it."""
    withheld: bool = False
    known: bool = False
    """A record is joined to the call."""
    record_company: str = ""
    standing: str = ""
    value_type: str = ""
    matters: int = 0
    """How many matters are open."""
    matter_subject: str = ""
    """Of the most urgent one."""
    matter_number: str = ""
    queue_id: str = ""
    queue: Text = _NOTHING
    choice: Text = _NOTHING
    """What the caller last chose in the voice menu."""
    day_part: DayPart = DayPart.NIGHT
    language: Language = Language.ZH_CN
    requeued: bool = False
    """Somebody has talked to the caller, or let them ring, before."""
    notice_due: bool = False
    """The line has not told the caller that the call is recorded; the agent must."""


def context_for(
    desk: CallDesk, *, agent_name: str, company_name: Text, queue: Text, hour: int, notice_due: bool = False
) -> Context:
    """The context of a call on an agent's desk; `hour` is 0 to 23, local to the caller."""
    view = desk.view
    known = Context(
        agent_name=agent_name,
        company_name=company_name,
        number=view.ani,
        withheld=view.withheld,
        queue_id=view.queue,
        queue=queue,
        choice=view.path[-1].label if view.path else _NOTHING,
        day_part=DayPart.of(hour),
        language=view.language,
        requeued=view.requeued,
        notice_due=notice_due,
    )
    return _with_record(known, desk)


def _with_record(context: Context, desk: CallDesk) -> Context:
    record = desk.pop.record
    if record is None:
        return context
    urgent = record.matters[0] if record.matters else None
    return msgspec.structs.replace(
        context,
        known=True,
        caller_name=record.contact or record.name,
        salutation=record.salutation,
        record_company=record.company,
        standing=record.standing.value,
        value_type=record.value_type.value,
        matters=len(record.matters),
        matter_subject=urgent.subject if urgent else "",
        matter_number=urgent.number if urgent else "",
    )


def names(context: Context, language: Language, answers: dict[str, str], planned: tuple[str, ...]) -> Names:
    """The context by the names that scripts use, in one language."""
    return {
        "agent": {"name": context.agent_name},
        "company": {"name": context.company_name.of(language)},
        "caller": _caller_names(context, language),
        "record": _record_names(context),
        "call": _call_names(context, language, planned),
        "answers": dict(answers),
    }


def _caller_names(context: Context, language: Language) -> dict[str, str | int | bool]:
    return {
        "name": context.caller_name,
        "polite_name": polite_name(context.caller_name, context.salutation, language),
        "number": context.number,
        "known": context.known,
        "withheld": context.withheld,
    }


def _record_names(context: Context) -> dict[str, str | int | bool]:
    return {
        "company": context.record_company,
        "standing": context.standing,
        "value_type": context.value_type,
        "matters": context.matters,
        "matter_subject": context.matter_subject,
        "matter_number": context.matter_number,
    }


def _call_names(context: Context, language: Language, planned: tuple[str, ...]) -> dict[str, str | int | bool]:
    return {
        "queue": context.queue.of(language),
        "queue_id": context.queue_id,
        "choice": context.choice.of(language),
        "greeting": context.day_part.greeting.of(language),
        "language": context.language.value,
        "requeued": context.requeued,
        "notice_due": context.notice_due,
        "planned": planned[0] if planned else "",
    }


_SALUTATIONS = (
    (("mr", "先生"), Text(en="Mr", zh_CN="先生")),
    (("ms", "mrs", "女士", "太太"), Text(en="Ms", zh_CN="女士")),
    (("miss", "小姐"), Text(en="Miss", zh_CN="小姐")),
    (("dr", "博士"), Text(en="Dr", zh_CN="博士")),
    (("医生",), Text(en="Dr", zh_CN="医生")),
    (("prof", "professor", "教授"), Text(en="Professor", zh_CN="教授")),
)
_DOUBLE_SURNAMES = frozenset(
    {
        "欧阳",
        "上官",
        "司马",
        "司徒",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "端木",
        "东方",
        "南宫",
        "独孤",
        "澹台",
        "轩辕",
        "呼延",
    }
)


def polite_name(name: str, salutation: str, language: Language) -> str:
    """How one addresses a person: `Mr Brown`, `王先生`; the bare name where no salutation is on file."""
    name, title = name.strip(), _title(salutation, language)
    if not name or not title:
        return name
    chinese = "\u4e00" <= name[0] <= "\u9fff"
    surname = _chinese_surname(name) if chinese else name.split()[-1]
    return f"{surname}{title}" if chinese and language is Language.ZH_CN else _western(surname, title)


def _western(surname: str, title: str) -> str:
    return f"{surname}{title}" if "\u4e00" <= title[0] <= "\u9fff" else f"{title} {surname}"


def _title(salutation: str, language: Language) -> str:
    spelled = salutation.strip().rstrip(".").lower()
    for spellings, title in _SALUTATIONS:
        if spelled in spellings:
            return title.of(language)
    return salutation.strip()


def _chinese_surname(name: str) -> str:
    return name[:2] if name[:2] in _DOUBLE_SURNAMES else name[0]
