"""Single scenes on the desks; `tests/property/test_desks.py` has whole days."""

import pytest

from agent_desktop.cti.vocabulary import CallId, Capability, Cause, ConnectionId, Direction, Language, RecordingId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState, CallPhase
from agent_desktop.protocol.record import MatchKind, Text
from ivr import facts, inputs
from ivr.centre.desks import Desks
from ivr.effects import CaptionHeard
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES
from tests.fakes.records import customer
from tests.fakes.seatcentre import CATALOGUE
from tests.unit.ivr.core.test_work import DUE


class Room:
    """A core's world and its desks; `news` gives what the seats were told since it was last asked."""

    def __init__(self):
        self.world = CoreWorld()
        self.desks = Desks(self.world.plan, CATALOGUE, lambda number: f"<{number}>")
        self.taken = 0
        self.news()

    def news(self):
        new, self.taken = self.world.facts[self.taken :], len(self.world.facts)
        out = [item for fact in new for item in self.desks.apply(fact)]
        return [(item.agents, item.body) for item in out]

    def told(self, agent, kind):
        return [body for agents, body in self.news() if agents == (agent,) and isinstance(body, kind)]

    def ask(self, request):
        self.world.tell(request)


@pytest.fixture
def room():
    return Room()


@pytest.fixture
def talking(room):
    """Ann talks to a caller."""
    room.world.ready(ANN)
    room.call = room.world.ring()
    room.ask(inputs.AcceptOffer(ANN, room.call))
    room.news()
    return room


def test_an_offer_carries_the_record_that_was_looked_up_before(room):
    room.world.ready(ANN)
    room.news()
    call = room.world.ring()
    arrived, *rest = room.world.facts[room.taken :]
    room.desks.apply(arrived)
    assert room.desks.identify(call, customer()) == []
    told = [item.body for fact in rest for item in room.desks.apply(fact)]
    (offer,) = [body for body in told if isinstance(body, m.CallOffered)]
    assert offer.desk.pop == customer()
    assert offer.desk.view.ani == "<+442079460103>"


def test_a_record_that_comes_late_changes_the_pop(room):
    room.world.ready(ANN)
    call = room.world.ring()
    (offer,) = room.told(ANN, m.CallOffered)
    assert offer.desk.pop.kind is MatchKind.UNAVAILABLE
    (item,) = room.desks.identify(call, customer())
    assert (item.agents, item.body) == ((ANN,), m.PopChanged(call, customer()))


def test_a_record_for_a_call_that_is_over_goes_nowhere(room):
    assert room.desks.identify(CallId(99), customer()) == []


def test_what_was_pressed_travels_in_the_offer(room):
    room.world.ready(CAI)
    call = room.world.ring(dnis="4000")
    room.world.press(call, "2")
    (offer,) = room.told(CAI, m.CallOffered)
    assert offer.desk.view.path == (m.PathStep("2", Text("Help", "帮助")),)
    assert offer.desk.view.language is Language.EN


def test_a_caller_counts_as_waiting_until_somebody_has_accepted(room):
    room.world.ready(ANN)
    call = room.world.ring()
    room.news()
    since = room.desks.snapshot(ANN).queues[1].oldest_since_ms
    room.world.wait(20.0)
    room.news()
    assert room.desks.snapshot(ANN).queues[1] == m.QueueView(HELP, 1, since)
    room.world.ready(BOB)
    room.ask(inputs.AcceptOffer(BOB, call))
    room.news()
    assert room.desks.snapshot(ANN).queues[1] == m.QueueView(HELP, 0, None)


def test_figures_go_to_those_who_are_here_and_serve_the_queue(room):
    room.world.ready(ANN, BOB)
    room.ask(inputs.BecomeNotReady(BOB, "break"))
    room.ask(inputs.BecomeNotReady(ANN, "break"))
    room.world.ring()
    room.news()
    bodies = {agent: item.body for item in room.desks.flush() for agent in item.agents}
    assert set(bodies) == {ANN, BOB}
    assert [view.queue for view in bodies[ANN].queues] == [HELP]
    assert room.desks.flush() == []


def test_who_gives_up_while_waiting_is_counted_and_nobody_else(room):
    room.world.ready(ANN)
    answered, waiting = room.world.ring(), room.world.ring()
    room.news()
    room.world.hang_up(waiting)
    room.ask(inputs.AcceptOffer(ANN, answered))
    room.world.hang_up(answered)
    room.news()
    assert room.desks.snapshot(ANN).queues[1] == m.QueueView(HELP, 0, None, given_up=1)


