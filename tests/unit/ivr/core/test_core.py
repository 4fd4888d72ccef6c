"""What the core decides in the situations that a call centre's day is made of."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Capability, Cause, ConnectionId, Language, PlaybackId
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.core import Core
from ivr.plan import AgentPlan
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan


def talking(world, agent=ANN):
    world.ready(agent)
    call = world.ring()
    world.tell(inputs.AcceptOffer(agent, call))
    return call


# --- the main road ------------------------------------------------------------------------------------------------------


def test_a_lost_line_is_told_once_and_again_for_another_reason(world):
    lost = [
        switch.SwitchDown("gone", "modem_lost", {"port": "COM3"}),
        switch.SwitchDown("taken", "modem_taken", {"port": "COM3"}),
    ]
    for event in (lost[0], lost[0], lost[1], switch.SwitchUp(()), lost[1]):
        world.tell(event)
    assert [fact.error for fact in world.of(facts.SwitchLost)] == ["modem_lost", "modem_taken", "modem_taken"]


@pytest.mark.parametrize(("silent_flow", "followed"), [("direct", "direct"), ("", "menu")])
def test_a_line_that_plays_no_prompts_has_a_flow_of_its_own(silent_flow, followed):
    world = CoreWorld(small_plan(silent_flow=silent_flow))
    world.tell(switch.SwitchUp((), frozenset({Capability.ANSWER, Capability.DIAL})))
    assert world.core.state.calls[world.ring("4000")].flow == followed
    world.tell(switch.SwitchUp(()))
    assert world.core.state.calls[world.ring("4000")].flow == "menu"


def test_a_call_from_menu_to_closed_log(world):
    world.customers["+442079460103"] = (7, Language.EN, "most_growable")
    world.ready(ANN)
    call = world.ring("4000")
    world.prompt_ends(call)
    world.press(call, "1")
    assert world.agent(ANN).state is AgentState.RESERVED
    world.wait(3)
    world.tell(inputs.AcceptOffer(ANN, call))
    world.wait(10)
    world.tell(inputs.HoldCall(ANN, call))
    world.wait(5)
    world.tell(inputs.RetrieveCall(ANN, call))
    world.wait(7)
    world.tell(inputs.ClearConnection(ANN, call))
    assert world.agent(ANN).state is AgentState.WRAP_UP
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert world.agent(ANN).state is AgentState.READY
    story = [type(fact.fact).__name__ for fact in world.facts if getattr(fact.fact, "call", None) == call]
    assert story == [
        *("CallArrived", "CallerIdentified", "LanguageChosen", "KeysPressed", "Queued"),
        *("Delivered", "AgentReserved", "Accepted", "AgentBusy", "Established", "Held", "Retrieved"),
        *("LegEnded", "AgentWorkingAfterCall", "CallCleared", "LegLogged", "CallLogged"),
    ]
    (leg,) = world.of(facts.LegEnded)
    assert (leg.talk_s, leg.hold_s) == (17.0, 5.0)
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, ANN, "solved")]
    assert [fact.number for fact in world.facts] == list(range(1, len(world.facts) + 1))
    assert not world.core.state.calls


def test_prompts_wait_until_the_caller_is_off_hook(world):
    world.live[ConnectionId("x")] = False
    world.give(switch.CallArrived(ConnectionId("x"), "", "", True, "4000"))
    world.give(inputs.CallerIdentified(CallId(1), None, None, ""))
    assert not world.sent(switch.Play)
    world.settle()
    assert len(world.sent(switch.Play)) == 1


def test_silence_in_the_menu_leads_on(world):
    call = world.ring("4000")
    world.prompt_ends(call)
    world.wait(5)
    world.prompt_ends(call)
    world.wait(5)
    assert world.of(facts.Queued) == [facts.Queued(call, HELP, 1)]
    assert len(world.sent(switch.StartMusic)) == 1


def test_hanging_up_in_the_menu(world):
    call = world.ring("4000")
    world.hang_up(call)
    assert world.of(facts.CallCleared)[0].outcome == "in_menu"
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, None, "")]
    assert world.core.next_deadline() is None


def test_a_flow_that_hangs_up(world):
    call = world.ring("4000")
    world.press(call, "9")
    assert world.of(facts.CallCleared)[0].outcome == "in_menu"
    assert call not in world.core.state.calls


# --- who gets it --------------------------------------------------------------------------------------------------------


def test_the_longest_idle_agent_gets_the_call(world):
    world.ready(BOB)
    world.wait(1)
    world.ready(ANN)
    call = world.ring()
    assert world.core.state.calls[call].agent == BOB


def test_skills_are_required(world):
    world.ready(BOB)
    call = world.ring("4000")
    world.press(call, "1")
    assert world.core.state.calls[call].agent is None
    world.ready(ANN)
    assert world.core.state.calls[call].agent == ANN


def test_without_a_telephone_one_may_be_in_but_not_ready(refused):
    world = CoreWorld(small_plan(agents=(AgentPlan(ANN, "Ann", ()), AgentPlan(BOB, "Bob", (HELP,), station="1002"))))
    world.tell(inputs.LogOn(ANN, ""))
    assert refused(inputs.BecomeReady(ANN), world) == "station_missing"
    world.wait(60)
    assert not world.sent(switch.Dial), "there is nothing to dial"
    world.tell(inputs.LogOff(ANN))
    world.tell(inputs.LogOn(ANN, "1007"))
    world.tell(inputs.BecomeReady(ANN))
    assert world.agent(ANN).line_up


def test_priority_then_arrival(world):
    first, second = world.ring("4001"), world.ring("4001")
    urgent = world.ring("4000")
    world.press(urgent, "2")
    order = []
    for agent in (ANN, BOB, CAI):
        world.ready(agent)
        order.append(world.agent(agent).call)
    assert order == [urgent, first, second]


def test_a_declined_call_keeps_its_place_and_comes_back_after_the_cool_down(world):
    world.ready(ANN)
    first = world.ring()
    world.ring()
    world.tell(inputs.DeclineOffer(ANN, first, "wrong_skill"))
    assert world.agent(ANN).call != first
    world.ready(BOB)
    assert world.agent(BOB).call == first, "it arrived before the other one"


def test_after_the_cool_down_the_call_may_come_again(world):
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    assert world.agent(ANN).state is AgentState.READY
    world.wait(59)
    assert world.agent(ANN).state is AgentState.READY
    world.wait(1)
    assert world.agent(ANN).call == call


def test_each_who_declined_is_asked_again_in_their_own_time(world):
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    world.wait(10)
    world.ready(BOB)
    world.tell(inputs.DeclineOffer(BOB, call, "wrong_skill"))
    world.wait(50)
    assert world.agent(ANN).call == call, "Bob's cool-down has ten seconds to go, Ann's is over"
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    world.wait(10)
    assert world.agent(BOB).call == call


def test_rona_sets_not_ready_and_the_next_agent_gets_it_at_once(world):
    world.ready(ANN)
    world.wait(1)
    world.ready(BOB)
    call = world.ring()
    world.wait(20)
    assert (world.agent(ANN).state, world.agent(ANN).reason) == (AgentState.NOT_READY, "no_answer")
    assert world.agent(BOB).call == call
    assert world.of(facts.OfferEnded) == [facts.OfferEnded(call, ANN, "no_answer", "")]


def test_a_caller_who_gives_up_while_it_rings_leaves_the_agent_their_place(world):
    world.ready(ANN)
    world.wait(1)
    world.ready(BOB)
    world.hang_up(world.ring())
    assert world.agent(ANN).state is AgentState.READY
    assert world.agent(world.core.state.calls[world.ring()].agent).agent == ANN


# --- conversations ------------------------------------------------------------------------------------------------------


def test_hand_to_a_queue(world):
    world.ready(ANN, BOB)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.SingleStepTransferCall(ANN, call, "queue", HELP))
    assert world.agent(ANN).state is AgentState.WRAP_UP
    assert world.agent(BOB).call == call
    world.tell(inputs.AcceptOffer(BOB, call))
    world.wait(4)
    world.hang_up(call)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert not world.of(facts.CallLogged), "Ann's log is still open"
    world.tell(inputs.LogCompleted(ANN, call, "complaint"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "solved")]
    assert [(leg.agent, leg.talk_s) for leg in world.of(facts.LegEnded)] == [(ANN, 0.0), (BOB, 4.0)]


def test_hand_to_an_agent(world, refused):
    call = talking(world)
    assert refused(inputs.SingleStepTransferCall(ANN, call, "agent", BOB)) == "target_unavailable"
    assert refused(inputs.SingleStepTransferCall(ANN, call, "agent", "nobody")) == "unknown_target"
    assert refused(inputs.SingleStepTransferCall(ANN, call, "agent", ANN)) == "unknown_target"
    world.ready(BOB)
    world.tell(inputs.SingleStepTransferCall(ANN, call, "agent", BOB))
    assert world.agent(BOB).call == call


def test_hand_to_an_outside_number(world):
    call = talking(world)
    world.tell(inputs.SingleStepTransferCall(ANN, call, "number", "+441632960000"))
    outside = world.station_of["+441632960000"]
    assert set(world.sent(switch.Bridge)[-1].connections) == {world.connection(call), outside}
    world.drop_station("+441632960000", Cause.NORMAL)
    assert world.of(facts.CallCleared)[0].outcome == "handled"


def test_an_outside_number_that_does_not_answer_brings_the_caller_back(world):
    call = talking(world)
    world.ready(BOB)
    world.broken.add("+441632960000")
    world.tell(inputs.SingleStepTransferCall(ANN, call, "number", "+441632960000"))
    assert world.of(facts.Failed) == [facts.Failed(call, "Dial", "unreachable")]
    assert world.agent(BOB).call == call


def test_a_headset_that_fails_puts_the_caller_back_into_the_queue(world):
    call = talking(world)
    world.ready(BOB)
    world.drop_station("1001", Cause.CONGESTION)
    assert world.agent(BOB).call == call
    assert world.of(facts.StationDown) == [facts.StationDown(ANN, Cause.CONGESTION)]
    world.wait(10)
    assert world.agent(ANN).line_up, "dialled again"


def test_hanging_up_the_telephone_ends_the_call(world):
    call = talking(world)
    world.drop_station("1001", Cause.NORMAL)
    assert world.of(facts.CallCleared)[0].call == call


def test_an_agent_whose_telephone_is_gone_does_not_wait_for_the_caller_to_be(world):
    """Nor for the next call, once the log is there."""
    world.ready(CAI)
    call = world.ring()
    following = world.ring()
    world.give(switch.ConnectionEnded(world.station_of["1003"], Cause.NORMAL))
    assert world.sent(switch.Clear) == [switch.Clear(world.connection(call))]
    assert [fact.cause for fact in world.of(facts.LegEnded)] == [Cause.NORMAL]
    world.give(inputs.LogCompleted(CAI, call, "solved"))
    assert world.agent(CAI).call == following
    assert world.of(facts.CallCleared) == []
    world.settle()
    assert world.of(facts.CallCleared) == [facts.CallCleared(call, Cause.NORMAL, "handled")]
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, CAI, "solved")]


def test_a_log_completed_during_the_call_needs_no_wrap_up(world):
    call = talking(world)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    world.hang_up(call)
    assert world.agent(ANN).state is AgentState.READY
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, ANN, "solved")]


def test_wrap_up_ends_by_its_timer_and_leads_to_what_was_chosen(world):
    call = talking(world)
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    world.hang_up(call)
    world.tell(inputs.ExtendWrapUp(ANN, 60))
    world.wait(89)
    assert world.agent(ANN).state is AgentState.WRAP_UP
    world.wait(1)
    assert (world.agent(ANN).state, world.agent(ANN).reason) == (AgentState.NOT_READY, "break")
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, ANN, "")]


def test_wrap_up_has_a_limit(world, refused):
    call = talking(world)
    world.hang_up(call)
    world.tell(inputs.ExtendWrapUp(ANN, 10_000))
    assert refused(inputs.ExtendWrapUp(ANN, 60)) == "wrap_up_limit"


def test_more_time_needs_a_reason_where_the_centre_has_reasons(refused):
    world = CoreWorld(small_plan(extension_codes=frozenset({"notes"})))
    call = talking(world)
    world.hang_up(call)
    for wrong in ("", "tea"):
        assert refused(inputs.ExtendWrapUp(ANN, 60, wrong), world) == "unknown_reason"
    world.tell(inputs.ExtendWrapUp(ANN, 60, "notes"))
    assert world.of(facts.WrapUpExtended) == [facts.WrapUpExtended(call, ANN, 60.0, "notes")]


def test_where_nobody_asks_for_a_reason_none_is_taken(world, refused):
    call = talking(world)
    world.hang_up(call)
    assert refused(inputs.ExtendWrapUp(ANN, 60, "notes")) == "unknown_reason"
    world.tell(inputs.ExtendWrapUp(ANN, 10_000))
    (extended,) = world.of(facts.WrapUpExtended)
    assert extended.seconds == 870.0, "what it was extended by, not what was asked for"


# --- telephones ---------------------------------------------------------------------------------------------------------


def test_an_on_demand_telephone_rings_and_is_picked_up(world, refused):
    world.silent.add("1003")
    world.ready(CAI)
    call = world.ring()
    assert refused(inputs.AcceptOffer(CAI, call)) == "line_cannot"
    world.pick_up("1003")
    world.settle()
    assert world.agent(CAI).state is AgentState.BUSY
    world.hang_up(call)
    assert world.station_of["1003"] not in world.live


def test_an_on_demand_telephone_that_rejects_declines(world):
    world.silent.add("1003")
    world.ready(CAI)
    call = world.ring()
    world.drop_station("1003", Cause.REJECTED)
    assert world.of(facts.OfferEnded) == [facts.OfferEnded(call, CAI, "declined", "rejected")]
    assert world.agent(CAI).state is AgentState.READY


def test_an_on_demand_telephone_that_cannot_be_reached(world):
    world.broken.add("1003")
    world.ready(CAI)
    call = world.ring()
    assert (world.agent(CAI).state, world.agent(CAI).reason) == (AgentState.NOT_READY, "station_failed")
    assert world.core.state.calls[call].agent is None


def test_nobody_is_offered_a_call_before_their_station_stands(world):
    world.broken.add("1001")
    world.ready(ANN)
    call = world.ring()
    assert world.core.state.calls[call].agent is None
    world.broken.clear()
    world.wait(10)
    assert world.core.state.calls[call].agent == ANN


def test_logging_off_hangs_the_station_up(world):
    world.ready(ANN)
    world.tell(inputs.LogOff(ANN))
    assert not world.live


# --- things that break --------------------------------------------------------------------------------------------------


def test_a_lost_seat_gets_no_more_offers(world):
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.SeatLost(ANN))
    assert (world.agent(ANN).state, world.agent(ANN).reason) == (AgentState.NOT_READY, "seat_lost")
    assert world.core.state.calls[call].agent is None


def test_a_lost_seat_in_conversation_comes_back_to_it(world):
    call = talking(world)
    world.tell(inputs.SeatLost(ANN))
    assert world.agent(ANN).state is AgentState.BUSY
    world.tell(inputs.LogOn(ANN, ""))
    world.hang_up(call)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert world.agent(ANN).state is AgentState.READY


def test_reconciling_after_the_switch_was_away(world, refused):
    call = talking(world)
    gone, waiting = world.ring(), world.ring()
    world.tell(switch.SwitchDown("test"))
    world.ready(BOB)
    assert world.agent(BOB).call is None
    assert refused(inputs.HoldCall(ANN, call)) == "switch_down"
    del world.live[world.connection(gone)]
    new = switch.CallArrived(ConnectionId("new"), "", "", True, "4001")
    world.live[new.connection] = False
    standing = [switch.LiveConnection(connection, answered) for connection, answered in world.live.items()]
    standing = [each for each in standing if each.connection != new.connection]
    world.tell(switch.SwitchUp((*standing, switch.LiveConnection(new.connection, answered=False, arrived=new))))
    assert world.core.state.calls[call].place == "connected"
    assert gone not in world.core.state.calls
    assert world.agent(BOB).call == waiting
    assert world.of(facts.CallCleared)[0].outcome == "lost"
    assert world.core.state.last_call == new_call(world, new)


def new_call(world, event):
    return next(call.call for call in world.core.state.calls.values() if call.connection == event.connection)


def test_a_playback_that_ended_unheard_does_not_hold_the_caller(world):
    call = world.ring("4000")
    standing = tuple(switch.LiveConnection(connection, answered) for connection, answered in world.live.items())
    world.tell(switch.SwitchUp(standing))
    assert world.core.state.calls[call].playback is None
    assert world.core.next_deadline() == world.now + 5


def link_comes_back(world):
    """Whatever was asked before is forgotten; gives what is asked now."""
    world.tell(switch.SwitchDown("test"))
    world.commands.clear()
    world.give(switch.SwitchUp(tuple(switch.LiveConnection(each, answered) for each, answered in world.live.items())))
    asked = list(world.commands)
    world.settle()
    return asked


def test_a_caller_whom_nobody_took_off_hook_is_asked_for_again(world):
    world.obey = lambda _: None  # nothing reaches the switch
    call = world.ring()
    del world.obey
    assert switch.Answer(world.connection(call)) in link_comes_back(world)
    assert world.core.state.calls[call].answered
    assert switch.Answer(world.connection(call)) not in link_comes_back(world)


def test_what_a_conversation_needs_is_asked_for_again(world):
    call = talking(world)
    state, line = world.core.state.calls[call], world.agent(ANN).line
    together = [switch.StopMusic(state.connection), switch.Bridge(state.bridge, (state.connection, line))]
    assert link_comes_back(world) == together
    world.tell(inputs.HoldCall(ANN, call))
    assert link_comes_back(world) == [*together, switch.Hold(state.bridge, state.connection)]


def test_who_waits_hears_music_again(world):
    call = world.ring()
    assert link_comes_back(world) == [switch.StartMusic(world.connection(call))]
    world.ready(ANN)
    assert switch.StartMusic(world.connection(call)) in link_comes_back(world)


def test_a_caller_outside_is_joined_again(world):
    call = talking(world)
    world.silent.add("+441632960000")
    world.tell(inputs.SingleStepTransferCall(ANN, call, "number", "+441632960000"))
    state = world.core.state.calls[call]
    assert switch.StartMusic(state.connection) in link_comes_back(world)
    world.pick_up("+441632960000")
    world.settle()
    assert switch.Bridge(state.bridge, (state.connection, state.outside)) in link_comes_back(world)


def test_a_caller_whom_the_menu_sent_away_is_sent_away_again(world):
    call = world.ring("4000")
    world.obey = lambda _: None
    world.press(call, "9")
    del world.obey
    connection = world.connection(call)
    assert link_comes_back(world) == [switch.Clear(connection)]
    assert call not in world.core.state.calls


def test_whoever_hung_up_need_not_do_it_again(world):
    call = talking(world)
    connection = world.connection(call)
    world.obey = lambda _: None
    world.tell(inputs.ClearConnection(ANN, call))
    del world.obey
    assert link_comes_back(world) == [switch.Clear(connection)]
    assert world.agent(ANN).state is AgentState.WRAP_UP


def test_whoever_hung_up_unheard_did_not_lose_the_call(world):
    call = talking(world)
    connection = world.connection(call)
    world.obey = lambda _: None
    world.tell(inputs.ClearConnection(ANN, call))
    del world.obey
    del world.live[connection]
    link_comes_back(world)
    assert world.of(facts.CallCleared) == [facts.CallCleared(call, Cause.NORMAL, "handled")]


def test_a_new_caller_is_looked_up_once_when_the_link_comes_back(world):
    new = switch.CallArrived(ConnectionId("new"), "+442079460103", "", False, "4001")
    world.live[new.connection] = False
    world.tell(switch.SwitchUp((switch.LiveConnection(new.connection, answered=False, arrived=new),)))
    assert len(world.of(facts.CallerIdentified)) == 1
    assert world.sent(switch.Answer) == [switch.Answer(new.connection)]


def test_a_refused_prompt_counts_as_over(world):
    call = world.ring("4000")
    playback = world.core.state.calls[call].playback
    world.tell(switch.CommandRefused("Play", playback, "no such file"))
    assert world.core.next_deadline() == world.now + 5


def test_a_connection_that_the_switch_calls_gone_is_over(world):
    call = talking(world)
    world.tell(switch.CommandRefused("Hold", world.connection(call), "Channel not found", gone=True))
    assert world.of(facts.CallCleared)[0].outcome == "lost"


def test_events_that_come_late_or_twice_change_nothing(world):
    call = talking(world)
    connection = world.connection(call)
    world.hang_up(call)
    before = world.core.snapshot()
    for event in (
        switch.ConnectionEnded(connection, Cause.NORMAL),
        switch.ConnectionAnswered(connection),
        switch.DigitReceived(connection, "1"),
        switch.PlaybackEnded(PlaybackId("t-p1.1"), completed=True),
        switch.ConnectionEnded(ConnectionId("never heard of"), Cause.BUSY),
    ):
        world.tell(event)
    assert world.core.snapshot() == before


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (inputs.AcceptOffer(ANN, CallId(9)), "no_such_call"),
        (inputs.BecomeNotReady(ANN, "asleep"), "unknown_reason"),
        (inputs.ExtendWrapUp(ANN, 60), "wrong_state"),
        (inputs.LogOff(AgentId("nobody")), "not_logged_in"),
        (inputs.BecomeReady(BOB), "wrong_state"),
    ],
)
def test_refusals_change_nothing(world, request_, error, refused):
    world.ready(ANN)
    assert refused(request_) == error


def test_refusals_during_a_call(world, refused):
    call = talking(world)
    assert refused(inputs.AcceptOffer(ANN, call)) == "not_offered"
    assert refused(inputs.RetrieveCall(ANN, call)) == "wrong_state"
    assert refused(inputs.GenerateDigits(ANN, call, "12x")) == "bad_digits"
    assert refused(inputs.LogCompleted(ANN, call, "nonsense")) == "disposition_unknown"
    assert refused(inputs.HoldCall(BOB, call)) == "not_your_call"
    assert refused(inputs.LogOff(ANN)) == "agent_busy"
    assert refused(inputs.SingleStepTransferCall(ANN, call, "queue", "none")) == "unknown_target"
    assert refused(inputs.SingleStepTransferCall(ANN, call, "number", "rm -rf")) == "unknown_target"


def test_snapshot_of_another_version():
    with pytest.raises(UserError, match="version 99"):
        Core.restore(small_plan(), CoreWorld().core.snapshot().replace(b'"version":1', b'"version":99'))
    with pytest.raises(UserError, match="cannot be read"):
        Core.restore(small_plan(), b"not one")


def test_captions_go_to_the_call(world):
    call = talking(world)
    world.tell(switch.Spoke(world.connection(call), "Hello?", Language.EN))
    assert [(caption.call, caption.text) for caption in world.captions] == [(call, "Hello?")]


def test_sales_is_another_queue(world):
    world.ready(ANN)
    call = world.ring("4000")
    world.press(call, "1")
    assert world.of(facts.Delivered)[0].queue == SALES
