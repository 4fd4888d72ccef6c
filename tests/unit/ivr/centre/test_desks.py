"""Single scenes at the door of the desks; `tests/property/test_desks.py` has whole days."""

import pytest

from agent_desktop.cti.vocabulary import CallId, ConnectionId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import MatchKind
from ivr import inputs
from ivr.effects import CaptionHeard
from tests.fakes.plans import ANN, BOB, HELP
from tests.fakes.records import customer


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


def test_captions_go_to_whoever_has_the_call(talking):
    heard = CaptionHeard(talking.call, ConnectionId("c"), "hello?", Language.EN)
    (item,) = talking.desks.caption(heard, 12.5)
    assert (item.agents, item.body.caption) == ((ANN,), m.Caption(12_500, "hello?", Language.EN))
    assert talking.desks.caption(CaptionHeard(CallId(99), ConnectionId("c"), "", Language.EN), 1.0) == []


def test_drafts_are_kept_for_the_agent_who_has_the_call(talking):
    talking.desks.keep_draft(ANN, talking.call, m.LogDraft(notes="mine"))
    talking.desks.keep_draft(BOB, talking.call, m.LogDraft(notes="not on my desk"))
    assert talking.desks.desk(ANN, talking.call).draft.notes == "mine"


def test_desks_of_others_are_closed(talking):
    with pytest.raises(Refusal, match="not_your_call"):
        talking.desks.desk(BOB, talking.call)
    with pytest.raises(Refusal, match="no_such_call"):
        talking.desks.desk(ANN, CallId(99))


def test_somebody_who_is_no_agent_gets_a_snapshot_too(room):
    snapshot = room.desks.snapshot("boss")
    assert (snapshot.agent.state, snapshot.queues, snapshot.switch_up) == (AgentState.LOGGED_OFF, (), True)


# --- figures of queues ------------------------------------------------------------------------------------------------


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


# --- lists of colleagues ----------------------------------------------------------------------------------------------


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
