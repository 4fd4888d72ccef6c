"""A class over real sockets: the trainer's wave goes through menu and queue to a trainee, whose words reach the caller and whose score is kept."""

import asyncio
import csv
from dataclasses import replace

import pytest

from agent_desktop import classroom
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.demo import trainee as demonstration
from agent_desktop.demo.trainee import Manner, Trainee
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.scripts.loader import load_scripts
from db import models
from tests.fakes.centreworld import add_users, hashed, rows, running, seat, settings_in
from tests.fakes.classworld import opened
from tests.fakes.seatline import window

TRAINEE = AgentId("trainee1")


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "hash_password", hashed)
    return classroom.Plan(tmp_path / "class", seats=2, port=0)


async def begun(world):
    """Trainer and trainee, with a caller on the line."""
    trainee, trainer = await world.come(TRAINEE), await world.come(classroom.TRAINER)
    await trainer.ask(m.WatchClass(watch=True))
    await trainee.ask(m.SetAgentState(m.AgentState.READY))
    await trainer.ask(m.StartWave(("complaint-bill",), Language.EN, 1))
    offered = (await trainee.until(m.CallOffered)).desk
    await trainee.ask(m.AnswerCall(offered.view.call))
    await trainee.until(m.TrainingChanged, lambda event: event.training.sayings)
    return trainee, trainer, offered


async def heard(trainee):
    return (await trainee.until(m.CaptionSpoken)).caption.text


async def ended(trainee, call):
    await trainee.ask(m.ClearConnection(call))
    await trainee.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
    await trainee.ask(m.CompleteLog(call, m.LogDraft("complaint_settled", notes="Roaming, 28.50")))


async def test_from_the_wave_to_the_score(plan):
    async with opened(plan) as world:
        trainee, trainer, offered = await begun(world)
        call = offered.view.call
        assert (offered.view.queue, offered.pop.record.name) == ("complaints", "Helen Marsh")
        assert [step.keys for step in offered.view.path] == ["2"]
        await trainee.ask(m.TakeStep(call, "greeting", "welcome", "done"))
        assert "I complained two days ago" in await heard(trainee)
        await trainee.ask(m.SayToCaller(call, "I am so sorry."))
        assert await heard(trainee) == "All right. Thank you for saying so."
        seen = await trainer.until(m.ClassSeatChanged, lambda event: event.seat.mood == 45)
        assert seen.seat.title.en == "The wrong line on the bill"
        await ended(trainee, call)
        card = (await trainer.until(m.AttemptKept)).card
        assert card.parts["greeting"] > 0
        assert card.parts["facts"] == 0
        told = await trainee.until(m.TrainingChanged, lambda event: event.training.last is not None)
        assert told.training.last.card == card
    async with opened(plan) as world:
        trainer = await world.come(classroom.TRAINER)
        view = await trainer.ask(m.WatchClass(watch=True))
        assert view.attempts == (card,)
        replayed = (await trainer.ask(m.FetchAttempt(card.id))).attempt
        assert replayed.card == card
        assert [turn.title.en for turn in replayed.turns if turn.title] == ["Welcome"]


async def test_the_trainer_gives_a_hint_and_speaks_for_the_caller(plan):
    async with opened(plan) as world:
        trainee, trainer, offered = await begun(world)
        await trainer.ask(m.SendHint(TRAINEE, "Ask for the amount."))
        told = await trainee.until(m.TrainingChanged, lambda event: event.training.hint)
        assert told.training.hint == "Ask for the amount."
        await trainer.ask(m.TakeOverCaller(TRAINEE, on=True))
        await trainee.ask(m.TakeStep(offered.view.call, "greeting", "welcome", "done"))
        await trainer.ask(m.SpeakForCaller(TRAINEE, "You again?"))
        assert await heard(trainee) == "You again?"


async def test_a_trainer_that_leaves_stops_nothing(plan):
    async with opened(plan) as world:
        trainee, trainer, offered = await begun(world)
        await trainer.ask(m.TakeOverCaller(TRAINEE, on=False))
        await trainer.stop()
        await trainee.ask(m.TakeStep(offered.view.call, "greeting", "welcome", "done"))
        assert "I complained two days ago" in await heard(trainee)
        await ended(trainee, offered.view.call)
        told = await trainee.until(m.TrainingChanged, lambda event: event.training.last is not None)
        assert told.training.last.score.points > 0