def test_wrap_up_keeps_its_beginning_when_it_is_extended(talking):
    talking.world.hang_up(talking.call)
    talking.news()
    before = talking.desks.snapshot(ANN).agent
    talking.world.wait(5.0)
    talking.ask(inputs.ExtendWrapUp(ANN, 60))
    talking.news()
    after = talking.desks.snapshot(ANN).agent
    assert after.since_ms == before.since_ms
    assert after.wrap_up_ends_ms == before.wrap_up_ends_ms + 60_000


def test_a_call_handed_on_stays_until_its_log_is_done(talking):
    talking.ask(inputs.SingleStepTransferCall(ANN, talking.call, "queue", SALES))
    (first, *_) = reversed(talking.told(ANN, m.CallChanged))
    assert (first.view.phase, first.view.ended_by) == (CallPhase.WRAP_UP, "transferred")
    talking.world.ready(CAI)
    (offer,) = talking.told(CAI, m.CallOffered)
    assert offer.desk.view.requeued
    assert offer.desk.draft == m.LogDraft()
    talking.ask(inputs.LogCompleted(ANN, talking.call, "solved"))
    assert [event.why for event in talking.told(ANN, m.CallRemoved)] == ["logged"]


def test_a_wrap_up_that_ran_out_is_told_as_such(talking):
    talking.world.hang_up(talking.call)
    talking.news()
    talking.world.wait(600.0)
    assert [event.why for event in talking.told(ANN, m.CallRemoved)] == ["wrap_up_over"]


def test_the_hold_clock_runs_only_while_on_hold(talking):
    talking.world.wait(3.0)
    talking.ask(inputs.HoldCall(ANN, talking.call))
    (held,) = talking.told(ANN, m.CallChanged)
    assert held.view.held_ms == round(talking.world.now * 1000)
    talking.ask(inputs.RetrieveCall(ANN, talking.call))
    (back,) = talking.told(ANN, m.CallChanged)
    assert back.view.held_ms is None


def test_what_comes_next_is_shown_until_it_has_come(talking):
    talking.ask(inputs.BecomeNotReady(ANN, "break"))
    talking.news()
    assert talking.desks.snapshot(ANN).agent.next_reason == "break"
    talking.world.hang_up(talking.call)
    talking.ask(inputs.LogCompleted(ANN, talking.call, "solved"))
    talking.news()
    agent = talking.desks.snapshot(ANN).agent
    assert (agent.state, agent.reason, agent.next_reason) == (AgentState.NOT_READY, "break", None)


def test_drafts_are_kept_for_the_agent_who_has_the_call(talking):
    talking.desks.keep_draft(ANN, talking.call, m.LogDraft(notes="mine"))
    talking.desks.keep_draft(BOB, talking.call, m.LogDraft(notes="not on my desk"))
    assert talking.desks.desk(ANN, talking.call).draft.notes == "mine"


def test_desks_of_others_are_closed(talking):
    with pytest.raises(Refusal, match="not_your_call"):
        talking.desks.desk(BOB, talking.call)
    with pytest.raises(Refusal, match="no_such_call"):
        talking.desks.desk(ANN, CallId(99))


def test_captions_go_to_whoever_has_the_call(talking):
    heard = CaptionHeard(talking.call, ConnectionId("c"), "hello?", Language.EN)
    (item,) = talking.desks.caption(heard, 12.5)
    assert (item.agents, item.body.caption) == ((ANN,), m.Caption(12_500, "hello?", Language.EN))
    assert talking.desks.caption(CaptionHeard(CallId(99), ConnectionId("c"), "", Language.EN), 1.0) == []


def test_a_command_that_failed_is_told_to_whoever_has_the_call(talking):
    fact = facts.NumberedFact(9_999, 1.0, facts.Failed(talking.call, "SendDigits", "no media"))
    (item,) = talking.desks.apply(fact)
    assert (item.agents, item.body) == (
        (ANN,),
        m.Notice("command_failed", {"command": "SendDigits", "detail": "no media"}),
    )


def test_a_withheld_number_is_shown_to_nobody_and_kept_from_files():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    arrived = facts.CallArrived(CallId(1), ConnectionId("c"), "anonymous", "", True, "4001")
    desks.apply(facts.NumberedFact(1, 0.0, arrived))
    desks.apply(facts.NumberedFact(2, 0.0, facts.Queued(CallId(1), HELP, 0)))
    desks.apply(facts.NumberedFact(3, 0.0, facts.Delivered(CallId(1), ANN, HELP, 20.0)))
    (desk,) = desks.snapshot(ANN).calls
    assert (desk.view.ani, desk.pop.kind) == ("", MatchKind.WITHHELD)
    assert desks.number_from_line(CallId(1)) == ""


def test_somebody_who_is_no_agent_gets_a_snapshot_too(room):
    snapshot = room.desks.snapshot("boss")
    assert (snapshot.agent.state, snapshot.queues, snapshot.switch_up) == (AgentState.LOGGED_OFF, (), True)


