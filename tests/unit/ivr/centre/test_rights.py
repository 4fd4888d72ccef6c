"""Who may do what, and who sees which numbers."""

from typing import get_args

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, Language, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState, CallPhase, Role
from ivr.centre import rights
from ivr.centre.masking import mask_number, masked
from ivr.centre.rights import Right
from tests.fakes.records import customer
from tests.unit.ivr.centre.test_requests import every_request

ANN = AgentId("ann")
NUMBER = "+44 20 7946 0103"
MASKED = "+•• •• •••• •103"
VIEW = m.CallView(
    call=CallId(1),
    phase=CallPhase.OFFERED,
    queue=QueueId("help"),
    ani=NUMBER,
    ani_name="Chen 7",
    withheld=False,
    dnis="4001",
    language=Language.EN,
    path=(),
    arrived_ms=0,
    queued_ms=0,
    offered_ms=0,
)
DESK = m.CallDesk(VIEW, customer(number=NUMBER))
assert DESK.pop.record is not None


def test_every_request_has_its_right_and_every_role_its_rights():
    assert set(rights.NEEDED) == set(get_args(m.AnyRequestBody))
    assert set(rights.RIGHTS) == set(Role)


def test_a_role_can_do_just_what_its_rights_say():
    for role in Role:
        for body in every_request():
            needed = rights.NEEDED[type(body)]
            if rights.may(role, needed):
                rights.require(role, ANN, body)
            else:
                with pytest.raises(Refusal, match=f"not_allowed .right={needed.value}"):
                    rights.require(role, ANN, body)


def test_everybody_may_leave():
    for role in Role:
        rights.require(role, ANN, m.SetAgentState(AgentState.LOGGED_OFF))


def test_rights_travel_as_words():
    assert rights.names(Role.SUPERVISOR) == {right.value for right in Right} - {"lead_class"}
    assert rights.names(Role.AGENT) == {right.value for right in Right} - {
        "monitor_calls",
        "watch_board",
        "direct",
        "lead_class",
    }


@pytest.mark.parametrize(
    ("number", "shown"),
    [(NUMBER, MASKED), ("13812345678", "••••••••678"), ("110", "110"), ("", ""), ("sip:7001@host", "sip:•001@host")],
)
def test_a_masked_number_keeps_its_shape_and_last_digits(number, shown):
    assert mask_number(number) == shown


@pytest.mark.parametrize(
    "message",
    [
        m.CallOffered(DESK),
        m.CallChanged(VIEW),
        m.PopChanged(CallId(1), DESK.pop),
        m.Candidates(DESK.pop.candidates),
        m.MissedCalls((m.MissedCall("+442079460103", NUMBER, NUMBER, 0, 1, QueueId("help")),)),
        m.Chosen(DESK.pop.record),
        DESK,
    ],
    ids=lambda message: type(message).__name__,
)
def test_no_message_lets_a_number_through(message):
    assert "7946" in str(message)
    assert "7946" not in str(masked(message))
    assert MASKED in str(masked(message))
    assert "7946" not in str(masked(masked(message)))


def test_a_snapshot_is_masked_too():
    snapshot = m.Snapshot(m.AgentView(AgentState.BUSY, 0), (), {}, (), (), (), (), True, frozenset(), (DESK,))
    assert "7946" not in str(masked(snapshot))


def test_a_name_that_is_a_number_is_masked_and_a_name_is_not():
    assert masked(VIEW).ani_name == "Chen 7"
    assert masked(replace(VIEW, ani_name="02079460103")).ani_name == "••••••••103"


def test_what_holds_no_number_stays_the_same_object():
    event = m.SwitchChanged(up=True)
    assert masked(event) is event


def test_a_pop_without_a_record_can_be_masked():
    pop = replace(DESK.pop, record=None)
    assert masked(pop).record is None