async def test_the_trainers_window_leads_a_class_by_its_keyboard(plan, tmp_path):
    named = replace(plan, names=("李娜", "Ben"))
    async with opened(named, menu=False) as world:
        async with window("tests.fakes.trainerseat", world, classroom.TRAINER, tmp_path) as trainer:
            await trainer.hear("opened")
            assert await trainer.hear("seat") == "trainee1 Not here; ; 李娜"
            trainee = await world.come(TRAINEE)
            await trainee.ask(m.SetAgentState(m.AgentState.READY))
            await trainer.hear("seat", lambda seat: seat == "trainee1 Ready; ; 李娜")
            for order in ("tick complaint-bill", "press F5"):
                trainer.tell(order)
            call = (await trainee.until(m.CallOffered)).desk.view.call
            await trainee.ask(m.AnswerCall(call))
            await trainer.hear(
                "seat", lambda seat: seat == "trainee1 In a call; Annoyed 40; 李娜 / The wrong line on the bill"
            )
            for order in ("seat trainee1", "press F2", "type Ask for the amount.", "press Return", "press F4"):
                trainer.tell(order)
            hinted = await trainee.until(m.TrainingChanged, lambda event: event.training.hint)
            assert hinted.training.hint == "Ask for the amount."
            await trainee.ask(m.TakeStep(call, "greeting", "welcome", "done"))
            await trainer.hear("face", lambda words: words == "Give the caller back")
            for order in ("press F6", "type You again?", "press Return"):
                trainer.tell(order)
            assert await heard(trainee) == "You again?"
            await ended(trainee, call)
            name, _, points = (await trainer.hear("kept")).partition(" ")
            assert name == "李娜"
            trainer.tell(f"export {tmp_path / 'results.csv'}")
            await trainer.hear("exported")
        told = await trainee.until(m.TrainingChanged, lambda event: event.training.last is not None)
        heads, row = csv.reader((tmp_path / "results.csv").read_text(encoding="utf-8-sig").splitlines())
        result = dict(zip(heads, row, strict=True))
        assert (result["Trainee"], result["Scenario"], result["Points"]) == (
            "李娜",
            "The wrong line on the bill",
            points,
        )
        assert points == str(told.training.last.card.points)


async def test_a_class_touches_nothing_of_a_real_centre(plan, tmp_path):
    (tmp_path / "real").mkdir()
    settings = settings_in(tmp_path / "real")
    add_users(settings)
    async with running(settings) as real, opened(plan, menu=False) as world:
        customers = rows(settings, models.Customer)
        trainee, _, offered = await begun(world)
        await trainee.ask(m.TakeStep(offered.view.call, "greeting", "welcome", "done"))
        await ended(trainee, offered.view.call)
        await trainee.until(m.TrainingChanged, lambda event: event.training.last is not None)
        async with seat(real.url, "supervisor") as chief:
            await chief.ask(m.WatchBoard(watch=True))
            board = await chief.until(m.BoardChanged)
        assert not board.calls
        assert [each.counts.offered for each in board.intervals if each.counts.offered] == []
        assert "trainee1" not in [each.agent for each in board.agents]
        assert rows(settings, models.Customer) == customers
    for table in (models.Call, models.Leg, models.Draft):
        assert rows(settings, table) == []


@pytest.mark.parametrize(
    "body",
    [
        m.WatchClass(watch=True),
        m.StartWave(("renewal",), Language.EN, 1),
        m.TakeOverCaller(TRAINEE, on=True),
        m.SpeakForCaller(TRAINEE, "x"),
        m.SendHint(TRAINEE, "x"),
        m.FetchAttempt("1-x-1"),
    ],
)
async def test_a_trainee_may_not_lead(plan, body):
    async with opened(plan) as world:
        trainee = await world.come(TRAINEE)
        with pytest.raises(Refusal, match="not_allowed"):
            await trainee.ask(body)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (m.StartWave(("renewal", "nobody"), Language.EN, 2), "no_such_scenario"),
        (m.SendHint(TRAINEE, "x"), "no_lesson"),
        (m.SpeakForCaller(AgentId("stranger"), "x"), "no_lesson"),
        (m.FetchAttempt("../../settings"), "no_such_attempt"),
    ],
)
async def test_what_the_class_has_not(plan, body, error):
    async with opened(plan) as world:
        trainer = await world.come(classroom.TRAINER)
        with pytest.raises(Refusal, match=error):
            await trainer.ask(body)


async def test_a_centre_with_real_calls_gives_no_class(tmp_path):
    settings = settings_in(tmp_path)
    add_users(settings)
    async with running(settings) as centre, seat(centre.url, "trainer") as trainer:
        assert trainer.snapshot.training is None
        with pytest.raises(Refusal, match="no_class"):
            await trainer.ask(m.WatchClass(watch=True))


def test_nothing_of_a_class_is_in_a_real_centres_place(plan):
    settings = classroom.class_settings(plan)
    assert settings.data_directory == plan.folder
    assert str(plan.folder) in settings.database_url
    assert classroom.default_folder().name == "classroom"


async def test_the_demonstrations_trainees_forget_a_caller_on_hold_and_get_rid_of_one(plan, monkeypatch):
    monkeypatch.setattr(demonstration, "PACE_S", 0.0)
    async with opened(plan, menu=False) as world, asyncio.TaskGroup() as tasks:
        trainer = await world.come(classroom.TRAINER)
        await trainer.ask(m.WatchClass(watch=True))
        manners = {TRAINEE: Manner(steps=2, holds=True), AgentId("trainee2"): Manner(steps=1, hangs_up=True)}
        work = [
            tasks.create_task(Trainee(world.url, user, world.password, load_scripts()).learn(manner))
            for user, manner in manners.items()
        ]
        for _ in manners:
            await trainer.until(m.ClassSeatChanged, lambda event: event.seat.state == m.AgentState.READY)
        await trainer.ask(m.StartWave(("complaint-bill",), Language.EN, 2))
        held = await trainer.until(m.ClassSeatChanged, lambda event: event.seat.held_ms is not None)
        assert (held.seat.agent, held.seat.state) == (TRAINEE, m.AgentState.BUSY)
        view = await trainer.ask(m.WatchClass(watch=True))
        kept = view.attempts or ((await trainer.until(m.AttemptKept)).card,)
        assert [card.trainee for card in kept] == ["trainee2"]
        for each in work:
            each.cancel()