def test_colleagues_of_the_same_queues_can_be_handed_to(room):
    targets = room.desks.snapshot(BOB).transfer_targets
    assert [(each.kind, each.target) for each in targets] == [
        ("queue", SALES),
        ("queue", HELP),
        ("agent", ANN),
        ("agent", CAI),
    ]
    assert [each.spelling for each in targets if each.target in {ANN, CAI}] == ["", "cai c"]


def states(out):
    return [(item.agents, {one.agent: (one.state, one.available) for one in item.body.colleagues}) for item in out]


def test_an_open_list_shows_how_colleagues_stand_and_follows_them_in_one_body(room):
    room.world.ready(BOB)
    room.news()
    assert not [item for item in room.desks.flush() if isinstance(item.body, m.ColleaguesChanged)], "nobody looks"
    (first,) = states(room.desks.watch(ANN, watch=True))
    assert first[0] == (ANN,)
    assert first[1][BOB] == (AgentState.READY, True)
    room.desks.flush()
    call = room.world.ring()
    room.ask(inputs.AcceptOffer(BOB, call))
    assert not [body for _, body in room.news() if isinstance(body, m.ColleaguesChanged)], "gathered, not sent at once"
    told = [item for item in room.desks.flush() if isinstance(item.body, m.ColleaguesChanged)]
    assert states(told) == [((ANN,), {BOB: (AgentState.BUSY, False)})]
    assert [item for item in room.desks.flush() if isinstance(item.body, m.ColleaguesChanged)] == []


@pytest.mark.parametrize("how", ["closed", "drawn from nothing", "logged off"])
def test_a_list_that_is_not_open_costs_nothing(room, how):
    room.world.ready(ANN)
    room.news()
    room.desks.watch(ANN, watch=True)
    if how == "closed":
        room.desks.watch(ANN, watch=False)
    elif how == "drawn from nothing":
        room.desks.snapshot(ANN)
    else:
        room.ask(inputs.LogOff(ANN))
        room.news()
        room.desks.flush()
    room.world.ready(BOB)
    room.news()
    assert [item for item in room.desks.flush() if isinstance(item.body, m.ColleaguesChanged)] == []


def test_whose_telephone_is_out_of_reach_cannot_take_a_call():
    assert not m.Colleague(BOB, AgentState.READY, station_up=False).available


def test_the_switch_is_everybodys_business_once():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    (item,) = desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchReached()))
    assert (item.agents, item.body) == (None, m.SwitchChanged(up=True))
    assert desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchReached())) == []


def test_why_there_is_no_line_is_told_and_forgotten_when_there_is_one():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    unplugged = m.Notice("modem_lost", {"port": "COM3"})
    (item,) = desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchLost("modem_lost", {"port": "COM3"})))
    assert item.body == m.SwitchChanged(up=False, trouble=unplugged)
    assert desks.snapshot(ANN).line_trouble == unplugged
    (item,) = desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchReached()))
    assert item.body == m.SwitchChanged(up=True)
    assert desks.snapshot(ANN).line_trouble is None


def test_what_the_line_can_do_is_told_when_it_is_known():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchReached()))
    desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchLost()))
    modem = frozenset({Capability.ANSWER, Capability.DIAL})
    (item,) = desks.apply(facts.NumberedFact(3, 0.0, facts.SwitchReached(modem)))
    assert item.body == m.SwitchChanged(up=True, line=modem)
    assert desks.snapshot(ANN).line == modem


# --- consultation ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asking(talking):
    """Ann, in conversation, asks Bob."""
    talking.world.ready(BOB)
    talking.news()
    talking.ask(inputs.ConsultationCall(ANN, talking.call, "agent", BOB))
    return talking


def view(room, agent):
    room.news()
    (desk,) = room.desks.snapshot(agent).calls
    return desk.view


def test_a_colleague_sees_who_asks_and_the_callers_record(asking):
    asking.desks.identify(asking.call, customer())
    (offer,) = asking.told(BOB, m.CallOffered)
    assert offer.desk.pop == customer()
    assert (offer.desk.view.phase, offer.desk.view.asked_by) == (CallPhase.OFFERED, "Ann")
    assert offer.desk.view.offer_ends_ms == round((asking.world.now + 20) * 1000)


def test_both_see_the_stages_of_a_consultation(asking):
    assert view(asking, ANN).consult.label == Text("Bob", "Bob")
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    stages = [m.ConsultStage.CONSULTING, m.ConsultStage.ASIDE, m.ConsultStage.CONSULTING, m.ConsultStage.CONFERENCE]
    steps = [None, inputs.AlternateCall, inputs.AlternateCall, inputs.ConferenceCall]
    for stage, step in zip(stages, steps, strict=True):
        if step is not None:
            asking.ask(step(ANN, asking.call))
        mine, theirs = view(asking, ANN), view(asking, BOB)
        assert (mine.consult.stage, theirs.consult.stage, theirs.phase) == (stage, stage, CallPhase.CONSULTED)
        assert (mine.phase is CallPhase.HELD) == (stage is m.ConsultStage.CONSULTING)
        assert (theirs.held_ms is not None) == (stage is m.ConsultStage.ASIDE)


