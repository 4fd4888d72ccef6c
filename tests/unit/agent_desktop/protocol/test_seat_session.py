"""The seat's end of the protocol, scene by scene; `tests/property/test_seat_sessions.py` has the bad network."""

import pytest

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.errors import PeerError, Refusal
from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.seat_session import (
    FRESH_S,
    MAX_PENDING,
    RETRY_DELAYS_S,
    SILENCE_S,
    STEADY_S,
    Answered,
    Closed,
    Credentials,
    Happened,
    LinkLost,
    LoginRefused,
    RequestLost,
    RequestRefused,
    SeatSession,
    SessionState,
    Welcomed,
)

SNAPSHOT = messages.Snapshot(
    agent=messages.AgentView(messages.AgentState.READY, 0),
    queues=(),
    queue_labels={},
    not_ready_reasons=(),
    decline_reasons=(),
    dispositions=(),
    transfer_targets=(),
    switch_up=True,
    line=frozenset(),
)
HOLD = messages.HoldCall(CallId(1))


def welcome(session="s1", token="t1", number=0, snapshot=SNAPSHOT):
    return codec.encode(
        messages.Welcome(
            1, session, token, AgentId("mei"), "Mei", messages.Role.AGENT, frozenset(), 0, number, snapshot
        )
    )


def event(number):
    body = messages.QueuesChanged((messages.QueueView(QueueId("q"), number, None),))
    return codec.encode_event(number, codec.encode_body(body))


def refused(error, request="", **arguments):
    return codec.encode(messages.Refused(request, error, arguments))


def sent(session):
    return [codec.from_seat.decode(message) for message in session.outgoing()]


@pytest.fixture
def session():
    return SeatSession(Credentials(AgentId("mei"), "secret", "1001"), 100.0)


@pytest.fixture
def live(session):
    session.link_up(100.0)
    session.outgoing()
    session.receive(welcome(), 100.0)
    return session


def test_the_first_hello_has_the_password(session):
    assert (session.state, session.retry_at) == (SessionState.DOWN, 100.0)
    session.link_up(100.0)
    (hello,) = sent(session)
    assert (hello.user, hello.password, hello.token, hello.station) == ("mei", "secret", "", "1001")
    assert session.outgoing() == []
    (output,) = session.receive(welcome(), 100.1)
    assert isinstance(output, Welcomed)
    assert session.state is SessionState.LIVE


def test_the_next_hello_has_the_token_and_the_last_number(live):
    live.receive(event(1), 101.0)
    assert live.link_lost(102.0) == [LinkLost(101.0)]
    live.link_up(103.0)
    (hello,) = sent(live)
    assert (hello.password, hello.token, hello.last_number) == ("", "t1", 1)


def test_events_come_out_in_order(live):
    for number in (1, 2):
        (output,) = live.receive(event(number), 101.0)
        assert isinstance(output, Happened)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_gap_or_a_double_breaks_the_link(live, number):
    live.receive(event(1), 101.0)
    with pytest.raises(PeerError, match="came after event 1"):
        live.receive(event(number), 101.0)


@pytest.mark.parametrize(
    "message",
    [
        b"{",
        b'{"type":"halo"}',
        b'{"type":"event","number":1,"body":{"type":"Earthquake"}}',
        welcome(),
        refused("malformed", detail="x"),
        b"x" * (messages.MAX_SNAPSHOT_BYTES + 1),
    ],
    ids=["no JSON", "unknown type", "unknown event", "second welcome", "not understood", "too large"],
)
def test_a_centre_that_breaks_the_protocol_loses_the_link_and_nothing_else(live, message):
    with pytest.raises(PeerError):
        live.receive(message, 101.0)
    live.link_lost(101.0)
    assert live.state is SessionState.DOWN
    assert live.retry_at is not None


@pytest.mark.parametrize("message", [event(1), codec.encode(messages.Answer("1"))], ids=["event", "answer"])
def test_nothing_comes_before_the_welcome(session, message):
    session.link_up(100.0)
    with pytest.raises(PeerError, match="before the welcome"):
        session.receive(message, 100.0)


@pytest.mark.parametrize(("name", "number"), [("s1", 5), ("s2", 0)])
def test_a_resume_that_does_not_fit_is_refused(live, name, number):
    live.link_lost(101.0)
    live.link_up(101.0)
    with pytest.raises(PeerError, match="not asked for"):
        live.receive(welcome(name, "t2", number, None), 101.0)


def test_answers_find_their_requests(live):
    first, second = live.ask(HOLD), live.ask(HOLD)
    assert [request.id for request in sent(live)] == [first, second]
    assert live.receive(codec.encode(messages.Answer(second)), 101.0) == [Answered(second, HOLD, None)]
    refusal = refused("wrong_state", first, state="held")
    assert live.receive(refusal, 101.0) == [RequestRefused(first, HOLD, "wrong_state", {"state": "held"})]
    assert live.receive(refusal, 101.0) == []


def test_unanswered_requests_are_repeated_first_and_with_the_same_id(live):
    first = live.ask(HOLD)
    live.outgoing()
    live.link_lost(101.0)
    second = live.ask(HOLD)
    assert live.outgoing() == []
    live.link_up(102.0)
    live.outgoing()
    live.receive(welcome(token="t2", snapshot=None), 102.0)
    third = live.ask(HOLD)
    assert [request.id for request in sent(live)] == [first, second, third]


