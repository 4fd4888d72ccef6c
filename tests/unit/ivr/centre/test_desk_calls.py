"""Calls on the desks: from the offer, over what is said meanwhile, to the log."""

from agent_desktop.cti.vocabulary import CallId, ConnectionId, Direction, Language, RecordingId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import CallPhase
from agent_desktop.protocol.record import MatchKind, Text
from ivr import facts, inputs
from ivr.centre.desks import Desks
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES
from tests.fakes.seatcentre import CATALOGUE
from tests.unit.ivr.core.test_work import DUE


def test_what_was_pressed_travels_in_the_offer(room):
    room.world.ready(CAI)
    call = room.world.ring(dnis="4000")
    room.world.press(call, "2")
    (offer,) = room.told(CAI, m.CallOffered)
    assert offer.desk.view.path == (m.PathStep("2", Text("Help", "帮助")),)
    assert offer.desk.view.language is Language.EN


def test_an_offer_that_answers_itself_says_so(room):
    fact = facts.Delivered(CallId(1), BOB, HELP, 20.0, automatic=True)
    room.desks.apply(facts.NumberedFact(1, 0.0, facts.CallArrived(CallId(1), ConnectionId("c"), "", "", True, "4000")))
    room.desks.apply(facts.NumberedFact(2, 0.0, fact))
    assert room.desks.desk(BOB, CallId(1)).view.automatic


def test_a_withheld_number_is_shown_to_nobody_and_kept_from_files():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    arrived = facts.CallArrived(CallId(1), ConnectionId("c"), "anonymous", "", True, "4001")
    desks.apply(facts.NumberedFact(1, 0.0, arrived))
    desks.apply(facts.NumberedFact(2, 0.0, facts.Queued(CallId(1), HELP, 0)))
    desks.apply(facts.NumberedFact(3, 0.0, facts.Delivered(CallId(1), ANN, HELP, 20.0)))
    (desk,) = desks.snapshot(ANN).calls
    assert (desk.view.ani, desk.pop.kind) == ("", MatchKind.WITHHELD)
    assert desks.number_from_line(CallId(1)) == ""


def test_the_hold_clock_runs_only_while_on_hold(talking):
    talking.world.wait(3.0)
    talking.ask(inputs.HoldCall(ANN, talking.call))
    (held,) = talking.told(ANN, m.CallChanged)
    assert held.view.held_ms == round(talking.world.now * 1000)
    talking.ask(inputs.RetrieveCall(ANN, talking.call))
    (back,) = talking.told(ANN, m.CallChanged)
    assert back.view.held_ms is None


def test_a_command_that_failed_is_told_to_whoever_has_the_call(talking):
    fact = facts.NumberedFact(9_999, 1.0, facts.Failed(talking.call, "SendDigits", "no media"))
    (item,) = talking.desks.apply(fact)
    assert (item.agents, item.body) == (
        (ANN,),
        m.Notice("command_failed", {"command": "SendDigits", "detail": "no media"}),
    )


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


# --- work with nobody on the line -------------------------------------------------------------------------------------


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