def test_after_the_transfer_the_colleague_has_the_call(asking):
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    asking.ask(inputs.TransferCall(ANN, asking.call))
    mine, theirs = view(asking, ANN), view(asking, BOB)
    assert (mine.phase, mine.ended_by, mine.consult) == (CallPhase.WRAP_UP, "transferred", None)
    assert (theirs.phase, theirs.asked_by, theirs.consult) == (CallPhase.CONNECTED, "Ann", None)
    (item,) = asking.desks.caption(CaptionHeard(asking.call, ConnectionId("x"), "Hello?", Language.EN), 1.0)
    assert item.agents == (BOB,)


def test_who_is_let_go_has_an_empty_desk(asking):
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    asking.ask(inputs.ReconnectCall(ANN, asking.call))
    assert [event.why for event in asking.told(BOB, m.CallRemoved)] == ["consulted"]
    assert view(asking, ANN).consult is None


@pytest.mark.parametrize(
    ("ending", "error", "told"),
    [
        (inputs.DeclineOffer(BOB, CallId(1), "wrong_skill"), "consultation_declined", "declined"),
        (inputs.SeatLost(BOB), "consultation_not_reached", "withdrawn"),
    ],
)
def test_the_agent_is_told_what_became_of_whom_they_asked(asking, ending, error, told):
    asking.news()
    asking.ask(ending)
    news = asking.news()
    notices = [body for agents, body in news if agents == (ANN,) and isinstance(body, m.Notice)]
    assert notices == [m.Notice(error, {"target": "Bob"})]
    assert [body.why for agents, body in news if agents == (BOB,) and isinstance(body, m.CallRemoved)] == [told]


def test_an_outside_number_that_is_busy_is_told_by_its_number(talking):
    talking.world.silent.add("+441632960000")
    talking.ask(inputs.ConsultationCall(ANN, talking.call, "number", "+441632960000"))
    assert view(talking, ANN).consult.label.en == "<+441632960000>"
    talking.world.drop_station("+441632960000", Cause.BUSY)
    notice = m.Notice("consultation_not_reached", {"target": "<+441632960000>"})
    assert talking.told(ANN, m.Notice) == [notice]


# --- work with nobody on the line ---------------------------------------------------------------------------------------


def test_a_follow_up_is_offered_with_what_was_promised_and_worked_on(room):
    room.world.ready(BOB)
    room.news()
    room.ask(DUE)
    ((offer,), call) = room.told(BOB, m.CallOffered), room.world.core.state.last_call
    view = offer.desk.view
    assert (view.direction, view.phase, view.ani) == (Direction.FOLLOW_UP, CallPhase.OFFERED, f"<{DUE.number}>")
    assert view.path == (m.PathStep("", Text(DUE.note, DUE.note)),)
    room.world.wait(5)
    room.ask(inputs.AcceptOffer(BOB, call))
    worked = room.told(BOB, m.CallChanged)[-1].view
    assert (worked.phase, worked.offer_ends_ms) == (CallPhase.WORKING, None)
    assert worked.work_ms == view.offered_ms + 5_000


def test_a_message_is_offered_as_one_and_the_seat_knows_that_it_is_heard(room):
    call = CallId(1)
    room.world.ready(BOB)
    story: tuple[facts.AnyFact, ...] = (
        facts.CallArrived(call, ConnectionId("c"), "+442079460103", "", False, "4000"),
        facts.VoicemailLeft(call, HELP, RecordingId("m"), 12.0, True),
        facts.Queued(call, HELP, 0),
        facts.Delivered(call, BOB, HELP, 20.0),
        facts.WorkBegun(call, BOB, 1),
        facts.MessagePlayed(call, BOB, playing=True),
    )
    for number, fact in enumerate(story, 1):
        room.desks.apply(facts.NumberedFact(number, 0.0, fact))
    shown = room.desks.desk(BOB, call).view
    assert (shown.direction, shown.phase, shown.message_playing) == (Direction.VOICEMAIL, CallPhase.WORKING, True)


def test_an_offer_that_answers_itself_says_so(room):
    fact = facts.Delivered(CallId(1), BOB, HELP, 20.0, automatic=True)
    room.desks.apply(facts.NumberedFact(1, 0.0, facts.CallArrived(CallId(1), ConnectionId("c"), "", "", True, "4000")))
    room.desks.apply(facts.NumberedFact(2, 0.0, fact))
    assert room.desks.desk(BOB, CallId(1)).view.automatic
