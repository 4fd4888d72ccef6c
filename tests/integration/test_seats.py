"""Seats on a real loopback server: the ordinary road, and every way in which the other end can be wrong."""

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import websockets
from structlog.testing import capture_logs
from websockets.asyncio.client import connect

from agent_desktop.errors import Refusal, UserError
from agent_desktop.headless import SessionEnded
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, CallPhase
from agent_desktop.protocol.record import CustomerFields, MatchKind
from agent_desktop.protocol.seat_session import SessionState
from ivr import inputs
from ivr.centre.listening import Endpoint
from ivr.centre.roster import Windows
from ivr.centre.seats import Limits
from ivr.centre.to_seats import ToSeats
from tests.fakes.plans import ANN, BOB, HELP
from tests.fakes.records import customer
from tests.fakes.seatcentre import BOSS, COACH, SeatCentre

READY = m.SetAgentState(AgentState.READY)
OFF = m.SetAgentState(AgentState.LOGGED_OFF)
SOLVED = m.LogDraft("solved", "done")


@pytest.fixture
async def centre():
    async with SeatCentre() as centre:
        yield centre


async def raw(centre, *sent):
    """Send these as they are; gives the first answer, and whether the connection is still open after it."""
    async with connect(centre.seats.url, compression=None, max_size=None) as peer:
        for message in sent:
            await peer.send(message)
        answer = json.loads(await peer.recv())
        return answer, await still_open(peer)


async def still_open(peer):
    try:
        await peer.send('{"type":"anybody there?"}')
        return json.loads(await peer.recv())["error"] == "unknown_type"
    except websockets.ConnectionClosed:
        return False


def hello(version=m.VERSION, user="ann", password="nna", **more):
    return json.dumps({"type": "hello", "version": version, "user": user, "password": password} | more)


def request(body, request_id="1"):
    return json.dumps({"type": "request", "id": request_id, "body": body})


async def offered(centre, seat):
    """A call rings at this seat."""
    await seat.ask(READY)
    call = centre.ring(pop=customer())
    event = await seat.until(m.CallOffered)
    assert event.desk.view.call == call
    return call


# --- the ordinary road ------------------------------------------------------------------------------------------------


async def test_a_call_from_ring_to_log(centre):
    async with centre.seat() as seat:
        assert seat.snapshot.agent.state is AgentState.NOT_READY
        assert seat.welcome.name == "Ann"
        assert "take_calls" in seat.welcome.rights
        await seat.ask(READY)
        call = centre.ring(pop=customer())
        desk = (await seat.until(m.CallOffered)).desk
        assert (desk.view.ani, desk.view.queue, desk.pop.record.name) == ("<+442079460103>", HELP, "Chen Wei")
        await seat.ask(m.AnswerCall(call))
        await seat.until(m.CallChanged, lambda event: event.view.phase is CallPhase.CONNECTED)
        await seat.ask(m.HoldCall(call))
        await seat.until(m.CallChanged, lambda event: event.view.phase is CallPhase.HELD)
        await seat.ask(m.RetrieveCall(call))
        await seat.ask(m.GenerateDigits(call, "12#"))
        await seat.ask(m.SaveDraft(call, m.LogDraft(notes="half a word")))
        await seat.ask(m.ClearConnection(call))
        await seat.until(m.CallChanged, lambda event: event.view.phase is CallPhase.WRAP_UP)
        await seat.ask(m.CompleteLog(call, SOLVED))
        assert (await seat.until(m.CallRemoved)).why == "logged"
        assert centre.store.logs == [(ANN, call, SOLVED)]


async def test_declining_hands_the_call_on(centre):
    async with centre.seat() as ann, centre.seat(BOB) as bob:
        call = await offered(centre, ann)
        await bob.ask(READY)
        await ann.ask(m.DeclineCall(call, "wrong_skill"))
        assert (await ann.until(m.CallRemoved)).why == "declined"
        assert not (await bob.until(m.CallOffered)).desk.view.requeued


async def test_figures_reach_those_who_serve_the_queue(centre):
    async with centre.seat(BOB) as bob:
        centre.ring()
        figures = await bob.until(m.QueuesChanged)
        assert [(view.queue, view.waiting) for view in figures.queues] == [(HELP, 1)]


