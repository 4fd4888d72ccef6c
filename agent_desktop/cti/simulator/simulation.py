"""The switch, the people who call it and the stream of their calls, as one deterministic machine.

Everything happens at its own time: between two inputs the earliest deadline of switch, callers and traffic comes first. No asyncio,
no clock; the server is the shell around it.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass

from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.envelope import Session, answer
from agent_desktop.cti.simulator.front import Asked, Front
from agent_desktop.cti.simulator.life import Deed, HangUp, Life, Press, Say, Stage
from agent_desktop.cti.simulator.machine import WITHHELD, Machine
from agent_desktop.cti.simulator.model import Emitted
from agent_desktop.cti.simulator.resources import routes
from agent_desktop.cti.simulator.rest import Response
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.simulator.wire import Party, stamp


@dataclass(frozen=True, slots=True)
class News:
    """A caller has come to another stage of their call."""

    at: float
    channel: str
    caller: Caller
    stage: Stage


class Simulation:
    """A switch with life at its far ends."""

    def __init__(self, machine: Machine, traffic: Traffic | None = None, app: str = "desk") -> None:
        self.machine = machine
        self._app = app
        self._traffic = traffic or Traffic(())
        self.routes = routes()
        self._lives: dict[str, Life] = {}
        self._on_the_line: Counter[str] = Counter()
        """How often each caller is in a call just now."""
        self._wishes: list[tuple[float, str]] = []
        self._wished: dict[str, float] = {}
        """The deadline of each caller; what differs from it in `_wishes` is stale."""
        self._news: list[News] = []

    def begin(self, now: float) -> None:
        """Traffic starts."""
        self.machine.at(now).started = stamp(now)
        self._traffic.begin(now)

    def connect(self, app: str, *, all_events: bool, now: float) -> None:
        """A program listens."""
        self.tick(now)
        self.machine.connect(app, all_events=all_events, now=now)

    def disconnect(self, app: str, now: float) -> None:
        """It listens no more."""
        self.tick(now)
        self.machine.disconnect(app, now)

    def receive(self, session: Session, message: str | bytes, now: float) -> bytes | None:
        """A frame from a program; gives the frame that answers it. Events that follow from it come after that.

        None: the application's filter does not let answers through.
        """
        self.tick(now)
        board = self.machine.at(now)
        response = answer(self.routes, board, session, message)
        self._settle(now)
        app = board.apps.get(session.app)
        return response if app is None or app.wants("RESTResponse") else None

    def asked(self, front: Front, asked: Asked, now: float) -> Response:
        """A request over HTTP."""
        self.tick(now)
        response = front.answer(self.machine.at(now), asked)
        self._settle(now)
        return response

    def place(self, caller: Caller, now: float) -> str:
        """Somebody calls. Gives the id of their channel."""
        self.tick(now)
        return self._arrive(caller, now)

    def hang_up(self, channel: str, now: float) -> None:
        """The caller on this channel goes; one that is gone already is no mistake."""
        self.tick(now)
        self.machine.hang_up(channel, now)
        self._settle(now)

    def press(self, channel: str, digit: str, now: float) -> None:
        """The caller on this channel presses a key that is not in their script."""
        self.tick(now)
        self.machine.press(channel, digit, now)
        self._settle(now)

    def speak(self, channel: str, text: str, language: str, now: float) -> None:
        """The caller on this channel says something that is not in their script; one that is gone is heard by nobody."""
        self.tick(now)
        self.machine.speak(channel, text, language, now)
        self._settle(now)

    def tick(self, now: float) -> None:
        """Let everything happen that is due by now."""
        while (at := self.next_deadline()) is not None and at <= now:
            self.machine.tick(at)
            self._settle(at)
            self._live(at)
            self._let_call(at)

    def next_deadline(self) -> float | None:
        """When `tick` is wanted."""
        wish = self._wishes[0][0] if self._wishes else None
        deadlines = (self.machine.next_deadline(), wish, self._traffic.next_deadline())
        return min((at for at in deadlines if at is not None), default=None)

    def take_events(self) -> list[Emitted]:
        """What programs are to be told since the last time."""
        return self.machine.take_events()

    def take_news(self) -> list[News]:
        """How callers have fared since the last time."""
        news, self._news = self._news, []
        return news

    def _settle(self, now: float) -> None:
        """Let callers notice what has happened to their channels."""
        for channel, heard in self.machine.take_heard():
            life = self._lives.get(channel)
            if life is None:
                continue
            before = life.stage
            life.hear(heard, now)
            if life.stage is not before:
                self._report(channel, life, now)
            if life.stage is Stage.GONE:
                self._forget(channel, life)
            else:
                self._wish(channel, life)

    def _forget(self, channel: str, life: Life) -> None:
        del self._lives[channel]
        self._wished.pop(channel, None)
        self._on_the_line[life.caller.id] -= 1
        if not self._on_the_line[life.caller.id]:
            del self._on_the_line[life.caller.id]

    def _let_call(self, now: float) -> None:
        at = self._traffic.next_deadline()
        if at is not None and at <= now:
            caller = self._traffic.due(now, self._on_the_line)
            if caller:
                self._arrive(caller, now)

    def _arrive(self, caller: Caller, now: float) -> str:
        party = WITHHELD if caller.withheld else Party(_escaped(caller.shown_name), caller.number)
        channel = self.machine.arrive(party, caller.dials, self._app, now)
        life = Life(caller, now)
        self._lives[channel] = life
        self._on_the_line[caller.id] += 1
        self._report(channel, life, now)
        self._wish(channel, life)
        self._settle(now)
        return channel

    def _live(self, now: float) -> None:
        while self._wishes and self._wishes[0][0] <= now:
            at, channel = heapq.heappop(self._wishes)
            life = self._lives.get(channel)
            if life is None or self._wished.get(channel) != at:
                continue
            del self._wished[channel]
            for deed in life.tick(now):
                self._do(channel, deed, now)
            self._wish(channel, life)
            self._settle(now)

    def _do(self, channel: str, deed: Deed, now: float) -> None:
        if isinstance(deed, Press):
            self.machine.press(channel, deed.digit, now)
        elif isinstance(deed, Say):
            self.machine.speak(channel, deed.text, deed.language.value, now)
        elif isinstance(deed, HangUp):
            self.machine.hang_up(channel, now)

    def _wish(self, channel: str, life: Life) -> None:
        at = life.next_deadline()
        if at is not None and self._wished.get(channel) != at:
            self._wished[channel] = at
            heapq.heappush(self._wishes, (at, channel))

    def _report(self, channel: str, life: Life, now: float) -> None:
        self._news.append(News(now, channel, life.caller, life.stage))


def _escaped(name: str) -> str:
    """A name as a SIP trunk brings it and Asterisk passes it on: quotes and backslashes stay escaped."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
