"""A recorded day under its own rules is that day; under others it is another one, to the second."""

import msgspec
import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import AgentId, CallId, Strategy
from agent_desktop.errors import UserError
from agent_desktop.protocol.figures import AGENT_FIGURES, QUEUE_FIGURES
from ivr import inputs
from ivr.centre import journal as journals
from ivr.centre.what_if import day_of
from ivr.plan import Overflow
from tests.fakes.coreworld import CoreWorld
from tests.fakes.journals import recorded
from tests.fakes.plans import ANN, BOB, HELP
from tests.unit.ivr.core.test_waiting import waiting_world

ASA = next(figure for figure in QUEUE_FIGURES if figure.id == "asa")
OCCUPANCY = next(figure for figure in AGENT_FIGURES if figure.id == "occupancy")
SECOND, THIRD = "+441632960001", "+441632960002"


def serve(world, call, talk_s, wrap_up_s):
    world.tell(inputs.AcceptOffer(ANN, CallId(call)))
    world.wait(talk_s)
    world.hang_up(CallId(call))
    world.wait(wrap_up_s)
    world.tell(inputs.LogCompleted(ANN, CallId(call), "solved"))


def a_busy_morning():
    """Ann alone: one call of 100 s and 20 s of wrap-up, one that waits behind it, one that gives up after 30 s."""
    world = CoreWorld()
    world.ready(ANN)
    world.ring()
    world.tell(inputs.AcceptOffer(ANN, CallId(1)))
    world.wait(10)
    world.ring(ani=SECOND)
    world.ring(ani=THIRD)
    world.wait(30)
    world.hang_up(CallId(3))
    world.wait(60)
    world.hang_up(CallId(1))
    world.wait(20)
    world.tell(inputs.LogCompleted(ANN, CallId(1), "solved"))
    serve(world, 2, 50, 0)
    world.wait(100)
    return world


@pytest.fixture
def morning(tmp_path):
    _, path = recorded(a_busy_morning(), tmp_path / "day.jsonl")
    return path


def test_under_its_own_rules_it_is_the_same_day(morning):
    day = day_of([journals.read(morning)])
    same = day.run(day.plan, day.people)
    assert same.queue() == day.recorded.queue()
    assert ASA.of(same.queue()) == 55.0, "nobody, and 110 s behind the first"
    assert (same.queue().abandoned, same.queue().abandoned_wait_s) == (1, 30.0)
    assert OCCUPANCY.of(same.agent()) == pytest.approx(OCCUPANCY.of(day.recorded.agent()))


def test_with_two_more_agents_nobody_waits(morning):
    day = day_of([journals.read(morning)])
    other = day.run(*day.under(None, 3)).queue()
    assert (other.answered, other.abandoned, other.answered_wait_s) == (3, 0, 0.0)
    assert len(day.under(None, 3)[0].agents) == 3


def test_who_leaves_takes_no_further_call(tmp_path):
    world = CoreWorld()
    world.ready(ANN, BOB)
    world.ring()
    serve(world, 1, 10, 0)
    world.tell(inputs.LogOff(ANN))
    world.wait(5)
    call = world.ring(ani=SECOND)
    world.tell(inputs.AcceptOffer(BOB, call))
    world.wait(10)
    world.hang_up(call)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    day = day_of([journals.read(recorded(world, tmp_path / "day.jsonl")[1])])
    alone = day.run(*day.under(None, 1)).queue()
    assert (alone.answered, alone.offered) == (1, 2), "the only one has gone home"


def test_another_strategy_gives_the_calls_to_others(tmp_path):
    world = CoreWorld()
    world.ready(BOB, ANN)
    for number in (1, 2):
        call = world.ring(ani=f"+4416329600{number}0")
        agent = next(each for each in (ANN, BOB) if world.agent(each).call == call)
        world.tell(inputs.AcceptOffer(agent, call))
        world.wait(10)
        world.hang_up(call)
        world.tell(inputs.LogCompleted(agent, call, "solved"))
    day = day_of([journals.read(recorded(world, tmp_path / "day.jsonl")[1])])
    same, other = day.run(day.plan, day.people), day.run(*day.under(Strategy.TOP_DOWN, None))
    assert [same.agent(each).busy_s for each in (ANN, BOB)] == [10.0, 10.0]
    assert [other.agent(each).busy_s for each in (ANN, BOB)] == [20.0, 0.0]


