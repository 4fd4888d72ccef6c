"""Every scenario that comes with the program, played by a good and a bad trainee in one class, over real sockets: a wave through menu and
queues, each at their own seat, and the scores as the trainer has them. The loop leaps over the waiting, so the pauses are the real ones.
"""

import asyncio
import contextlib
import itertools
import time

from agent_desktop import classroom
from agent_desktop.cti.vocabulary import CallId, Language
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.training.inputs import Held, Left, Logged, Retrieved, Said, StepTaken
from agent_desktop.training.loader import load_scenarios
from tests.fakes.centreworld import hashed, serving
from tests.fakes.leaping import LeapingLoop
from tests.fakes.trainees import badly, runner_for, well

DAY_MS = 86_400_000


class Trainee:
    """A seat whose user does what a play says, and sees when the caller has gone."""

    def __init__(self, seat):
        self._seat = seat
        self._call = CallId(0)
        self._gone = asyncio.Event()
        self.heard = 0
        self.last = None

    async def answers(self):
        """Gives the caller's language, as the menu has learned it."""
        await self._seat.ask(m.SetAgentState(m.AgentState.READY))
        view = (await self._seat.until(m.CallOffered)).desk.view
        self._call = view.call
        await self._seat.ask(m.AnswerCall(self._call))
        await self._seat.until(m.TrainingChanged, lambda event: event.training.call == self._call)
        return view.language

    async def plays(self, moves):
        seeing = asyncio.create_task(self._seat.until(m.EventBody, self._sees))
        for wait_s, what in moves:
            await self._pauses(wait_s, what)
            if (request := self._request(what)) is not None:
                await self._seat.ask(request)
        await seeing

    async def _pauses(self, wait_s, what):
        """Nobody holds, talks to or hangs up on a caller who has gone."""
        if isinstance(what, StepTaken | Logged):
            await asyncio.sleep(wait_s)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._gone.wait(), wait_s)

    def _sees(self, event):
        match event:
            case m.CaptionSpoken():
                self.heard += 1
            case m.CallChanged(view) if view.phase is m.CallPhase.WRAP_UP:
                self._gone.set()
            case m.TrainingChanged(training):
                self.last = training.last
        return self.last is not None

    def _request(self, what):
        match what:
            case StepTaken():
                return m.TakeStep(self._call, what.script, what.step, what.how.value, what.value)
            case Logged():
                due_ms = round(time.time() * 1000) + DAY_MS if what.follow_up else None
                log = m.LogDraft(what.disposition, what.notes, follow_up_at_ms=due_ms, answers=what.answers)
                return m.CompleteLog(self._call, log)
        return None if self._gone.is_set() else self._on_the_line(what)

    def _on_the_line(self, what):
        match what:
            case Said():
                return m.SayToCaller(self._call, what.text, what.saying)
            case Held():
                return m.HoldCall(self._call)
            case Retrieved():
                return m.RetrieveCall(self._call)
            case Left():
                return m.ClearConnection(self._call)


class Class:
    """Of each scenario, in each language, the first caller meets a good trainee, the second one a bad one."""

    def __init__(self, teaching, trainer):
        self._teaching, self._trainer = teaching, trainer
        self._scripts = Runner(teaching.scripts, Context())
        self._met = set()

    async def seen(self):
        """The class as the trainer has it."""
        return await self._trainer.ask(m.WatchClass(watch=True))

    async def lesson(self, user, trainee):
        language = await trainee.answers()
        view = await self.seen()
        title = next(seat.title for seat in view.seats if seat.agent == user)
        scenario = self._teaching.scenarios[next(card.id for card in view.scenarios if card.title == title)]
        good = (scenario.id, language) not in self._met
        self._met.add((scenario.id, language))
        runner = runner_for(self._scripts, scenario.cast.of(language))
        await trainee.plays(well(scenario, runner) if good else badly(scenario))
        return (scenario.id, language, good), trainee


async def taught(prepared, loop):
    """A wave in each language; gives what each trainee has come to, and the attempts that the trainer is told of at the end."""
    async with prepared.centre(_clock(loop)) as centre, serving(centre):
        await centre.prompts_ready.wait()
        seats = {user: HeadlessSeat(centre.url, Credentials(user, prepared.password)) for user in prepared.trainees}
        trainer = HeadlessSeat(centre.url, Credentials(classroom.TRAINER, prepared.password))
        for seat in (trainer, *seats.values()):
            await seat.start()
        loop.leaps = True
        one_class, scenarios = Class(prepared.teaching, trainer), tuple(prepared.teaching.scenarios)
        waves = (trainer.ask(m.StartWave(scenarios, language, 2 * len(scenarios))) for language in Language)
        lessons = (one_class.lesson(user, Trainee(seat)) for user, seat in seats.items())
        *_, ends = await asyncio.gather(*waves, asyncio.gather(*lessons))
        attempts = (await one_class.seen()).attempts
        loop.leaps = False
        for seat in (trainer, *seats.values()):
            await seat.stop()
    return ends, attempts


def _clock(loop):
    """Unix seconds that leap with the loop."""
    began, since = time.time(), loop.time()
    return lambda: began + loop.time() - since


def test_good_trainees_have_ninety_and_bad_ones_fifty(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "hash_password", hashed)
    parts = list(itertools.product(load_scenarios(scripts=load_scripts()), Language, (True, False)))
    prepared = classroom.prepare(classroom.Plan(tmp_path / "class", seats=len(parts), port=0))
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        ends, kept = runner.run(taught(prepared, runner.get_loop()))
    assert {part for part, _ in ends} == set(parts)
    for (scenario, language, good), trainee in ends:
        points = trainee.last.card.points
        wrong = [finding for part in trainee.last.score.parts for finding in part.findings if not finding.good]
        assert points >= 90 if good else points <= 50, (scenario, language, good, points, wrong)
        assert trainee.heard or scenario == "silent-call", (scenario, language, good)
    assert {card.id: card for card in kept} == {trainee.last.card.id: trainee.last.card for _, trainee in ends}
