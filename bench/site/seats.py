"""The process of the agents: so many seats without a window, each with somebody who works like a person, only without a pause for thought."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from bench.ringing import marks
from bench.site import words
from bench.site.ledger import Taken

ANSWERS_S = (1.0, 3.0)
TYPES_S = (3.0, 8.0)
HOLDS_S = (5.0, 20.0)
LOGS_S = (5.0, 20.0)
RESTS_S = (10.0, 40.0)
HOLDS, HANDS_ON, RESTS = 0.15, 0.05, 0.10
"""Shares of calls that are put on hold, are handed on to another queue, and are followed by a break."""
AT_ONCE = 20
"""Log-ins under way."""
_SENTENCE = "The customer asks when the order arrives; the second parcel is still on its way, looked up and told. "
_DISPOSITIONS = ("enquiry_answered", "order_tracked", "repair_solved", "complaint_settled")


class Agent:
    """One seat and whoever sits there."""

    def __init__(self, url: str, user: AgentId, troubles: Counter[str]) -> None:
        self.seat = HeadlessSeat(url, Credentials(user, words.PASSWORD))
        self._chance = random.Random(user)
        self._troubles = troubles

    async def work(self, within_s: float) -> None:
        """Until cancelled."""
        await self._pause((0.0, within_s))
        await self._try(m.SetAgentState(m.AgentState.READY))
        while True:
            offered = await self.seat.until(m.CallOffered)
            try:
                await self._handle(offered.desk.view)
            except Refusal as refusal:  # the caller was quicker
                self._troubles[refusal.error_id] += 1

    async def watch(self, back_at: list[float]) -> None:
        """Note each time that the seat has come back."""
        while True:
            await self.seat.until_back()
            back_at.append(time.time())

    async def _handle(self, call: m.CallView) -> None:
        await self._pause(ANSWERS_S)
        await self.seat.ask(m.AnswerCall(call.call))
        holds, hands_on = self._chance.random() < HOLDS, self._chance.random() < HANDS_ON
        notes = ""
        while not await self._over(call):
            notes += _SENTENCE
            await self.seat.ask(m.SaveDraft(call.call, m.LogDraft(notes=notes)))
            if holds:
                holds = False
                await self._hold(call)
            elif hands_on and len(notes) > 3 * len(_SENTENCE):
                hands_on = False
                await self.seat.ask(m.SingleStepTransferCall(call.call, "queue", "general"))
        await self._log(call, notes)

    async def _over(self, call: m.CallView) -> bool:
        """Whether the conversation has ended by the time that something more is typed."""

        def ends(event: m.CallChanged) -> bool:
            return event.view.call == call.call and event.view.phase is m.CallPhase.WRAP_UP

        try:
            async with asyncio.timeout(self._chance.uniform(*TYPES_S)):
                await self.seat.until(m.CallChanged, ends)
        except TimeoutError:
            return False
        return True

    async def _hold(self, call: m.CallView) -> None:
        await self.seat.ask(m.HoldCall(call.call))
        await self._pause(HOLDS_S)
        await self.seat.ask(m.RetrieveCall(call.call))

    async def _log(self, call: m.CallView, notes: str) -> None:
        await self._pause(LOGS_S)
        rests = self._chance.random() < RESTS
        if rests:
            await self._try(m.SetAgentState(m.AgentState.NOT_READY, "break"))
        log = m.LogDraft(disposition=self._chance.choice(_DISPOSITIONS), notes=notes)
        await self.seat.ask(m.CompleteLog(call.call, log))
        if rests:
            await self._pause(RESTS_S)
            await self._try(m.SetAgentState(m.AgentState.READY))

    async def _try(self, wish: m.SetAgentState) -> None:
        try:
            await self.seat.ask(wish)
        except Refusal as refusal:
            self._troubles[refusal.error_id] += 1

    async def _pause(self, span: tuple[float, float]) -> None:
        await asyncio.sleep(self._chance.uniform(*span))


def run(pipe: Connection, url: str, count: int) -> None:
    logs.configure(level=logs.WARNING)
    asyncio.run(_sit(pipe, url, count))


async def _sit(pipe: Connection, url: str, count: int) -> None:
    taken, troubles, back_at = Taken(), Counter[str](), list[float]()
    people = [Agent(url, user, troubles) for user in words.agents(count)]
    tasks: list[asyncio.Task[None]] = []
    async with AsyncExitStack() as stack:
        door = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_enter(each.seat, stack, door) for each in people))
        pipe.send(words.Here(os.getpid()))
        tasks += (asyncio.create_task(each.watch(back_at)) for each in people)
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            match wish:
                case words.Work(within_s):
                    tasks += (asyncio.create_task(each.work(within_s)) for each in people)
                case words.Compare(told):
                    wrong = troubles + _faults(people, tasks)
                    pipe.send(words.SeatsCompared(list(back_at), taken.drawn_anew, taken.compare(told), dict(wrong)))
        for task in tasks:
            task.cancel()


def _faults(people: list[Agent], tasks: list[asyncio.Task[None]]) -> Counter[str]:
    """Agents who cannot work any more, and links that the centre broke the protocol on."""
    ended = Counter(repr(task.exception()) for task in tasks if task.done() and not task.cancelled())
    return ended + Counter(str(fault) for each in people for fault in each.seat.faults)


async def _enter(seat: HeadlessSeat, stack: AsyncExitStack, door: asyncio.Semaphore) -> None:
    async with door:
        await stack.enter_async_context(seat)