async def test_customers_are_found_chosen_and_created(centre):
    async with centre.seat() as seat:
        call = await offered(centre, seat)
        found = await seat.ask(m.SearchCustomers("chen"))
        assert [each.customer_id for each in found.candidates] == [7]
        chosen = await seat.ask(m.ChooseCustomer(call, 7))
        assert chosen.record.customer_id == 7
        assert (await seat.until(m.PopChanged)).pop.kind is MatchKind.CHOSEN
        created = await seat.ask(m.CreateCustomer(call, CustomerFields("New One")))
        assert created.record.customer_id == 8
        assert centre.store.created == [(CustomerFields("New One"), "+442079460103")]
        with pytest.raises(Refusal, match="no_such_customer"):
            await seat.ask(m.ChooseCustomer(call, 9))


# --- links that come and go -------------------------------------------------------------------------------------------


async def test_a_cut_link_resumes_without_a_snapshot_and_misses_nothing(centre):
    async with centre.seat() as seat:
        await seat.ask(READY)
        before = seat.snapshot
        seat.cut()
        call = centre.ring()
        await seat.until_back()
        assert seat.welcome.snapshot is None
        assert seat.snapshot is before
        assert (await seat.until(m.CallOffered)).desk.view.call == call
        await seat.ask(m.AnswerCall(call))
        assert seat.links_lost == 1
        assert seat.faults == []


async def test_a_request_under_way_when_the_link_is_cut_is_answered_after_it(centre):
    async with centre.seat() as seat:
        call = await offered(centre, seat)
        await seat.ask(m.AnswerCall(call))
        centre.store.held = asyncio.Event()
        asking = asyncio.create_task(seat.ask(m.CompleteLog(call, SOLVED)))
        await asyncio.sleep(0)
        await seat.ask(m.HoldCall(call))
        seat.cut()
        await seat.until_back()
        centre.store.held.set()
        await asking
        assert len(centre.store.logs) == 1


async def test_a_killed_seat_comes_back_to_its_call_and_its_notes(centre):
    async with centre.seat() as seat:
        call = await offered(centre, seat)
        await seat.ask(m.AnswerCall(call))
        await seat.ask(m.SaveDraft(call, m.LogDraft(notes="typed so far")))
        seat.cut()
    async with centre.seat() as again:
        (desk,) = again.snapshot.calls
        assert (desk.view.call, desk.view.phase, desk.draft.notes) == (call, CallPhase.CONNECTED, "typed so far")
        assert desk.pop.record.name == "Chen Wei"


async def test_a_second_login_replaces_the_first(centre):
    async with centre.seat() as first, centre.seat() as second:
        with pytest.raises(SessionEnded, match="replaced"):
            await first.until(m.Notice)
        assert first.state is SessionState.CLOSED
        await second.ask(READY)


async def test_logging_off_ends_the_session(centre):
    async with centre.seat() as seat:
        await seat.ask(OFF)
        with pytest.raises(SessionEnded, match="logged_off"):
            await seat.until(m.Notice)


async def test_an_administrator_may_leave_without_being_an_agent(centre):
    async with centre.seat(BOSS) as seat:
        await seat.ask(OFF)
        with pytest.raises(SessionEnded, match="logged_off"):
            await seat.until(m.Notice)


async def test_a_seat_lost_is_told_to_the_core_and_taken_back_when_it_resumes():
    async with SeatCentre(Limits(windows=Windows(seat_lost_s=0.0, resume_s=60.0))) as centre, centre.seat() as seat:
        await seat.ask(READY)
        seat.cut()
        await seat.until_back()
        changed = await seat.until(m.AgentChanged, lambda event: event.agent.reason == "seat_lost")
        assert changed.agent.state is AgentState.NOT_READY
        assert centre.happenings == [inputs.SeatLost(ANN)]


async def test_an_expired_session_logs_in_anew_by_itself():
    async with SeatCentre(Limits(windows=Windows(0.0, 0.0))) as centre, centre.seat() as seat:
        first = seat.welcome.session
        seat.cut()
        await seat.until_back()
        assert seat.welcome.session != first
        assert seat.welcome.snapshot is not None


def state_of(centre, agent=ANN):
    return centre.world.agent(agent).state


async def test_who_does_not_come_back_is_logged_off_and_their_telephone_is_free():
    async with SeatCentre(Limits(windows=Windows(0.0, 0.0))) as centre:
        async with centre.seat() as seat:
            await seat.ask(READY)
            assert centre.world.station_of["1001"] in centre.world.live
        await centre.until(lambda: state_of(centre) is AgentState.LOGGED_OFF)
        assert centre.happenings == [inputs.SeatLost(ANN)]
        assert centre.world.station_of["1001"] not in centre.world.live


