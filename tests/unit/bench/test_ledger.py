"""The ledger of `bench.thousand_seats`: it sees a miss, a lie and a desk that shows something else, and nothing where all is well."""

import dataclasses

import msgspec
import pytest

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.protocol import codec
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.centre_session import CentreSession
from agent_desktop.protocol.seat_session import Credentials, SeatSession
from bench.site import ledger
from bench.site.ledger import Missed, Sent, Taken, Told, chain

READY = m.AgentView(m.AgentState.READY, 1)
SNAPSHOT = m.Snapshot(m.AgentView(m.AgentState.NOT_READY, 0), (), {}, (), (), (), (), True, frozenset())


class Pair:
    """Both ends of one session, with a hand on what passes between them."""

    def __init__(self):
        self.sent, self.taken = Sent(), Taken()
        self.centre = CentreSession("s1", "t1")
        self.seat = SeatSession(Credentials(AgentId("mei"), "secret"), 0.0)
        self.welcome(SNAPSHOT)

    def welcome(self, snapshot, number=0):
        self.seat.link_up(0.0)
        told = m.Welcome(1, "s1", "t2", AgentId("mei"), "Mei", m.Role.AGENT, frozenset(), 0, number, snapshot)
        self.seat.receive(codec.encode(told), 0.0)

    def event(self, body):
        return self.centre.event(codec.encode_body(body))

    def happen(self, body):
        self.seat.receive(self.event(body), 0.0)

    def told(self, agent=READY):
        return {"s1": Told(self.sent.sums["s1"], ledger.desk(agent, ()))}


@pytest.fixture
def pair(monkeypatch):
    for owner, name in ((CentreSession, "event"), (CentreSession, "missed_after"), (SeatSession, "receive")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    return Pair()


def test_nothing_is_missed_while_all_is_well(pair):
    pair.happen(m.AgentChanged(READY))
    told = pair.told()
    told = {"s1": dataclasses.replace(told["s1"], sums=list(told["s1"].sums))}
    pair.happen(m.AgentChanged(SNAPSHOT.agent))
    assert pair.taken.compare(told) == Missed(events=1, lacking=0, wrong=0, unlike=0)


def test_what_was_told_again_after_a_lost_link_is_no_miss(pair):
    pair.happen(m.AgentChanged(READY))
    pair.seat.link_lost(0.0)
    pair.event(m.SwitchChanged(up=False))
    pair.event(m.SwitchChanged(up=True))
    pair.welcome(None, number=1)
    for message in pair.centre.missed_after(1):
        pair.seat.receive(message, 0.0)
    assert pair.sent.again == 2
    assert (pair.taken.compare(pair.told()), pair.taken.drawn_anew) == (Missed(3, 0, 0, 0), 0)


def test_a_seat_that_is_drawn_anew_is_counted_from_there(pair):
    pair.event(m.AgentChanged(SNAPSHOT.agent))
    pair.seat.link_lost(0.0)
    pair.welcome(msgspec.structs.replace(SNAPSHOT, agent=READY), number=1)
    pair.happen(m.QueuesChanged((m.QueueView(QueueId("help"), 1, 0, 0),)))
    assert (pair.taken.compare(pair.told()), pair.taken.drawn_anew) == (Missed(1, 0, 0, 0), 1)


def test_an_event_that_never_came_is_missed(pair):
    pair.happen(m.AgentChanged(READY))
    pair.event(m.SwitchChanged(up=False))
    assert pair.taken.compare(pair.told()) == Missed(events=2, lacking=1, wrong=1, unlike=1)


def test_an_event_that_became_another_one_on_its_way_is_noticed(pair):
    pair.event(m.SwitchChanged(up=False))
    pair.seat.receive(codec.encode_event(1, codec.encode_body(m.AgentChanged(READY))), 0.0)
    assert pair.taken.compare(pair.told()) == Missed(events=1, lacking=0, wrong=1, unlike=0)


def test_a_desk_that_shows_something_else_is_noticed(pair):
    pair.happen(m.AgentChanged(SNAPSHOT.agent))
    assert pair.taken.compare(pair.told()) == Missed(events=1, lacking=0, wrong=0, unlike=1)


def test_a_sum_knows_the_order():
    assert chain((1, 2)) != chain((2, 1))
    assert chain((1, 2)) == chain((2,), chain((1,)))
