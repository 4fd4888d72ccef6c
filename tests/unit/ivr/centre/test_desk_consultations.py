"""Consultations on the desks: what both ends see of them."""

import pytest

from agent_desktop.cti.vocabulary import CallId, Cause, ConnectionId, Language
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import CallPhase
from agent_desktop.protocol.record import Text
from ivr import inputs
from ivr.effects import CaptionHeard
from tests.fakes.plans import ANN, BOB
from tests.fakes.records import customer


@pytest.fixture
def asking(talking):
    """Ann, in conversation, asks Bob."""
    talking.world.ready(BOB)
    talking.news()
    talking.ask(inputs.ConsultationCall(ANN, talking.call, "agent", BOB))
    return talking


def test_a_colleague_sees_who_asks_and_the_callers_record(asking):
    asking.desks.identify(asking.call, customer())
    (offer,) = asking.told(BOB, m.CallOffered)
    assert offer.desk.pop == customer()
    assert (offer.desk.view.phase, offer.desk.view.asked_by) == (CallPhase.OFFERED, "Ann")
    assert offer.desk.view.offer_ends_ms == round((asking.world.now + 20) * 1000)


def test_both_see_the_stages_of_a_consultation(asking):
    assert asking.view(ANN).consult.label == Text("Bob", "Bob")
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    stages = [m.ConsultStage.CONSULTING, m.ConsultStage.ASIDE, m.ConsultStage.CONSULTING, m.ConsultStage.CONFERENCE]
    steps = [None, inputs.AlternateCall, inputs.AlternateCall, inputs.ConferenceCall]
    for stage, step in zip(stages, steps, strict=True):
        if step is not None:
            asking.ask(step(ANN, asking.call))
        mine, theirs = asking.view(ANN), asking.view(BOB)
        assert (mine.consult.stage, theirs.consult.stage, theirs.phase) == (stage, stage, CallPhase.CONSULTED)
        assert (mine.phase is CallPhase.HELD) == (stage is m.ConsultStage.CONSULTING)
        assert (theirs.held_ms is not None) == (stage is m.ConsultStage.ASIDE)


def test_after_the_transfer_the_colleague_has_the_call(asking):
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    asking.ask(inputs.TransferCall(ANN, asking.call))
    mine, theirs = asking.view(ANN), asking.view(BOB)
    assert (mine.phase, mine.ended_by, mine.consult) == (CallPhase.WRAP_UP, "transferred", None)
    assert (theirs.phase, theirs.asked_by, theirs.consult) == (CallPhase.CONNECTED, "Ann", None)
    (item,) = asking.desks.caption(CaptionHeard(asking.call, ConnectionId("x"), "Hello?", Language.EN), 1.0)
    assert item.agents == (BOB,)


def test_who_is_let_go_has_an_empty_desk(asking):
    asking.ask(inputs.AcceptOffer(BOB, asking.call))
    asking.ask(inputs.ReconnectCall(ANN, asking.call))
    assert [event.why for event in asking.told(BOB, m.CallRemoved)] == ["consulted"]
    assert asking.view(ANN).consult is None


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
    assert talking.view(ANN).consult.label.en == "<+441632960000>"
    talking.world.drop_station("+441632960000", Cause.BUSY)
    notice = m.Notice("consultation_not_reached", {"target": "<+441632960000>"})
    assert talking.told(ANN, m.Notice) == [notice]