async def test_who_does_not_come_back_to_their_call_is_logged_off_when_it_is_over():
    async with SeatCentre(Limits(windows=Windows(0.0, 0.0))) as centre:
        async with centre.seat() as seat:
            call = await offered(centre, seat)
            await seat.ask(m.AnswerCall(call))
        await centre.until(lambda: not centre.seats._roster.find(ANN))
        assert state_of(centre) is AgentState.BUSY
        centre.world.hang_up(call)
        centre.news()
        assert state_of(centre) is AgentState.WRAP_UP
        centre.world.wait(30)
        centre.news()
        assert state_of(centre) is AgentState.NOT_READY
        await centre.until(lambda: state_of(centre) is AgentState.LOGGED_OFF)
        assert centre.world.station_of["1001"] not in centre.world.live


async def test_who_comes_back_late_to_their_call_stays():
    async with SeatCentre(Limits(windows=Windows(0.0, 0.0))) as centre:
        async with centre.seat() as seat:
            call = await offered(centre, seat)
            await seat.ask(m.AnswerCall(call))
        await centre.until(lambda: not centre.seats._roster.find(ANN))
        async with centre.seat() as again:
            await again.ask(m.ClearConnection(call))
            await again.ask(m.CompleteLog(call, SOLVED))
            assert state_of(centre) is AgentState.READY


async def test_who_was_in_before_a_restart_has_as_long_to_come_back():
    async with SeatCentre(Limits(windows=Windows(0.0, 0.02))) as centre, centre.seat(BOB):
        centre.world.ready(ANN)
        centre.seats.expect([ANN, BOB])
        await centre.until(lambda: state_of(centre) is AgentState.LOGGED_OFF)
        assert centre.happenings == [inputs.SeatLost(ANN)]
        assert state_of(centre, BOB) is AgentState.NOT_READY


async def test_a_stopping_centre_says_goodbye_and_seats_keep_trying():
    async with SeatCentre() as centre:
        seat = centre.seat()
        await seat.start()
    await seat.until_lost()
    assert seat.state is SessionState.DOWN
    await seat.stop()


async def test_a_seat_that_does_not_read_is_cut_off_and_others_go_on():
    limits = Limits(backlog_bytes=1000)
    async with SeatCentre(limits) as centre, centre.seat(BOB) as bob:
        deaf = await connect(centre.seats.url, compression=None)
        await deaf.send(hello())
        await deaf.recv()
        deaf.transport.pause_reading()
        filler = m.Notice("filler", {"text": "x" * 100_000})
        with capture_logs() as logs:
            while not any(entry["event"] == "seat_too_slow" for entry in logs):
                centre.show([ToSeats((ANN,), filler)])
        deaf.transport.abort()
        centre.show([ToSeats((BOB,), m.SwitchChanged(up=False))])
        await bob.until(m.SwitchChanged)


async def test_a_large_site_may_come_back_all_at_once(centre):
    """The centre is busy and takes nobody yet: each of them has a connection all the same, and none tries again seconds later."""
    address = urlsplit(centre.seats.url)
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(socket.create_connection((address.hostname, address.port), timeout=0.5))
    async with centre.seat(BOB) as bob:
        assert bob.welcome is not None


async def test_a_link_that_fell_silent_counts_as_lost_since_it_was_last_heard():
    limits = Limits(ping_interval_s=0.01, silence_s=0.03, windows=Windows(seat_lost_s=0.03, resume_s=60.0))
    async with SeatCentre(limits) as centre:
        silent = await connect(centre.seats.url, compression=None, ping_interval=None)
        await silent.send(hello())
        await silent.recv()
        silent.transport.pause_reading()
        await centre.until(lambda: centre.happenings)
        assert centre.happenings == [inputs.SeatLost(ANN)]
        silent.transport.abort()


# --- getting in -------------------------------------------------------------------------------------------------------


async def test_wrong_password_and_unknown_user_look_the_same(centre):
    for user in ("ann", "nobody"):
        answer, is_open = await raw(centre, hello(user=user, password="guess"))
        assert answer == {"type": "refused", "request": "", "error": "wrong_password", "arguments": {}}
        assert not is_open


