"""Who is in, and for how long without a link."""

import pytest

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.centre_session import CentreSession
from agent_desktop.protocol.messages import Role
from ivr.centre.roster import Roster, User, Windows

ANN, BOB = AgentId("ann"), AgentId("bob")


@pytest.fixture
def roster():
    roster = Roster(Windows(seat_lost_s=15.0, resume_s=120.0))
    for user in (ANN, BOB):
        roster.open(User(user, user.title(), Role.AGENT, "1001"), CentreSession(f"{user}'s session", f"{user}'s token"))
    return roster


def test_a_lost_seat_is_counted_lost_once_and_forgotten_later(roster):
    roster.link_lost(ANN, 100.0)
    assert roster.next_deadline() == 115.0
    assert roster.seats_lost(114.9) == []
    assert [member.user.id for member in roster.seats_lost(115.0)] == [ANN]
    assert roster.seats_lost(116.0) == []
    assert roster.next_deadline() == 220.0
    assert roster.forget_expired(219.9) == []
    assert [member.user.id for member in roster.forget_expired(220.0)] == [ANN]
    assert roster.find(ANN) is None
    assert roster.next_deadline() is None


def test_whoever_comes_back_in_time_is_not_lost(roster):
    roster.link_lost(ANN, 100.0)
    member = roster.resume(ANN, "ann's token", "next")
    assert member is not None
    assert not member.seat_lost
    assert roster.seats_lost(500.0) == roster.forget_expired(500.0) == []


def test_the_token_of_another_user_is_no_way_in(roster):
    assert roster.resume(ANN, "bob's token", "next") is None
    assert roster.resume(AgentId("cai"), "ann's token", "next") is None


def test_a_login_voids_the_session_before(roster):
    roster.link_lost(ANN, 100.0)
    roster.open(User(ANN, "Ann", Role.AGENT, ""), CentreSession("second", "second token"))
    assert roster.resume(ANN, "ann's token", "next") is None
    assert roster.seats_lost(500.0) == []
    assert len(roster) == 2


def test_the_loss_of_somebody_who_has_left_is_nothing(roster):
    roster.drop(ANN)
    roster.link_lost(ANN, 100.0)
    assert roster.next_deadline() is None


def test_links_that_were_silent_for_longer_are_due_earlier(roster):
    roster.link_lost(ANN, 100.0)
    roster.link_lost(BOB, 90.0)
    assert roster.next_deadline() == 105.0
    assert [member.user.id for member in roster.seats_lost(105.0)] == [BOB]
