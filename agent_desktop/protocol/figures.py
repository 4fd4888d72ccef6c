"""The figures of a call centre, each with its name and its formula in both languages: what is divided by what.

There are five ways to reckon a service level, and they differ by several points on the same day; so each has its own name, and
none is "the" service level. A figure whose divisor is zero is None, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent_desktop.protocol.record import Text
from agent_desktop.protocol.service_level import Formula, served
from agent_desktop.protocol.tallies import AgentTally, QueueTally

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
    below: Callable[[T], float]

    def of(self, tally: T) -> float | None:
        """Its value, a percentage as 0 to 100; None where there is nothing to divide by."""
        below = self.below(tally)
        if not below:
            return None
        return self.above(tally) / below * (100.0 if self.unit == "%" else 1.0)


def _done(tally: QueueTally) -> float:
    return tally.answered + tally.abandoned


def _handled_s(tally: QueueTally) -> float:
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
        Text("Occupancy", "工时利用率"),
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
