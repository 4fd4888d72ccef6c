"""A colleague in the demonstration: answers like a person, talks for a while, writes the log, takes the next call. Also gives advice when
asked, and takes over the caller.
"""

from __future__ import annotations

import asyncio
import random

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials

ANSWERS_AFTER_S = (1.5, 4.0)
LOGS_AFTER_S = (6.0, 20.0)
MOST_PATIENCE_S = 150.0
DISPOSITIONS = ("enquiry_answered", "order_tracked", "repair_solved", "complaint_settled")


class Colleague:
    """One headless seat with manners."""

    def __init__(self, url: str, user: AgentId, password: str) -> None:
        self._seat = HeadlessSeat(url, Credentials(user, password))
        self._chance = random.Random(user)  # noqa: S311 - manners, not secrets

    async def work(self) -> None:
        """Take calls until cancelled."""
        async with self._seat as seat:
            await seat.ask(m.SetAgentState(m.AgentState.READY))
            while True:
                offered = await seat.until(m.CallOffered)
                try:
                    await self._handle(seat, offered.desk.view)
                except Refusal:
                    continue  # the caller was quicker

    async def _handle(self, seat: HeadlessSeat, call: m.CallView) -> None:
        await self._pause(ANSWERS_AFTER_S)
        await seat.ask(m.AnswerCall(call.call))
        if call.is_asked_about and not await self._advise(seat, call):
            return
        talking = seat.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
        try:
            await asyncio.wait_for(talking, MOST_PATIENCE_S)
        except TimeoutError:
            await seat.ask(m.ClearConnection(call.call))
        await self._pause(LOGS_AFTER_S)
        await seat.ask(m.CompleteLog(call.call, m.LogDraft(disposition=self._chance.choice(DISPOSITIONS))))

    async def _advise(self, seat: HeadlessSeat, call: m.CallView) -> bool:
        """Talk to whoever asks until they end it; whether the caller was handed over."""

        def settled(event: m.EventBody) -> bool:
            handed_over = isinstance(event, m.CallChanged) and event.view.phase is m.CallPhase.CONNECTED
            return handed_over or (isinstance(event, m.CallRemoved) and event.call == call.call)

        return isinstance(await seat.until(m.EventBody, settled), m.CallChanged)

    async def _pause(self, span: tuple[float, float]) -> None:
        await asyncio.sleep(self._chance.uniform(*span))
