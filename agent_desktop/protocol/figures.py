"""The figures of a call centre, each with its name and its formula in both languages: what is counted, or what is divided by what.

There are five ways to reckon a service level, and they differ by several points on the same day; so each has its own name, and
none is "the" service level. A figure whose divisor is zero is None, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent_desktop.protocol.record import Text
from agent_desktop.protocol.service_level import Formula, served
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One figure."""

    id: str
    label: Text
    formula: Text
    unit: str
    """`%`, `s`, or empty for a plain number."""
    above: Callable[[T], float]
    below: Callable[[T], float] | None = None
    """None: it is a count or a sum."""

    def of(self, tally: T) -> float | None:
        """Its value, a percentage as 0 to 100; None where there is nothing to divide by."""
        if self.below is None:
            return self.above(tally)
        below = self.below(tally)
        if not below:
            return None
        return self.above(tally) / below * (100.0 if self.unit == "%" else 1.0)


def _done(tally: QueueTally) -> float:
    return tally.answered + tally.abandoned


def _handled_s(tally: QueueTally | DispositionTally) -> float:
    return tally.talk_s + tally.hold_s + tally.wrap_up_s


def _working_s(tally: AgentTally) -> float:
    return tally.reserved_s + tally.busy_s + tally.wrap_up_s


def _service_level(formula: Formula, label: Text, written: Text) -> Figure[QueueTally]:
    return Figure(formula.value, label, written, "%", lambda t: served(formula, t)[0], lambda t: served(formula, t)[1])


SERVICE_LEVELS: tuple[Figure[QueueTally], ...] = (
    _service_level(
        Formula.ANSWERED_ONLY,
        Text("Service level, answered calls only", "服务水平（仅计接听）"),
        Text("answered within T ÷ answered", "T 秒内接听数 ÷ 接听数"),
    ),
    _service_level(
        Formula.ALL_OFFERED,
        Text("Service level, all calls", "服务水平（计全部来电）"),
        Text("answered within T ÷ (answered + abandoned)", "T 秒内接听数 ÷（接听数 + 放弃数）"),
    ),
    _service_level(
        Formula.ABANDONS_MET,
        Text("Service level, abandoned within T counted as met", "服务水平（T 秒内放弃计为达标）"),
        Text(
            "(answered within T + abandoned within T) ÷ (answered + abandoned)",
            "（T 秒内接听数 + T 秒内放弃数）÷（接听数 + 放弃数）",
        ),
    ),
    _service_level(
        Formula.ABANDONS_LEFT_OUT,
        Text("Service level, abandoned within T left out", "服务水平（剔除 T 秒内放弃）"),
        Text("answered within T ÷ (answered + abandoned after T)", "T 秒内接听数 ÷（接听数 + T 秒后放弃数）"),
    ),
    _service_level(
        Formula.SHORT_ABANDONS_MET,
        Text("Service level, short abandons counted as met", "服务水平（短时放弃计为达标）"),
        Text(
            "(answered within T + abandoned within s) ÷ (answered + abandoned)",
            "（T 秒内接听数 + s 秒内放弃数）÷（接听数 + 放弃数）",
        ),
    ),
)
"""T is the queue's `service_level_s`, s the time within which an abandoned call is a short one."""

