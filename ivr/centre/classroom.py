"""The class of a centre on its event loop: a thin shell around `Lessons` with the simulated line, the shelf of attempts, the seats and one
timer. Must never decide anything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog

from agent_desktop.cti.simulator.callers import Act as CallerAct
from agent_desktop.cti.simulator.callers import Caller, When
from agent_desktop.cti.vocabulary import AgentId, ConnectionId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.training import TrainingView
from agent_desktop.training.attempt import Attempt
from agent_desktop.training.run import HangsUp, Says
from agent_desktop.training.shelf import AttemptShelf
from ivr.centre.lessons import Act, Keep, Lessons, Place, Wish
from ivr.centre.to_seats import ToSeats
from ivr.facts import NumberedFact

log = structlog.get_logger(__name__)

_LANGUAGE_KEYS = {Language.ZH_CN: "1", Language.EN: "2"}
"""As the shipped menu has them."""
_DAY_S = 86_400.0


class Line(Protocol):
    """The simulated switch, at its callers' ends."""

    def place_call(self, caller: Caller) -> str:
        """Somebody calls; gives their channel."""

    def speak(self, channel: str, text: str, language: str) -> None:
        """A caller says something."""

    def hang_up(self, channel: str) -> None:
        """A caller goes."""


class Classroom:
    """Carries out what the lessons want."""

    def __init__(
        self,
        lessons: Lessons,
        line: Line,
        shelf: AttemptShelf,
        show: Callable[[list[ToSeats]], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._lessons, self._line, self._shelf, self._show, self._clock = lessons, line, shelf, show, clock
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    def take(self, fact: NumberedFact) -> None:
        """The next fact. What comes of it is carried out once the core is done with what it is doing."""
        self._lessons.take(fact)
        self._loop.call_soon(self._carry_out)

    def training(self, agent: AgentId) -> TrainingView:
        """What this user's seat shows of the class."""
        return self._lessons.training(agent)

    def stop(self) -> None:
        """No more timers."""
        if self._timer is not None:
            self._timer.cancel()

    def do(self, user: AgentId, body: m.RequestBody) -> m.AnyResult | None:
        """One request of a trainee or the trainer.

        Raises:
            Refusal: it cannot be.

        """
        now = self._clock()
        try:
            return self._asked(user, body, now)
        finally:
            self._carry_out()

    def _asked(self, user: AgentId, body: m.RequestBody, now: float) -> m.AnyResult | None:
        match body:
            case m.TakeStep():
                self._lessons.step(user, body, now)
            case m.SayToCaller():
                self._lessons.say(user, body, now)
            case m.WatchClass():
                return self._lessons.watch(user, watch=body.watch)
            case m.StartWave():
                self._lessons.wave(body)
            case m.TakeOverCaller() | m.SpeakForCaller() | m.SendHint():
                self._lessons.by_trainer(body, now)
            case m.FetchAttempt():
                return m.Replayed(self._lessons.replayed(self._found(body.attempt)))
            case _:
                raise Refusal(ErrorId.UNKNOWN_REQUEST, type=type(body).__name__)
        return None

    def _found(self, name: str) -> Attempt:
        attempt = self._shelf.find(name)
        if attempt is None:
            raise Refusal(ErrorId.NO_SUCH_ATTEMPT, attempt=name)
        return attempt

    def _carry_out(self) -> None:
        while wishes := self._lessons.take_out():
            for wish in wishes:
                self._grant(wish)
        self._arm()

    def _grant(self, wish: Wish) -> None:
        match wish:
            case Place():
                self._lessons.placed(wish, ConnectionId(self._line.place_call(caller(wish))))
            case Act(connection, Says(text, language)):
                self._line.speak(connection, text, language.value)
            case Act(connection, HangsUp()):
                self._line.hang_up(connection)
            case Keep(attempt):
                self._shelf.keep(attempt)
            case ToSeats():
                self._show([wish])

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        at = self._lessons.next_deadline()
        if at is not None:
            self._timer = self._loop.call_later(max(0.0, at - self._clock()), self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._lessons.tick(self._clock())
        self._carry_out()


def caller(place: Place) -> Caller:
    """Somebody who finds their way through the menu by themselves, and leaves the talking to the scenario."""
    scenario, language = place.scenario, place.language
    person = scenario.cast.of(language)
    acts = [CallerAct(press=_LANGUAGE_KEYS[language], when=When.LANGUAGE, after_s=0.8)]
    if scenario.keys:
        acts.append(CallerAct(press=scenario.keys, after_s=1.0))
    return Caller(
        scenario.id,
        person.name,
        person.number,
        language,
        dials="95001",
        withheld=not person.number,
        acts=tuple(acts),
        menu_s=240.0,
        patience_s=scenario.patience_s,
        talk_s=_DAY_S,
        hangs_up_first=False,
        hold_s=_DAY_S,
        silence_s=30.0,
    )