def test_a_forgotten_session_tells_what_is_in_doubt_and_logs_in_anew(live):
    request = live.ask(HOLD)
    live.link_lost(101.0)
    live.link_up(102.0)
    live.outgoing()
    assert live.receive(refused("session_expired"), 102.0) == []
    assert live.link_lost(102.0) == []
    live.link_up(103.0)
    (hello,) = sent(live)
    assert (hello.password, hello.token) == ("secret", "")
    outputs = live.receive(welcome("s2", "t9", 40), 103.0)
    assert outputs[1:] == [RequestLost(request, HOLD)]
    live.receive(event(41), 103.0)


def test_a_wrong_password_is_the_end(session):
    session.link_up(100.0)
    assert session.receive(refused("wrong_password"), 100.0) == [LoginRefused("wrong_password", {})]
    assert session.link_lost(100.0) == []
    assert (session.state, session.retry_at) == (SessionState.CLOSED, None)
    with pytest.raises(Refusal, match="not_logged_in"):
        session.ask(HOLD)


def test_who_was_in_before_waits_out_a_throttle(live):
    live.link_lost(101.0)
    live.link_up(101.0)
    assert live.receive(refused("login_throttled", seconds="30"), 101.0) == []
    live.link_lost(101.5)
    assert live.retry_at == 131.0


def test_who_was_not_in_is_told_of_a_throttle(session):
    session.link_up(100.0)
    (output,) = session.receive(refused("login_throttled", seconds="30"), 100.0)
    assert output == LoginRefused("login_throttled", {"seconds": "30"})


@pytest.mark.parametrize("reason", ["replaced", "logged_off"])
def test_a_goodbye_for_good(live, reason):
    request = live.ask(HOLD)
    outputs = live.receive(codec.encode(messages.Goodbye(reason)), 101.0)
    assert outputs == [RequestLost(request, HOLD), Closed(reason)]
    assert live.retry_at is None
    assert live.receive(event(1), 101.0) == []


def test_a_centre_that_stops_is_waited_for(live):
    assert live.receive(codec.encode(messages.Goodbye("shutdown")), 101.0) == []
    live.link_lost(101.0)
    assert live.retry_at == 101.0


def test_attempts_become_rarer_and_a_good_link_makes_them_quick_again(live):
    waits = []
    now = 101.0
    for _ in range(len(RETRY_DELAYS_S) + 2):
        live.link_lost(now)
        waits.append(live.retry_at - now)
        now = live.retry_at
    assert waits[0] == 0.0
    assert waits == sorted(waits)
    assert RETRY_DELAYS_S[-1] <= waits[-1] <= 1.5 * RETRY_DELAYS_S[-1]
    live.link_up(now)
    live.receive(welcome(token="t2", snapshot=None), now)
    live.link_lost(now + STEADY_S)
    assert live.retry_at == now + STEADY_S


def test_seats_of_different_users_come_back_at_different_times():
    sessions = [SeatSession(Credentials(AgentId(f"agent{number}"), ""), 0.0) for number in range(50)]
    for session in sessions:
        session.link_lost(0.0)
        session.link_lost(0.0)
    assert len({session.retry_at for session in sessions}) > 40


def test_losing_a_link_twice_is_losing_it_once(live):
    live.link_lost(101.0)
    live.link_lost(101.0)
    first = live.retry_at
    assert live.link_lost(101.0) == []
    assert live.retry_at == first


def test_what_is_shown_is_fresh_until_the_centre_falls_silent(live):
    assert live.stale_since(100.0 + FRESH_S) is None
    assert live.stale_since(100.1 + FRESH_S) == 100.0
    live.heard(111.0)
    assert live.stale_since(112.0) is None
    assert live.silent_at == 111.0 + SILENCE_S
    live.link_lost(112.0)
    assert live.stale_since(112.0) == 111.0
    assert live.silent_at is None


def test_a_greeting_that_nobody_answers_is_given_up(live):
    live.link_lost(101.0)
    live.link_up(500.0)
    assert live.silent_at == 500.0 + SILENCE_S
    assert live.stale_since(500.0) == 100.0


def test_too_much_is_refused_before_it_is_sent(live):
    with pytest.raises(Refusal, match="too_large"):
        live.ask(messages.SaveDraft(CallId(1), messages.LogDraft(notes="x" * messages.MAX_MESSAGE_BYTES)))
    for _ in range(MAX_PENDING):
        live.ask(HOLD)
    with pytest.raises(Refusal, match="too_many_requests"):
        live.ask(HOLD)


def test_a_link_comes_up_only_once(live):
    with pytest.raises(AssertionError):
        live.link_up(101.0)


def test_after_a_forgotten_session_the_password_is_sent_at_once(live):
    """As after a restart of the centre: it refuses the token, and ends the link a moment later."""
    for _ in RETRY_DELAYS_S:
        live.link_lost(101.0)
    live.link_up(110.0)
    live.receive(refused("session_expired"), 110.0)
    live.link_lost(110.1)
    assert live.retry_at == 110.0
