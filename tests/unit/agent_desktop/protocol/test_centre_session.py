"""The centre's end of the protocol, scene by scene."""

import tracemalloc

import msgspec
import pytest

from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.centre_session import (
    KEPT_ANSWERS,
    KEPT_EVENT_BYTES,
    KEPT_EVENTS,
    CentreLink,
    CentreSession,
    Do,
    LinkStage,
    LoginAsked,
    Reply,
)
from agent_desktop.protocol.seat_session import MAX_PENDING

HOLD = messages.HoldCall(CallId(1))
HELLO = codec.encode(messages.Hello(messages.VERSION, AgentId("mei"), "secret"))
BODY = codec.encode_body(messages.SwitchChanged(up=True))


def request(number):
    return messages.Request(str(number), HOLD)


def said(reply):
    assert isinstance(reply, Reply)
    return codec.from_centre.decode(reply.message)


@pytest.fixture
def session():
    return CentreSession("s1", "t1")


@pytest.fixture
def link(session):
    link = CentreLink()
    assert isinstance(link.receive(HELLO), LoginAsked)
    link.opened(session)
    return link


def test_a_hello_is_checked_before_anything_else_is_taken():
    link = CentreLink()
    assert said(link.receive(codec.encode(request(1)))).error == "not_logged_in"
    assert isinstance(link.receive(HELLO), LoginAsked)
    assert link.stage is LinkStage.CHECKING
    assert said(link.receive(codec.encode(request(1)))).request == "1"
    assert said(link.receive(HELLO)).error == "already_logged_in"


def test_a_refused_hello_is_the_end_of_the_link():
    link = CentreLink()
    reply = link.refuse_hello("wrong_password")
    assert reply.close
    assert link.receive(HELLO) is None


def test_a_closed_link_says_and_hears_nothing(link, session):
    assert link.carries(session)
    link.close()
    assert not link.carries(session)
    assert link.receive(codec.encode(request(1))) is None


def test_a_request_is_done_once_and_answered_as_often_as_it_is_asked(link, session):
    assert link.receive(codec.encode(request(1))) == Do(request(1))
    assert link.receive(codec.encode(request(1))) is None
    answer = session.answer("1", None)
    assert link.receive(codec.encode(request(1))) == Reply(answer)
    assert said(link.receive(codec.encode(request(1)))) == messages.Answer("1")


def test_a_refusal_is_remembered_like_an_answer(link, session):
    link.receive(codec.encode(request(1)))
    refusal = session.refuse("1", "wrong_state", {"state": "held"})
    assert link.receive(codec.encode(request(1))) == Reply(refusal)


def test_answers_are_remembered_for_longer_than_a_seat_can_doubt(session):
    for number in range(KEPT_ANSWERS + 1):
        session.begin(request(number))
        session.answer(str(number), None)
    assert session.begin(request(1)) is not None
    assert isinstance(session.begin(request(1)), Reply)
    assert isinstance(session.begin(request(0)), Do)


def test_more_at_once_than_a_seat_needs_is_refused_and_may_be_asked_again(session):
    for number in range(MAX_PENDING):
        session.begin(request(number))
    assert said(session.begin(request("more"))).error == "too_many_requests"
    session.answer("0", None)
    assert isinstance(session.begin(request("more")), Do)


def test_events_are_numbered_and_kept(session):
    events = [session.event(BODY) for _ in range(3)]
    assert codec.from_centre.decode(events[2]) == messages.Event(3, messages.SwitchChanged(up=True))
    assert session.missed_after(3) == []
    assert session.missed_after(1) == events[1:]
    assert session.missed_after(0) == events


@pytest.mark.parametrize("number", [-1, 4, 10**12])
def test_a_number_that_never_was_needs_a_snapshot(session, number):
    for _ in range(3):
        session.event(BODY)
    assert session.missed_after(number) is None


def test_only_so_many_events_are_kept(session):
    for _ in range(KEPT_EVENTS + 5):
        session.event(BODY)
    assert session.missed_after(4) is None
    assert len(session.missed_after(5) or ()) == KEPT_EVENTS


def test_only_so_many_bytes_are_kept(session):
    large = codec.encode_body(messages.Notice("x" * (KEPT_EVENT_BYTES // 3)))
    for _ in range(5):
        session.event(large)
    assert session.missed_after(2) is None
    assert len(session.missed_after(3) or ()) == 2


def test_what_many_seats_are_told_is_kept_once_for_all_of_them():
    sessions = [CentreSession(f"s{number}", "t") for number in range(50)]
    body = codec.encode_body(messages.Notice("x" * 10_000))
    tracemalloc.start()
    for session in sessions:
        for _ in range(10):
            session.event(body)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 50 * 10 * len(body) / 10
    assert [len(session.missed_after(0) or ()) for session in sessions] == [10] * 50


def test_an_event_too_large_to_keep_is_sent_all_the_same(session):
    message = session.event(codec.encode_body(messages.Notice("x" * (2 * KEPT_EVENT_BYTES))))
    assert msgspec.json.decode(message)["number"] == 1
    assert session.missed_after(0) is None
    assert session.missed_after(1) == []


def test_the_former_token_is_good_until_the_seat_has_shown_the_new_one(link, session):
    assert session.accepts("t1")
    session.renew("t1", "t2")
    session.renew("t1", "t3")
    assert session.accepts("t1")
    assert session.accepts("t3")
    assert not session.accepts("t2")
    link.receive(codec.encode(request(1)))
    assert not session.accepts("t1")
    assert session.accepts("t3")


@pytest.mark.parametrize("token", ["", "t", "t11", "é", "t1 "])
def test_no_other_token_is_accepted(session, token):
    assert not session.accepts(token)


def test_an_oversized_id_is_no_id(link):
    message = msgspec.json.encode({"type": "request", "id": "x" * 65, "body": {"type": "HoldCall", "call": 1}})
    refusal = said(link.receive(message))
    assert (refusal.error, refusal.request) == ("malformed", "")