async def test_guessing_is_slowed_down(centre):
    for _ in range(5):
        await raw(centre, hello(password="guess"))
    answer, _ = await raw(centre, hello())
    assert (answer["error"], answer["arguments"]) == ("login_throttled", {"seconds": "5"})
    centre.clock += 5
    answer, _ = await raw(centre, hello())
    assert answer["type"] == "welcome"


async def test_a_database_that_is_down_is_no_wrong_password(centre):
    centre.accounts.down = True
    with pytest.raises(Refusal, match="store_unavailable"):
        await centre.seat().start()


@pytest.mark.parametrize(("version", "error"), [(0, "seat_too_old"), (99, "centre_too_old")])
async def test_other_versions_are_told_what_to_do(centre, version, error):
    answer, is_open = await raw(centre, hello(version=version))
    assert answer["error"] == error
    assert set(answer["arguments"]) == set(ErrorId(error).arguments)
    assert not is_open


async def test_a_token_of_no_session_is_refused(centre):
    answer, is_open = await raw(centre, hello(token="stolen", password=""))
    assert (answer["error"], is_open) == ("session_expired", False)


async def test_silence_instead_of_a_hello_is_ended():
    async with SeatCentre(Limits(hello_timeout_s=0.01)) as centre:
        answer, is_open = await raw(centre)
        assert (answer["error"], is_open) == ("login_timeout", False)


# --- messages that are wrong ------------------------------------------------------------------------------------------

WRONG = {
    "not JSON": ("{", "malformed", ""),
    "a list": ("[]", "malformed", ""),
    "no type": ("{}", "malformed", ""),
    "another type": ('{"type":"halo"}', "unknown_type", ""),
    "an event, from a seat": ('{"type":"event","number":1}', "unknown_type", ""),
    "not UTF-8": (b'{"type":"hello","version":1,"user":"\xff"}', "malformed", ""),
    "nested too deeply": ('{"type":"hello","version":1,"x":' + "[" * 100_000, "malformed", ""),
    "too large": ('{"type":"' + "x" * m.MAX_MESSAGE_BYTES, "too_large", ""),
    "a second hello": (hello(), "already_logged_in", ""),
    "an unknown request": (request({"type": "MakeCoffee"}), "unknown_request", "1"),
    "a field of another type": (request({"type": "AnswerCall", "call": "one"}), "malformed", "1"),
    "a number that no journal holds": (request({"type": "AnswerCall", "call": 2**80}), "malformed", "1"),
    "a missing field": (request({"type": "AnswerCall"}), "malformed", "1"),
    "a request without an id": (request({"type": "AnswerCall", "call": 1}, ""), "malformed", ""),
    "no such call": (request({"type": "AnswerCall", "call": 99}), "no_such_call", "1"),
}


@pytest.mark.parametrize(("message", "error", "request_id"), WRONG.values(), ids=WRONG.keys())
async def test_wrong_messages_cost_a_refusal_and_nothing_else(centre, message, error, request_id):
    async with centre.seat(BOB) as bob, connect(centre.seats.url, compression=None) as peer:
        await peer.send(hello())
        assert json.loads(await peer.recv())["type"] == "welcome"
        await peer.send(message)
        answer = json.loads(await peer.recv())
        assert (answer["type"], answer["error"], answer["request"]) == ("refused", error, request_id)
        assert set(answer["arguments"]) == set(ErrorId(error).arguments)
        assert await still_open(peer)
        await bob.ask(READY)


async def test_a_request_before_the_hello_is_refused(centre):
    answer, is_open = await raw(centre, request({"type": "AnswerCall", "call": 1}, "7"))
    assert (answer["error"], answer["request"], is_open) == ("not_logged_in", "7", True)


async def test_a_giant_message_ends_only_its_own_connection(centre):
    async with centre.seat(BOB) as bob, connect(centre.seats.url, compression=None) as peer:
        await peer.send("x" * (4 * m.MAX_MESSAGE_BYTES + 1))
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await peer.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        await bob.ask(READY)


async def test_something_that_is_no_websocket_leaves_no_traceback(centre, caplog):
    reader, writer = await asyncio.open_connection("127.0.0.1", int(centre.seats.url.rsplit(":", 1)[1]))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()
    assert caplog.records == []


