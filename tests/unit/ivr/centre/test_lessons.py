"""A class: who plays which scenario to whom, what the seats and the trainer are told, and what is kept."""

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.training import inputs as t
from agent_desktop.training.loader import load_scenarios
from agent_desktop.training.run import HangsUp, Says
from ivr import facts
from ivr.centre.lessons import Act, Keep, Place
from tests.fakes.lessonworld import AMY, BEN, BOSS, CALL, LINE, LessonWorld


@pytest.fixture(scope="module")
def library():
    scripts = load_scripts()
    return load_scenarios(scripts=scripts), scripts


@pytest.fixture
def world(library):
    return LessonWorld(library)


@pytest.fixture
def watched(world):
    """The trainer's window is open."""
    world.seen()
    return world


def happened(attempt):
    return [timed.what for timed in attempt.happenings]


# --- waves ------------------------------------------------------------------------------------------------------------


def test_a_wave_goes_round_its_scenarios(world):
    world.lessons.wave(m.StartWave(("renewal", "complaint-bill"), Language.ZH_CN, 3))
    places = world.out(Place)
    assert [place.scenario.id for place in places] == ["renewal", "complaint-bill", "renewal"]
    assert {place.language for place in places} == {Language.ZH_CN}


def test_a_wave_with_an_unknown_scenario_lets_nobody_call(world):
    with pytest.raises(Refusal, match="no_such_scenario"):
        world.lessons.wave(m.StartWave(("renewal", "nobody"), Language.EN, 2))
    assert world.out(Place) == []


# --- a lesson ---------------------------------------------------------------------------------------------------------


def test_an_answered_call_of_the_class_gives_the_trainee_what_may_be_said(world):
    world.call_of_the_class("complaint-bill")
    (told,) = world.told(AMY, m.TrainingChanged)
    assert told.training.call == CALL
    assert "were_abroad" in [saying.id for saying in told.training.sayings]
    assert world.lessons.training(BEN).call is None


def test_a_call_from_elsewhere_is_no_lesson(world):
    world.fact(facts.CallArrived(CALL, ConnectionId("other"), "+442079460100", "", withheld=False, dnis="95001"))
    world.fact(facts.Established(CALL, AMY, 1))
    assert world.told(AMY, m.TrainingChanged) == []
    with pytest.raises(Refusal, match="no_lesson"):
        world.lessons.say(AMY, m.SayToCaller(CALL, "Hello"), world.now)


def test_a_call_that_somebody_outside_the_class_answers_is_no_lesson(world):
    world.call_of_the_class("complaint-bill", agent=AgentId("stranger"))
    assert world.lessons.next_deadline() is None
    assert world.lessons.training(AgentId("stranger")).call is None


def test_a_step_makes_the_caller_speak_at_their_own_pace(world):
    world.call_of_the_class("complaint-bill")
    world.step("greeting", "welcome")
    assert world.out(Act) == []
    due = world.lessons.next_deadline()
    assert due > world.now
    world.lessons.tick(due)
    (act,) = world.out(Act)
    assert act.connection == LINE
    assert "I complained two days ago" in act.deed.text


@pytest.mark.parametrize(("how", "call"), [("danced", CALL), ("done", CallId(8))])
def test_a_step_that_is_none_or_of_another_call_is_heard_by_nobody(world, how, call):
    world.call_of_the_class("complaint-bill")
    world.step("greeting", "welcome", how, call)
    assert happened(world.log_and_keep()) == [t.Answered(), t.Left(t.LeftBy.AGENT), t.Logged("complaint_settled")]


def test_what_a_trainee_types_reaches_the_caller_without_its_margins(world):
    world.call_of_the_class("complaint-bill")
    world.lessons.say(AMY, m.SayToCaller(CALL, "  Were you abroad?  "), world.now)
    assert t.Said("Were you abroad?") in happened(world.log_and_keep())


def test_silence_wears_the_caller_down_until_they_hang_up(watched):
    watched.call_of_the_class("complaint-bill")
    deeds = [deed for _ in range(20) for deed in watched.talks()]
    assert deeds[-2:] == [Says("I shall put this in writing to the regulator.", Language.EN), HangsUp()]
    assert happened(watched.log_and_keep())[-2] == t.Left(t.LeftBy.CALLER)


def test_a_caller_on_hold_says_nothing_until_they_are_back(world):
    world.call_of_the_class("complaint-bill")
    world.step("greeting", "welcome")
    world.fact(facts.Held(CALL, AMY, 1))
    assert world.talks() == []
    world.fact(facts.Retrieved(CALL, AMY, 1))
    world.step("greeting", "welcome")
    assert t.Retrieved() in happened(world.log_and_keep())


def test_a_colleague_who_does_not_answer_leaves_the_caller_on_hold(watched):
    watched.call_of_the_class("complaint-bill")
    watched.fact(facts.Held(CALL, AMY, 1))
    watched.fact(facts.ConsultationStarted(CALL, AMY, 1, "agent", BEN, watched.now + 20))
    watched.fact(facts.ConsultationEnded(CALL, AMY, 1, "agent", BEN, "no_answer", 0.0))
    (seat,) = [told.seat for told in watched.told(BOSS, m.ClassSeatChanged)][-1:]
    assert seat.held_ms is not None


# --- how it ends ------------------------------------------------------------------------------------------------------


def test_a_caller_who_is_handed_on_has_left_by_transfer(world):
    world.call_of_the_class("complaint-bill")
    world.fact(facts.Transferred(CALL, AMY, 1, "agent", BEN))
    assert happened(world.log_and_keep())[1] == t.Left(t.LeftBy.TRANSFER)


