"""A class: which simulated caller plays which scenario, at whose seat, and how it goes. A projection of the facts, with the trainees' and
the trainer's requests on top.

What it wants done comes out of `take_out`: words for the simulated line, messages for seats, attempts to be kept. Where no trainer
watches everything goes on just the same. Must never do I/O or know the time: `now` is Unix seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.training import AttemptCard, AttemptView, ClassSeat, SayingView, TrainingView
from agent_desktop.scripts.model import Scripts
from agent_desktop.scripts.state import How
from agent_desktop.training import inputs as t
from agent_desktop.training.attempt import Attempt
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import Deed, HangsUp, ScenarioRun, Stage
from ivr import facts
from ivr.centre import lesson_views as views
from ivr.centre.to_seats import ToSeats


@dataclass(frozen=True, slots=True)
class Place:
    """Let this caller call."""

    scenario: Scenario
    language: Language


@dataclass(frozen=True, slots=True)
class Act:
    """The caller on this connection does this."""

    connection: ConnectionId
    deed: Deed


@dataclass(frozen=True, slots=True)
class Keep:
    """This attempt is complete."""

    attempt: Attempt


Wish = Place | Act | Keep | ToSeats


@dataclass(slots=True)
class _Part:
    """A simulated caller on the line."""

    scenario: Scenario
    language: Language
    connection: ConnectionId


@dataclass(slots=True)
class _Lesson:
    """A trainee with a simulated caller."""

    call: CallId
    part: _Part
    run: ScenarioRun
    happenings: list[t.Timed] = field(default_factory=list)
    transferred: bool = False
    hung_up: bool = False
    """The caller did."""
    hint: str = ""


@dataclass(slots=True)
class _Trainee:
    agent: AgentId
    name: str
    lesson: _Lesson | None = None
    last: AttemptView | None = None
    points: list[int] = field(default_factory=list)


class Lessons:
    """The class of one centre."""

    def __init__(
        self,
        scenarios: dict[str, Scenario],
        scripts: Scripts,
        trainees: Iterable[tuple[AgentId, str]],
        *,
        stands: Callable[[AgentId], m.AgentView],
        draft: Callable[[AgentId], m.LogDraft],
        kept: Iterable[AttemptCard] = (),
    ) -> None:
        """`stands` tells an agent's state, `draft` the log of the call on their desk; `kept` are the attempts of earlier."""
        self._scenarios, self._scripts = scenarios, scripts
        self._trainees = {agent: _Trainee(agent, name) for agent, name in trainees}
        self._stands, self._draft = stands, draft
        self._cards: list[AttemptCard] = []
        self._on_the_line: dict[ConnectionId, _Part] = {}
        self._parts: dict[CallId, _Part] = {}
        self._watching: dict[AgentId, None] = {}
        self._out: list[Wish] = []
        self._moved: dict[AgentId, _Trainee] = {}
        self._handlers = self._table()
        for card in kept:
            self._file(card)

    # --- what the shell calls -----------------------------------------------------------------------------------------

    def take(self, numbered: facts.NumberedFact) -> None:
        """The next fact; one about an agent changes how their seat stands, whatever else it means."""
        fact = numbered.fact
        handler = self._handlers.get(type(fact))
        if handler is not None:
            handler(fact, numbered.at)
        agent = getattr(fact, "agent", None)
        if agent is not None:
            self.moved(agent)

    def placed(self, place: Place, connection: ConnectionId) -> None:
        """The caller is on the line."""
        self._on_the_line[connection] = _Part(place.scenario, place.language, connection)

    def tick(self, now: float) -> None:
        """Do what is due."""
        for trainee in self._trainees.values():
            at = None if trainee.lesson is None else trainee.lesson.run.next_deadline()
            if trainee.lesson is not None and at is not None and at <= now:
                self._do(trainee.lesson, trainee.lesson.run.tick(now))
                self.moved(trainee.agent)

    def next_deadline(self) -> float | None:
        """When `tick` is wanted."""
        runs = (trainee.lesson.run.next_deadline() for trainee in self._trainees.values() if trainee.lesson)
        return min((at for at in runs if at is not None), default=None)

    def take_out(self) -> list[Wish]:
        """What is to be done, in order."""
        out, self._out = self._out, []
        if self._watching:
            out += (
                ToSeats(tuple(self._watching), m.ClassSeatChanged(self._seat(seat))) for seat in self._moved.values()
            )
        self._moved.clear()
        return out

    def training(self, agent: AgentId) -> TrainingView:
        """What this user's seat shows of the class."""
        trainee = self._trainees.get(agent)
        lesson = trainee.lesson if trainee is not None else None
        if lesson is None:
            return TrainingView(last=trainee.last if trainee is not None else None)
        sayings = tuple(SayingView(saying.id, saying.text) for saying in lesson.part.scenario.sayings)
        return TrainingView(lesson.call, sayings, lesson.hint, trainee.last if trainee is not None else None)

    def moved(self, agent: AgentId) -> None:
        """A trainee's seat has changed; it is looked at when everybody has heard of it (`take_out`)."""
        if agent in self._trainees:
            self._moved[agent] = self._trainees[agent]

    # --- requests -----------------------------------------------------------------------------------------------------

    def step(self, agent: AgentId, body: m.TakeStep, now: float) -> None:
        """A trainee took a step. Outside the class's own calls nobody hears it."""
        if (lesson := self._of(agent, body.call)) is not None and body.how in set(How):
            self._happen(agent, lesson, t.StepTaken(body.script, body.step, How(body.how), body.value), now)

    def say(self, agent: AgentId, body: m.SayToCaller, now: float) -> None:
        """A trainee says something.

        Raises:
            Refusal: they have no simulated caller.

        """
        lesson = self._of(agent, body.call)
        if lesson is None:
            raise Refusal(ErrorId.NO_LESSON, agent=agent)
        self._happen(agent, lesson, t.Said(body.text.strip(), body.saying), now)

    def watch(self, user: AgentId, *, watch: bool) -> m.ClassView | None:
        """A trainer's window is open, or closed."""
        self._watching.pop(user, None)
        if not watch:
            return None
        self._watching[user] = None
        seats = tuple(self._seat(trainee) for trainee in self._trainees.values())
        scenarios = tuple(views.scenario_card(scenario) for scenario in self._scenarios.values())
        return m.ClassView(seats, scenarios, tuple(self._cards))

    def wave(self, body: m.StartWave) -> None:
        """Let simulated callers call.

        Raises:
            Refusal: there is no such scenario; then nobody calls.

        """
        for name in body.scenarios:
            if name not in self._scenarios:
                raise Refusal(ErrorId.NO_SUCH_SCENARIO, scenario=name)
        for name in islice(cycle(body.scenarios), body.calls):
            self._out.append(Place(self._scenarios[name], body.language))

    def by_trainer(self, body: m.TakeOverCaller | m.SpeakForCaller | m.SendHint, now: float) -> None:
        """The trainer steps in.

        Raises:
            Refusal: there is no simulated caller at that seat.

        """
        trainee = self._trainees.get(body.agent)
        lesson = trainee.lesson if trainee is not None else None
        if lesson is None:
            raise Refusal(ErrorId.NO_LESSON, agent=body.agent)
        match body:
            case m.TakeOverCaller():
                self._happen(body.agent, lesson, t.TakenOver(body.on), now)
            case m.SpeakForCaller():
                if lesson.run.stage is not Stage.TALKING:
                    raise Refusal(ErrorId.WRONG_STATE, state=lesson.run.stage.value)
                self._happen(body.agent, lesson, t.Prompted(body.text), now)
            case m.SendHint():
                lesson.hint = body.text
                self._happen(body.agent, lesson, t.Hinted(body.text), now)
                self._tell(body.agent)

    def replayed(self, attempt: Attempt) -> AttemptView:
        """An attempt, played again, in words."""
        return views.attempt_view(attempt, self._scripts)

    # --- facts --------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[facts.Fact], Callable[[Any, float], None]]:
        return {
            facts.CallArrived: self._arrived,
            facts.Established: self._established,
            facts.Held: lambda fact, at: self._line(fact, t.Held(), at),
            facts.Retrieved: lambda fact, at: self._line(fact, t.Retrieved(), at),
            facts.Transferred: self._transferred,
            facts.LegEnded: self._leg_ended,
            facts.LegLogged: self._leg_logged,
            facts.CallLogged: lambda fact, _: self._forget(fact.call),
        }

    def _arrived(self, fact: facts.CallArrived, _at: float) -> None:
        if (part := self._on_the_line.pop(fact.connection, None)) is not None:
            self._parts[fact.call] = part

    def _established(self, fact: facts.Established, at: float) -> None:
        part, trainee = self._parts.get(fact.call), self._trainees.get(fact.agent)
        if part is None or trainee is None:
            return
        trainee.lesson = _Lesson(fact.call, part, ScenarioRun(part.scenario, part.language))
        self._happen(fact.agent, trainee.lesson, t.Answered(), at)
        self._tell(fact.agent)

    def _line(self, fact: facts.Held | facts.Retrieved, what: t.AnyHappening, at: float) -> None:
        if (lesson := self._of(fact.agent, fact.call)) is not None:
            self._happen(fact.agent, lesson, what, at)

    def _transferred(self, fact: facts.Transferred, _at: float) -> None:
        if (lesson := self._of(fact.agent, fact.call)) is not None:
            lesson.transferred = True

    def _leg_ended(self, fact: facts.LegEnded, at: float) -> None:
        lesson = self._of(fact.agent, fact.call)
        if lesson is None:
            return
        if lesson.transferred:
            by = t.LeftBy.TRANSFER
        elif fact.cause is Cause.LINE_LOST:
            by = t.LeftBy.FAULT
        else:
            by = t.LeftBy.CALLER if lesson.hung_up else t.LeftBy.AGENT
        self._happen(fact.agent, lesson, t.Left(by), at)

    def _leg_logged(self, fact: facts.LegLogged, at: float) -> None:
        lesson = self._of(fact.agent, fact.call)
        if lesson is None:
            return
        draft = self._draft(fact.agent)
        follow_up = draft.follow_up_at_ms is not None
        self._happen(fact.agent, lesson, t.Logged(fact.disposition, draft.notes, follow_up, draft.answers), at)
        self._complete(self._trainees[fact.agent], lesson)

    def _complete(self, trainee: _Trainee, lesson: _Lesson) -> None:
        first = lesson.happenings[0].at
        attempt = Attempt(
            f"{round(first * 1000)}-{trainee.agent}-{lesson.call}",
            trainee.agent,
            trainee.name,
            lesson.part.language,
            lesson.part.scenario,
            tuple(lesson.happenings),
        )
        trainee.lesson, trainee.last = None, self.replayed(attempt)
        self._file(trainee.last.card)
        self._out.append(Keep(attempt))
        self._tell(trainee.agent)
        if self._watching:
            self._out.append(ToSeats(tuple(self._watching), m.AttemptKept(trainee.last.card)))

    def _forget(self, call: CallId) -> None:
        self._parts.pop(call, None)

    # --- small things -------------------------------------------------------------------------------------------------

    def _of(self, agent: AgentId, call: CallId) -> _Lesson | None:
        trainee = self._trainees.get(agent)
        lesson = trainee.lesson if trainee is not None else None
        return lesson if lesson is not None and lesson.call == call else None

    def _happen(self, agent: AgentId, lesson: _Lesson, what: t.AnyHappening, now: float) -> None:
        lesson.happenings.append(t.Timed(now, what))
        self._do(lesson, lesson.run.handle(what, now))
        self.moved(agent)

    def _do(self, lesson: _Lesson, deeds: list[Deed]) -> None:
        for deed in deeds:
            lesson.hung_up = lesson.hung_up or isinstance(deed, HangsUp)
            self._out.append(Act(lesson.part.connection, deed))

    def _file(self, card: AttemptCard) -> None:
        self._cards.append(card)
        trainee = self._trainees.get(card.trainee)
        if trainee is not None and trainee.name == card.name:  # last week somebody else may have sat there
            trainee.points.append(card.points)

    def _tell(self, agent: AgentId) -> None:
        self._out.append(ToSeats((agent,), m.TrainingChanged(self.training(agent))))

    def _seat(self, trainee: _Trainee) -> ClassSeat:
        view, points, lesson = self._stands(trainee.agent), trainee.points, trainee.lesson
        seat = ClassSeat(
            trainee.agent,
            trainee.name,
            view.state.value,
            view.since_ms,
            attempts=len(points),
            average=sum(points) / len(points) if points else 0.0,
        )
        return seat if lesson is None else views.with_run(seat, lesson.run, self._scripts)