QUEUE_FIGURES: tuple[Figure[QueueTally], ...] = (
    *SERVICE_LEVELS,
    Figure(
        "abandoned",
        Text("Abandoned", "放弃率"),
        Text(
            "(abandoned − abandoned within s) ÷ (answered + abandoned)", "（放弃数 − s 秒内放弃数）÷（接听数 + 放弃数）"
        ),
        "%",
        lambda t: t.abandoned - t.short_abandons,
        _done,
    ),
    Figure(
        "asa",
        Text("Average speed of answer", "平均应答速度"),
        Text("wait of answered calls ÷ answered", "已接听来电的等待时长 ÷ 接听数"),
        "s",
        lambda t: t.answered_wait_s,
        lambda t: t.answered,
    ),
    Figure(
        "aht",
        Text("Average handling time", "平均处理时长"),
        Text("(talk + hold + wrap-up) ÷ conversations", "（通话时长 + 保持时长 + 话后处理时长）÷ 通话段数"),
        "s",
        _handled_s,
        lambda t: t.legs,
    ),
    Figure(
        "att",
        Text("Average talk time, without hold", "平均通话时长（不含保持）"),
        Text("talk ÷ conversations", "通话时长 ÷ 通话段数"),
        "s",
        lambda t: t.talk_s,
        lambda t: t.legs,
    ),
    Figure(
        "att_with_hold",
        Text("Average talk time, with hold", "平均通话时长（含保持）"),
        Text("(talk + hold) ÷ conversations", "（通话时长 + 保持时长）÷ 通话段数"),
        "s",
        lambda t: t.talk_s + t.hold_s,
        lambda t: t.legs,
    ),
    Figure(
        "acw",
        Text("Average wrap-up", "平均话后处理时长"),
        Text("wrap-up ÷ conversations", "话后处理时长 ÷ 通话段数"),
        "s",
        lambda t: t.wrap_up_s,
        lambda t: t.legs,
    ),
    Figure(
        "transfers",
        Text("Transfers per conversation", "每段通话转接次数"),
        Text("conversations that ended in a transfer ÷ conversations", "以转接结束的通话段数 ÷ 通话段数"),
        "",
        lambda t: t.transfers,
        lambda t: t.legs,
    ),
    Figure(
        "fcr",
        Text("First-call resolution", "首次解决率"),
        Text(
            "handled calls whose number did not call again within the window ÷ handled calls with a number",
            "处理后同一号码在规定期限内未再来电的来电数 ÷ 已处理且有号码的来电数",
        ),
        "%",
        lambda t: t.contacts - t.called_again,
        lambda t: t.contacts,
    ),
)

AGENT_FIGURES: tuple[Figure[AgentTally], ...] = (
    Figure(
        "occupancy",
        Text("Occupancy", "占用率"),
        Text(
            "(ringing + in calls + wrap-up) ÷ (ringing + in calls + wrap-up + ready)",
            "（振铃 + 通话 + 话后处理）÷（振铃 + 通话 + 话后处理 + 就绪）",
        ),
        "%",
        _working_s,
        lambda t: _working_s(t) + t.ready_s,
    ),
    Figure(
        "utilisation",
        Text("Utilisation", "签入时间利用率"),
        Text("(ringing + in calls + wrap-up) ÷ logged on", "（振铃 + 通话 + 话后处理）÷ 签入时长"),
        "%",
        _working_s,
        lambda t: _working_s(t) + t.ready_s + t.not_ready_s,
    ),
)

QUEUE_COUNTS: tuple[Figure[QueueTally], ...] = (
    Figure(
        "offered",
        Text("Offered", "呼入"),
        Text("calls that entered the queue", "进入队列的来电数"),
        "",
        lambda t: t.offered,
    ),
    Figure(
        "answered",
        Text("Answered", "接听"),
        Text("of them, calls that an agent took", "其中由坐席接起的来电数"),
        "",
        lambda t: t.answered,
    ),
    Figure(
        "lost",
        Text("Lost", "放弃"),
        Text("calls whose caller hung up while they waited", "排队时来电者挂断的来电数"),
        "",
        lambda t: t.abandoned,
    ),
    Figure(
        "moved",
        Text("Moved to another queue", "转入其他队列"),
        Text("calls that went on to another queue", "转到其他队列的来电数"),
        "",
        lambda t: t.moved,
    ),
    Figure(
        "conversations",
        Text("Conversations", "通话段数"),
        Text(
            "one for each agent who talked to a caller, counted when wrap-up ends",
            "每名坐席与来电者的一段通话，话后处理结束时计入",
        ),
        "",
        lambda t: t.legs,
    ),
)

