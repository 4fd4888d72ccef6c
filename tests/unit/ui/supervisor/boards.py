"""Believable boards for the tests of the supervisor's window, for its bench, and for looking at it."""

from __future__ import annotations

import random

from agent_desktop.cti.vocabulary import AgentId, CallId, Language, MonitorMode, QueueId
from agent_desktop.protocol.board import (
    INTERVAL_MS,
    BoardAgent,
    BoardCall,
    BoardInterval,
    BoardMember,
    BoardQueue,
    CallStage,
)
from agent_desktop.protocol.messages import BoardChanged
from agent_desktop.protocol.service_level import Counts
from agent_desktop.protocol.states import AgentState

MINUTE = 60_000
QUEUES = (QueueId("service"), QueueId("complaints"), QueueId("english"))
_NAMES = (
    "王磊",
    "陈晨",
    "Emma Reed",
    "Sara Novak",
    "赵敏",
    "刘洋",
    "Priya Nair",
    "孙丽",
    "Tom Weber",
    "周杰",
    "吴倩",
    "马超",
)
_CALLERS = ("王丽", "上海晨光精密仪器有限公司", "Emma Clarke", "李秀英", "张伟", "")
_STATES = (
    AgentState.BUSY,
    AgentState.BUSY,
    AgentState.READY,
    AgentState.WRAP_UP,
    AgentState.NOT_READY,
    AgentState.BUSY,
    AgentState.READY,
    AgentState.LOGGED_OFF,
)
_TALKING = (CallStage.TALKING, CallStage.HELD, CallStage.TALKING)


def board(now_ms: int, agents: int = 12, *, help_asked: bool = False) -> BoardChanged:
    """A whole board in mid-morning: `agents` people, every fifth caller waiting, four hours of figures."""
    rows = tuple(agent(now_ms, number) for number in range(agents))
    if help_asked:
        rows = (_asking(rows[0], now_ms), *rows[1:])
    return BoardChanged(
        day_ms=now_ms - 10 * 60 * MINUTE,
        whole=True,
        members=tuple(_member(number) for number in range(agents)),
        queues=tuple(BoardQueue(queue) for queue in QUEUES),
        agents=rows,
        calls=(*(call(now_ms, row) for row in rows if row.call is not None), *_waiting(now_ms)),
        intervals=tuple(_intervals(now_ms)),
    )


def _asking(row: BoardAgent, now_ms: int) -> BoardAgent:
    return BoardAgent(row.agent, row.state, row.since_ms, call=row.call, queue=row.queue, help_since_ms=now_ms - 42_000)


def agent(now_ms: int, number: int, state: AgentState | None = None) -> BoardAgent:
    """One agent's row; the same number always gives the same one."""
    chance = random.Random(number)
    state = state or _STATES[number % len(_STATES)]
    busy = state in {AgentState.BUSY, AgentState.WRAP_UP}
    handled = chance.randrange(4, 30)
    return BoardAgent(
        AgentId(f"agent{number}"),
        state,
        since_ms=now_ms - chance.randrange(5, 900) * 1000,
        reason="break" if state is AgentState.NOT_READY else "",
        call=CallId(1000 + number) if busy else None,
        queue=QUEUES[number % 3] if busy else QueueId(""),
        ready_ms=chance.randrange(10, 60) * MINUTE,
        handling_ms=chance.randrange(60, 150) * MINUTE,
        handled=handled,
        handle_ms=handled * chance.randrange(120, 420) * 1000,
    )


def call(now_ms: int, row: BoardAgent) -> BoardCall:
    """The call that an agent has."""
    number = int(row.agent.removeprefix("agent"))
    return BoardCall(
        CallId(1000 + number),
        _TALKING[number % 3],
        row.since_ms,
        row.since_ms - 30_000,
        row.since_ms - 20_000,
        row.queue,
        row.agent,
        "138 1234 5678",
        name=_CALLERS[number % len(_CALLERS)],
        language=Language.EN if number % 3 == 2 else Language.ZH_CN,
        path=(("1", "Service", "业务咨询"), ("2", "Bills", "账单")),
        listeners=((AgentId("chief"), MonitorMode.MONITOR),) if number == 1 else (),
    )


def _member(number: int) -> BoardMember:
    name = _NAMES[number % len(_NAMES)]
    served = QUEUES[number % 3 :] or QUEUES
    return BoardMember(AgentId(f"agent{number}"), name, served, ("complaints",) if number % 2 else ())


def _waiting(now_ms: int) -> list[BoardCall]:
    waits = (71, 44, 12, 8)
    return [
        BoardCall(
            CallId(1 + number),
            CallStage.MENU if wait < 10 else CallStage.WAITING,
            now_ms - wait * 1000,
            now_ms - wait * 1000 - 15_000,
            0 if wait < 10 else now_ms - wait * 1000,
            QueueId("") if wait < 10 else QUEUES[number % 2],
            ani="+44 20 7946 0103",
            name=_CALLERS[number],
            priority=1 if number == 1 else 0,
            path=(("1", "Service", "业务咨询"),),
        )
        for number, wait in enumerate(waits)
    ]


def _intervals(now_ms: int) -> list[BoardInterval]:
    chance = random.Random(7)
    last = now_ms - now_ms % INTERVAL_MS
    found = []
    for back in range(16):
        for queue in QUEUES:
            answered, abandoned = chance.randrange(4, 18), chance.randrange(3)
            in_time = answered - chance.randrange(min(answered, 5))
            counts = Counts(
                answered + abandoned,
                answered,
                abandoned,
                in_time,
                0,
                0,
                answered * 14_000,
                answered,
                answered * 280_000,
            )
            found.append(BoardInterval(queue, last - back * INTERVAL_MS, counts))
    return found