async def test_a_repeated_request_is_answered_again_and_done_once(centre):
    async with connect(centre.seats.url, compression=None) as peer:
        await peer.send(hello())
        await peer.recv()
        for _ in range(2):
            await peer.send(request({"type": "SetAgentState", "state": "ready"}))
        kinds = [json.loads(await peer.recv())["type"] for _ in range(3)]
        assert kinds == ["event", "answer", "answer"]


# --- rights -----------------------------------------------------------------------------------------------------------


async def test_what_a_role_may_not_do_is_refused_and_told_the_auditor(centre):
    async with centre.seat(BOSS) as seat:
        with capture_logs() as logs, pytest.raises(Refusal, match="not_allowed"):
            await seat.ask(m.SearchCustomers("chen"))
        (entry,) = [entry for entry in logs if entry["event"] == "request_not_allowed"]
        assert entry["user"] == BOSS
        assert "chen" not in str(entry)


async def test_a_role_without_the_right_sees_no_numbers(centre):
    async with centre.seat(COACH) as seat:
        found = await seat.ask(m.SearchCustomers("chen"))
        assert found.candidates[0].number == "+•• •• •••• •103"


# --- the store --------------------------------------------------------------------------------------------------------


async def test_a_log_that_could_not_be_written_is_not_complete(centre):
    async with centre.seat() as seat:
        call = await offered(centre, seat)
        await seat.ask(m.AnswerCall(call))
        centre.store.down = True
        with pytest.raises(Refusal, match="store_unavailable"):
            await seat.ask(m.CompleteLog(call, SOLVED))
        await seat.ask(m.ClearConnection(call))
        await seat.until(m.CallChanged, lambda event: event.view.phase is CallPhase.WRAP_UP)
        centre.store.down = False
        await seat.ask(m.CompleteLog(call, SOLVED))
        assert (await seat.until(m.CallRemoved)).why == "logged"


async def test_a_slow_store_does_not_hold_up_the_telephone(centre):
    async with centre.seat() as seat:
        call = await offered(centre, seat)
        await seat.ask(m.AnswerCall(call))
        centre.store.held = asyncio.Event()
        saving = asyncio.create_task(seat.ask(m.SaveDraft(call, m.LogDraft(notes="slow"))))
        await asyncio.sleep(0)
        await seat.ask(m.HoldCall(call))
        assert not saving.done()
        centre.store.held.set()
        await saving


async def test_our_own_mistake_costs_one_request(centre, monkeypatch):
    def broken(_text):
        raise ZeroDivisionError

    monkeypatch.setattr(centre.store, "search_customers", broken)
    async with centre.seat() as seat:
        with capture_logs() as logs, pytest.raises(Refusal, match="internal"):
            await seat.ask(m.SearchCustomers("chen"))
        assert [entry["log_level"] for entry in logs if entry["event"] == "request_failed"] == ["error"]
        await seat.ask(READY)


# --- where it listens -------------------------------------------------------------------------------------------------


async def test_a_port_in_use_says_so(centre):
    port = int(centre.seats.url.rsplit(":", 1)[1])
    with pytest.raises(UserError, match=f"127.0.0.1:{port} is in use"):
        await SeatCentre(endpoint=Endpoint("127.0.0.1", port)).seats.start()


async def test_plain_text_is_for_loopback_only():
    with pytest.raises(UserError, match="plain text"):
        await SeatCentre(endpoint=Endpoint("0.0.0.0", 0)).seats.start()


@pytest.fixture
def certificate(tmp_path):
    """A certificate for this machine, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    certificate, key = tmp_path / "seat.crt", tmp_path / "seat.key"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ("-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run([*make.split(), *names, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key


async def test_tls_by_certificate_files(certificate, tmp_path):
    certificate, key = certificate
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with (
        SeatCentre(endpoint=Endpoint("127.0.0.1", 0, certificate, key)) as centre,
        centre.seat(tls=trusting) as seat,
    ):
        assert centre.seats.url.startswith("wss://")
        await seat.ask(READY)
        with pytest.raises(ssl.SSLCertVerificationError):
            await connect(centre.seats.url, compression=None)
    with pytest.raises(UserError, match="no certificate with its key"):
        await SeatCentre(endpoint=Endpoint("127.0.0.1", 0, key, certificate)).seats.start()
    with pytest.raises(UserError, match="cannot be read"):
        await SeatCentre(endpoint=Endpoint("127.0.0.1", 0, tmp_path / "missing")).seats.start()