AGENT_COUNTS: tuple[Figure[AgentTally], ...] = (
    Figure(
        "logged_on",
        Text("Logged on", "签入时长"),
        Text("ready + ringing + in calls + wrap-up + not ready", "就绪 + 振铃 + 通话 + 话后处理 + 未就绪"),
        "s",
        lambda t: _working_s(t) + t.ready_s + t.not_ready_s,
    ),
    Figure(
        "ready", Text("Ready", "就绪时长"), Text("time in this state", "处于该状态的时长"), "s", lambda t: t.ready_s
    ),
    Figure(
        "not_ready",
        Text("Not ready", "未就绪时长"),
        Text("time in this state", "处于该状态的时长"),
        "s",
        lambda t: t.not_ready_s,
    ),
    Figure(
        "taken",
        Text("Taken", "接起"),
        Text("offers that the agent took", "坐席接起的振铃次数"),
        "",
        lambda t: t.answered,
    ),
    Figure(
        "declined",
        Text("Declined", "拒接"),
        Text("offers that the agent declined", "坐席拒接的振铃次数"),
        "",
        lambda t: t.declined,
    ),
    Figure(
        "not_answered",
        Text("Not answered", "未接"),
        Text("offers that rang until they were taken away", "振铃超时被收回的次数"),
        "",
        lambda t: t.not_answered,
    ),
    Figure(
        "agent_conversations",
        Text("Conversations", "通话段数"),
        Text("counted when wrap-up ends", "话后处理结束时计入"),
        "",
        lambda t: t.legs,
    ),
)

AGENT_AVERAGES: tuple[Figure[AgentTally], ...] = (
    Figure(
        "agent_aht",
        Text("Average handling time", "平均处理时长"),
        Text("(talk + hold + wrap-up) ÷ conversations", "（通话时长 + 保持时长 + 话后处理时长）÷ 通话段数"),
        "s",
        lambda t: t.legs_talk_s + t.legs_hold_s + t.legs_wrap_up_s,
        lambda t: t.legs,
    ),
    Figure(
        "agent_att",
        Text("Average talk time, without hold", "平均通话时长（不含保持）"),
        Text("talk ÷ conversations", "通话时长 ÷ 通话段数"),
        "s",
        lambda t: t.legs_talk_s,
        lambda t: t.legs,
    ),
    Figure(
        "agent_hold",
        Text("Average hold", "平均保持时长"),
        Text("hold ÷ conversations", "保持时长 ÷ 通话段数"),
        "s",
        lambda t: t.legs_hold_s,
        lambda t: t.legs,
    ),
    Figure(
        "agent_acw",
        Text("Average wrap-up", "平均话后处理时长"),
        Text("wrap-up ÷ conversations", "话后处理时长 ÷ 通话段数"),
        "s",
        lambda t: t.legs_wrap_up_s,
        lambda t: t.legs,
    ),
)

DISPOSITION_FIGURES: tuple[Figure[DispositionTally], ...] = (
    Figure(
        "logs",
        Text("Logs", "记录数"),
        Text("logs with this disposition", "选此通话结果的话后记录数"),
        "",
        lambda t: t.logs,
    ),
    Figure(
        "disposition_conversations",
        Text("Conversations", "通话段数"),
        Text(
            "logs of conversations; a number that was not reached is none", "其中有通话的话后记录数，未接通的外呼不计"
        ),
        "",
        lambda t: t.legs,
    ),
    Figure(
        "disposition_aht",
        Text("Average handling time", "平均处理时长"),
        Text("(talk + hold + wrap-up) ÷ conversations", "（通话时长 + 保持时长 + 话后处理时长）÷ 通话段数"),
        "s",
        _handled_s,
        lambda t: t.legs,
    ),
    Figure(
        "disposition_att",
        Text("Average talk time, without hold", "平均通话时长（不含保持）"),
        Text("talk ÷ conversations", "通话时长 ÷ 通话段数"),
        "s",
        lambda t: t.talk_s,
        lambda t: t.legs,
    ),
    Figure(
        "disposition_acw",
        Text("Average wrap-up", "平均话后处理时长"),
        Text("wrap-up ÷ conversations", "话后处理时长 ÷ 通话段数"),
        "s",
        lambda t: t.wrap_up_s,
        lambda t: t.legs,
    ),
)


def share_of(total: DispositionTally) -> Figure[DispositionTally]:
    """A disposition's share of all logs."""
    return Figure(
        "share",
        Text("Share", "占比"),
        Text("logs with this disposition ÷ all logs", "选此通话结果的话后记录数 ÷ 全部话后记录数"),
        "%",
        lambda t: t.logs,
        lambda _: total.logs,
    )