def test_whoever_takes_the_caller_over_has_a_lesson_of_their_own(world):
    world.call_of_the_class("complaint-bill")
    world.fact(facts.Transferred(CALL, AMY, 1, "agent", BEN))
    world.fact(facts.LegEnded(CALL, AMY, 1, Cause.NORMAL, 1.0, 0.0))
    world.fact(facts.Established(CALL, BEN, 2))
    assert world.lessons.training(BEN).call == CALL
    world.fact(facts.LegLogged(CALL, AMY, 1, "passed_on"))
    assert world.lessons.training(BEN).call == CALL
    assert [keep.attempt.trainee for keep in world.out(Keep)] == [AMY]


def test_a_line_that_breaks_is_nobodys_fault(world):
    world.call_of_the_class("complaint-bill")
    assert happened(world.log_and_keep(Cause.LINE_LOST))[1] == t.Left(t.LeftBy.FAULT)


def test_the_log_is_judged_as_it_stood_on_the_desk(world):
    world.call_of_the_class("complaint-bill")
    world.drafts[AMY] = m.LogDraft("ignored", "Roaming 28.50", follow_up_at_ms=1, answers={"motive": "compensation"})
    logged = happened(world.log_and_keep(disposition="complaint_open"))[-1]
    assert logged == t.Logged("complaint_open", "Roaming 28.50", follow_up=True, answers={"motive": "compensation"})


def test_a_call_that_is_over_is_forgotten(world):
    world.call_of_the_class("complaint-bill")
    world.log_and_keep()
    world.fact(facts.CallLogged(CALL, AMY, "complaint_settled"))
    world.fact(facts.Established(CALL, BEN, 2))
    assert world.lessons.training(BEN).call is None


def test_an_attempt_is_told_to_trainee_and_trainer_and_counts(watched):
    watched.call_of_the_class("complaint-bill")
    attempt = watched.log_and_keep()
    assert (attempt.trainee, attempt.name, attempt.scenario.id) == (AMY, "Amy Chen", "complaint-bill")
    view = watched.seen()
    (card,) = view.attempts
    assert card.id == attempt.id
    assert (view.seats[0].attempts, view.seats[0].average) == (1, card.points)
    training = watched.lessons.training(AMY)
    assert (training.call, training.last.card) == (None, card)
    assert watched.lessons.replayed(attempt).card == card


def test_attempts_of_earlier_count_too_also_of_those_who_are_gone(library):
    world = LessonWorld(library)
    world.call_of_the_class("complaint-bill")
    world.log_and_keep()
    (card,) = world.seen().attempts
    gone = replace(card, id="0-carl-1", trainee=AgentId("carl"))
    before = replace(card, id="0-amy-1", name="Somebody else at Amy's seat")
    later = LessonWorld(library, kept=(gone, card, before)).seen()
    assert later.attempts == (gone, card, before)
    assert [seat.attempts for seat in later.seats] == [1, 0]


# --- the trainer ------------------------------------------------------------------------------------------------------


def test_a_seat_is_shown_as_it_stands_after_the_fact(watched):
    """What the fact has done to the agent is known to others later than to the class."""
    watched.fact(facts.AgentReady(BEN))
    watched.states[BEN] = m.AgentState.READY
    (told,) = watched.told(BOSS, m.ClassSeatChanged)
    assert (told.seat.agent, told.seat.state) == (BEN, "ready")


def test_many_facts_at_once_are_one_picture_of_a_seat(watched):
    watched.call_of_the_class("complaint-bill")
    watched.step("greeting", "welcome")
    (told,) = watched.told(BOSS, m.ClassSeatChanged)
    assert [turn.who for turn in told.seat.turns] == ["agent"]


def test_nobody_watches_and_nobody_is_told(watched):
    watched.lessons.watch(BOSS, watch=False)
    watched.call_of_the_class("complaint-bill")
    watched.log_and_keep()
    assert watched.told(BOSS, m.EventBody) == []


def test_whoever_begins_to_watch_is_not_told_of_what_was_before(world):
    world.fact(facts.AgentReady(AMY))
    world.lessons.take_out()
    world.seen()
    assert world.told(BOSS, m.ClassSeatChanged) == []


def test_a_hint_is_seen_by_the_trainee_and_gone_with_the_call(watched):
    watched.call_of_the_class("complaint-bill")
    watched.lessons.by_trainer(m.SendHint(AMY, "Ask for the amount."), watched.now)
    assert watched.lessons.training(AMY).hint == "Ask for the amount."
    assert t.Hinted("Ask for the amount.") in happened(watched.log_and_keep())
    assert watched.lessons.training(AMY).hint == ""


def test_a_caller_who_is_taken_over_says_the_trainers_words_only(world):
    world.call_of_the_class("complaint-bill")
    world.lessons.by_trainer(m.TakeOverCaller(AMY, on=True), world.now)
    world.step("greeting", "welcome")
    world.lessons.by_trainer(m.SpeakForCaller(AMY, "You again?"), world.now)
    assert [act.deed.text for act in world.out(Act)] == ["You again?"]
    assert world.talks() == []
    world.lessons.by_trainer(m.TakeOverCaller(AMY, on=False), world.now)
    world.step("greeting", "who")
    assert Says("Yes, speaking.", Language.EN) in world.talks()


def test_nobody_speaks_for_a_caller_who_hears_music(world):
    world.call_of_the_class("complaint-bill")
    world.fact(facts.Held(CALL, AMY, 1))
    with pytest.raises(Refusal, match="wrong_state"):
        world.lessons.by_trainer(m.SpeakForCaller(AMY, "Well?"), world.now)


@pytest.mark.parametrize("agent", [BEN, AgentId("stranger")])
def test_where_there_is_no_caller_nobody_steps_in(world, agent):
    with pytest.raises(Refusal, match="no_lesson"):
        world.lessons.by_trainer(m.SendHint(agent, "Smile"), world.now)