def test_what_was_not_over_is_left_out_and_told(tmp_path):
    world = a_busy_morning()
    world.ring(ani=THIRD)
    _, path = recorded(world, tmp_path / "day.jsonl")
    assert day_of([journals.read(path)]).left_out == 1
    result = CliRunner().invoke(app, ["replay", str(path), "--agents", "3"], env={"COLUMNS": "140"})
    assert result.exit_code == 0, result.output
    assert "left out: 1." in result.output
    assert "-55.0 s" in result.output


def test_a_journal_without_calls_has_nothing_to_run(tmp_path):
    world = CoreWorld()
    world.ready(ANN)
    with pytest.raises(UserError, match="nothing to run again"):
        day_of([journals.read(recorded(world, tmp_path / "day.jsonl")[1])])


def test_nobody_whose_shift_could_be_copied(morning):
    recording = journals.read(morning)
    day = day_of([recording])
    nobody = msgspec.structs.replace(day.plan, agents=())
    with pytest.raises(UserError, match="no shifts"):
        type(day)(nobody, day.callers, day.people, day.recorded, day.end, 0).under(None, 2)
    assert {agent.agent for agent in day.under(None, 2)[0].agents} == {ANN, AgentId(f"{ANN}+1")}
    assert HELP in {queue.queue for queue in day.plan.queues}


def test_callers_who_wait_in_a_flow_or_are_led_to_one_are_run_again_without(tmp_path):
    world = waiting_world(overflow=(Overflow(after_s=100.0, flow="sorry"),))
    call = world.ring()
    world.wait(40)
    world.ready(ANN)
    world.tell(inputs.AcceptOffer(ANN, call))
    world.wait(30)
    led_out = world.ring(ani=SECOND)
    world.wait(110)
    world.hang_up(led_out)
    world.hang_up(call)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    day = day_of([journals.read(recorded(world, tmp_path / "day.jsonl")[1])])
    assert [(caller.talk_s, caller.patience_s) for caller in day.callers] == [(140.0, None), (140.0, 100.0)]
    same, other = day.run(day.plan, day.people).queue(), day.run(*day.under(None, 3)).queue()
    assert (same.answered, same.abandoned) == (1, 1)
    assert (other.answered, other.abandoned) == (2, 0)


# --- a day in several journals ------------------------------------------------------------------------------------------


def in_two(recording, at):
    """As a centre goes on in a new journal after so many inputs."""
    before = journals.Recording(recording.header, recording.entries[:at], 0, torn=False)
    core, _ = before.replay()
    header = journals.Header(journals.VERSION, recording.header.plan, msgspec.Raw(core.snapshot()), None)
    return before, journals.Recording(header, recording.entries[at:], 0, torn=False)


def test_cut_anywhere_into_two_journals_it_is_the_same_day(morning):
    recording = journals.read(morning)
    whole = day_of([recording])
    for at in range(1, len(recording.entries)):
        before, after = in_two(recording, at)
        day = day_of([after, before])
        assert (day.callers, day.people, day.left_out) == (whole.callers, whole.people, 0), at
        assert day.recorded.queue() == whole.recorded.queue(), at


def test_a_journal_that_is_missing_is_told(morning):
    before, rest = in_two(journals.read(morning), 4)
    _, after = in_two(rest, 4)
    with pytest.raises(UserError, match="one of them is missing"):
        day_of([before, after])


def test_several_journals_on_the_command_line(morning):
    result = CliRunner().invoke(app, ["replay", str(morning), str(morning), "--agents", "3"])
    assert "do not follow one another" in str(result.exception)
    result = CliRunner().invoke(app, ["replay", str(morning), str(morning)])
    assert "one journal at a time" in str(result.exception)
