"""A trainee in the demonstration's class: takes the script step by step at their own pace, and is at a loss where something has to be
typed. One of them soon hangs up, another puts the caller on hold and forgets them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import Scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import Answer, Done, How
from agent_desktop.scripts.view import StepView

PACE_S = 2.5


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody deals with a caller."""

    steps: int
    """The most of the script that they go through."""
    holds: bool = False
    """Afterwards they put the caller on hold, and stay away."""
    hangs_up: bool = False
    """Afterwards they are rid of the caller, and write nothing down."""


MANNERS = (Manner(steps=20), Manner(steps=3, holds=True), Manner(steps=1, hangs_up=True))


class Trainee:
    """One headless seat of a class."""

    def __init__(self, url: str, user: AgentId, password: str, scripts: Scripts) -> None:
        self._seat = HeadlessSeat(url, Credentials(user, password))
        self._scripts = scripts

    async def learn(self, manner: Manner) -> None:
        """Take one call."""
        async with self._seat as seat:
            await seat.ask(m.SetAgentState(m.AgentState.READY))
            offered = (await seat.until(m.CallOffered)).desk
            call = offered.view
            await seat.ask(m.AnswerCall(call.call))
            record = offered.pop.record
            context = Context(caller_name=record.name, known=True, matters=1) if record is not None else Context()
            await self._follow_script(call, Runner(self._scripts, context), manner.steps)
            if manner.holds:
                await seat.ask(m.HoldCall(call.call))
            if manner.hangs_up:
                await seat.ask(m.ClearConnection(call.call))
                await seat.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
                await seat.ask(m.CompleteLog(call.call, m.LogDraft(disposition="unrelated")))
            await asyncio.Event().wait()  # at the desk until cancelled

    async def _follow_script(self, call: m.CallView, runner: Runner, most: int) -> None:
        keys = tuple(step.keys for step in call.path)
        state = runner.start(*runner.scripts.starts_for(call.queue, keys, call.dnis))
        for _ in range(most):
            shown = runner.view(state, call.language)
            value = _answer(shown)
            if value is None:
                return
            await asyncio.sleep(PACE_S)
            how = How.ANSWERED if value else How.DONE
            await self._seat.ask(m.TakeStep(call.call, shown.script, shown.step, how.value, value))
            state = runner.advance(state, Answer(value) if value else Done())


def _answer(shown: StepView) -> str | None:
    """The first choice; empty where none is wanted. None: something has to be typed, or the scripts are over."""
    if shown.finished:
        return None
    if shown.input is None:
        return ""
    return shown.choices[0].value if shown.choices else None
