"""A dressed application, a desk with a recorder for a carrier, and a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.messages import AgentState, AgentView, AnyRequestBody, AnyResult, CallDesk, Role
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered, RequestLost, RequestRefused
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.desk import Change, Desk, Link, LinkState, Reply, Who
from tests.unit.ui.agent.sample import DISPOSITIONS, NOW


@dataclass
class Clock:
    now: int = NOW

    def __call__(self) -> int:
        return self.now


@dataclass
class Centre:
    """Keeps each request until the test answers it."""

    open: list[tuple[AnyRequestBody, Reply]] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)

    def carry(self, body: AnyRequestBody, reply: Reply) -> None:
        self.asked.append(body)
        self.open.append((body, reply))

    def _next(self) -> tuple[AnyRequestBody, Reply]:
        return self.open.pop(0)

    def answer(self, result: AnyResult | None = None) -> Any:
        body, reply = self._next()
        reply(Answered("r", body, result))
        return body

    def refuse(self, error: str, **arguments: str) -> AnyRequestBody:
        body, reply = self._next()
        reply(RequestRefused("r", body, error, arguments))
        return body

    def lose(self) -> AnyRequestBody:
        body, reply = self._next()
        reply(RequestLost("r", body))
        return body


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    i18n.set_language(qapp, Language.EN)
    theme.apply(qapp, theme.Look())
    yield
    i18n.set_language(qapp, Language.EN)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def desk(clock: Clock, centre: Centre) -> Desk:
    made = Desk(clock, centre.carry)
    made.state = replace(
        made.state,
        link=Link(LinkState.UP, NOW, NOW),
        who=Who(AgentId("wang"), "王磊", Role.AGENT, frozenset()),
        agent=AgentView(AgentState.BUSY, NOW),
        dispositions=DISPOSITIONS,
        queue_labels={"service": Text("Service", "客服"), "complaints": Text("Complaints", "投诉")},
    )
    return made


def put(desk: Desk, *calls: CallDesk, **changes: Any) -> None:
    """Lay this on the desk, as a centre's event would."""
    desk.state = replace(desk.state, calls=calls, **changes)
    desk._tell((Change.CALL, Change.POP, Change.AGENT))
