"""The shell: connecting, losing, coming back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.ari import AriSwitch
from agent_desktop.cti.switch import (
    Answer,
    AnyEvent,
    CallArrived,
    Clear,
    CommandRefused,
    ConnectionAnswered,
    ConnectionEnded,
    Dial,
    DigitReceived,
    LiveConnection,
    SwitchDown,
    SwitchUp,
)
from agent_desktop.cti.vocabulary import Cause, ConnectionId
from agent_desktop.errors import UserError
from agent_desktop.protocol.errors import ErrorId
from tests.fakes.ari import APP, PASSWORD, USER, FakeAri, about, channel, event, running_ari, started

C = ConnectionId("c")
PROBE = ("GET", "asterisk/info")


class Centre:
    """Listens to a switch; the test waits for what it hears."""

    def __init__(self, url: str, password: str = PASSWORD, request_timeout_s: float = 5.0, lanes: int = 1) -> None:
        self.events: asyncio.Queue[AnyEvent] = asyncio.Queue()
        self.delays: asyncio.Queue[float] = asyncio.Queue()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.switch = AriSwitch(
            url,
            APP,
            USER,
            password,
            request_timeout_s=request_timeout_s,
            lanes=lanes,
            jitter=lambda: 0.0,
            sleep=self._sleep,
        )

    def __call__(self, event: AnyEvent) -> None:
        self.events.put_nowait(event)

    async def next(self) -> AnyEvent:
        return await asyncio.wait_for(self.events.get(), 5)

    async def next_delay(self) -> float:
        return await asyncio.wait_for(self.delays.get(), 5)

    async def _sleep(self, delay_s: float) -> None:
        self.delays.put_nowait(delay_s)
        await asyncio.sleep(0)
        await self.go_on.wait()


@asynccontextmanager
async def listening(url: str, request_timeout_s: float = 5.0, lanes: int = 1) -> AsyncIterator[Centre]:
    centre = Centre(url, request_timeout_s=request_timeout_s, lanes=lanes)
    task = asyncio.create_task(centre.switch.run(centre))
    try:
        yield centre
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def ari() -> AsyncIterator[FakeAri]:
    async with running_ari(FakeAri()) as fake:
        yield fake


@pytest.fixture
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    with capture_logs() as entries:
        yield entries


async def test_it_says_hello_and_lists_what_lives(ari: FakeAri) -> None:
    ari.channels = [channel("c", "Ring", number="+447700900123", args=("800", "allowed"))]
    async with listening(ari.url) as centre:
        arrived = CallArrived(C, "+447700900123", "", withheld=False, dnis="800")
        assert await centre.next() == SwitchUp((LiveConnection(C, answered=False, arrived=arrived),))
    assert ari.paths == [f"/ari/events?app={APP}&subscribeAll=true"]


async def test_a_call_from_ring_to_end(ari: FakeAri) -> None:
    async with listening(ari.url) as centre:
        assert await centre.next() == SwitchUp(())
        await ari.say(started("c", "800", number="+447700900123"))
        assert isinstance(await centre.next(), CallArrived)
        centre.switch.send(Answer(C))
        await ari.next_request("POST", "channels/c/answer")
        await ari.say(about("ChannelStateChange", "c", "Up"))
        assert await centre.next() == ConnectionAnswered(C)
        centre.switch.send(Clear(C))
        await ari.next_request("DELETE", "channels/c")
        await ari.say(about("ChannelDestroyed", "c", cause=16))
        assert await centre.next() == ConnectionEnded(C, Cause.NORMAL)


async def test_commands_are_asked_in_order_without_waiting_for_answers(ari: FakeAri) -> None:
    ari.unanswered = {("POST", "channels/1/answer")}
    async with listening(ari.url) as centre:
        await centre.next()
        for name in ("1", "2", "3"):
            centre.switch.send(Answer(ConnectionId(name)))
        for name in ("1", "2", "3"):
            await ari.next_request("POST", f"channels/{name}/answer")


async def test_requests_of_different_calls_take_different_sockets_and_answers_come_through_any(ari: FakeAri) -> None:
    ari.unanswered = {("POST", "channels/1/answer")}
    ari.refusals = {("POST", "channels/2/answer"): (409, {"message": "not now"})}
    async with listening(ari.url, lanes=2) as centre:
        await centre.next()
        assert sorted(ari.paths) == [f"/ari/events?app={APP}&subscribeAll=true", f"/ari/events?app={APP}.1"]
        for name in ("1", "2"):
            centre.switch.send(Answer(ConnectionId(name)))
        refused = await centre.next()
        assert isinstance(refused, CommandRefused)
        assert refused.subject == "2"
        (first, one), (second, other) = ari.heard
        assert (one["uri"], other["uri"]) == ("channels/1/answer", "channels/2/answer")
        assert first is not second


async def test_one_lost_socket_is_a_lost_link(ari: FakeAri) -> None:
    async with listening(ari.url, lanes=3) as centre:
        assert isinstance(await centre.next(), SwitchUp)
        ari.sockets[1].transport.abort()
        assert isinstance(await centre.next(), SwitchDown)
        assert isinstance(await centre.next(), SwitchUp)
    assert len(ari.paths) == 6


async def test_without_all_of_its_sockets_there_is_no_link(ari: FakeAri) -> None:
    ari.crowded = f"{APP}.2"
    async with listening(ari.url, lanes=3) as centre:
        centre.go_on.clear()
        assert isinstance(await centre.next(), SwitchDown)
        await centre.next_delay()
        ari.crowded = ""
        centre.go_on.set()
        assert isinstance(await centre.next(), SwitchUp)


async def test_what_happens_during_the_opening_comes_after_it(ari: FakeAri) -> None:
    ari.on_open = [started("c", "800", number="1"), about("ChannelDtmfReceived", "c", digit="1")]
    ari.channels = [channel("c", "Ring", number="1", args=("800",))]
    async with listening(ari.url) as centre:
        up = await centre.next()
        assert isinstance(up, SwitchUp)
        assert [live.connection for live in up.connections] == [C]
        assert await centre.next() == DigitReceived(C, "1")


async def test_a_lost_link_is_told_and_comes_back(ari: FakeAri, logs: list[MutableMapping[str, Any]]) -> None:
    async with listening(ari.url) as centre:
        await centre.next()
        await ari.say(started("c", "800", number="1"))
        await centre.next()
        ari.lose_sockets()
        assert isinstance(await centre.next(), SwitchDown)
        assert await centre.next() == ConnectionEnded(C, Cause.LINE_LOST)
        assert await centre.next() == SwitchUp(())
    assert await centre.next_delay() == 0.1
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == ["ari.link_down"]


async def test_commands_without_a_link_are_refused_on_the_next_turn(
    ari: FakeAri, logs: list[MutableMapping[str, Any]]
) -> None:
    async with listening(ari.url) as centre:
        await centre.next()
        centre.go_on.clear()
        ari.lose_sockets()
        assert isinstance(await centre.next(), SwitchDown)
        centre.switch.send(Answer(C))
        assert centre.events.empty()
        assert await centre.next() == CommandRefused("Answer", "c", "the link to the switch is down")
    assert len(logs) == 2


async def test_a_command_before_the_first_connection_is_refused_when_somebody_listens() -> None:
    centre = Centre("ws://127.0.0.1:1")
    centre.switch.send(Answer(C))
    centre.go_on.clear()
    with capture_logs():
        task = asyncio.create_task(centre.switch.run(centre))
        assert await centre.next() == CommandRefused("Answer", "c", "the link to the switch is down")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_an_unreachable_switch_is_told_once_and_tried_again(logs: list[MutableMapping[str, Any]]) -> None:
    async with listening("ws://127.0.0.1:1") as centre:
        down = await centre.next()
        assert isinstance(down, SwitchDown)
        assert "127.0.0.1:1 can't be reached" in down.reason
        assert [await centre.next_delay() for _ in range(7)] == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0]
        assert centre.events.empty()
    assert [entry["event"] for entry in logs] == ["ari.link_down"]


async def test_a_request_without_an_answer_is_refused(ari: FakeAri, logs: list[MutableMapping[str, Any]]) -> None:
    ari.unanswered = {("POST", "channels/c/answer")}
    async with listening(ari.url, request_timeout_s=0.2) as centre:
        await centre.next()
        centre.switch.send(Answer(C))
        assert await centre.next() == CommandRefused("Answer", "c", "no answer within 0.2 s")
    assert "ari.request_unanswered" in [entry["event"] for entry in logs]


async def test_a_refused_dial_is_one_end(ari: FakeAri) -> None:
    ari.refusals[("POST", "channels")] = (500, {"error": "Allocation failed"})
    async with listening(ari.url) as centre:
        await centre.next()
        centre.switch.send(Dial(C, "1001", "", "", 20))
        assert await centre.next() == CommandRefused("Dial", "c", "500 Allocation failed")
        assert await centre.next() == ConnectionEnded(C, Cause.UNREACHABLE)


async def test_a_listener_that_sends_is_never_entered_twice(ari: FakeAri) -> None:
    depth = worst = 0
    seen: asyncio.Queue[AnyEvent] = asyncio.Queue()

    def listener(event: AnyEvent) -> None:
        nonlocal depth, worst
        depth += 1
        worst = max(worst, depth)
        if isinstance(event, SwitchUp):
            switch.send(Dial(C, "1&2", "", "", 20))
        seen.put_nowait(event)
        depth -= 1

    switch = AriSwitch(ari.url, APP, USER, PASSWORD)
    task = asyncio.create_task(switch.run(listener))
    kinds = [type(await asyncio.wait_for(seen.get(), 5)) for _ in range(3)]
    assert (kinds, worst) == ([SwitchUp, CommandRefused, ConnectionEnded], 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_nonsense_is_counted_and_ignored(ari: FakeAri, logs: list[MutableMapping[str, Any]]) -> None:
    async with listening(ari.url) as centre:
        await centre.next()
        await ari.say("{nope", "[]", event("ChannelVarset"), event("ChannelVarset"))
        await ari.say(started("c", "800", number="+447700900123"))
        assert isinstance(await centre.next(), CallArrived)
        assert centre.switch.ignored == {"": 2, "ChannelVarset": 2}
    assert [entry["event"] for entry in logs] == [
        "ari.link_up",
        "ari.message_without_sense",
        "ari.message_without_sense",
        "ari.message_unknown",
    ]
    assert "447700900123" not in str(logs)


async def test_another_client_of_the_application_is_told_and_not_fought(
    ari: FakeAri, logs: list[MutableMapping[str, Any]]
) -> None:
    async with listening(ari.url) as centre:
        await centre.next()
        await ari.say(event("ApplicationReplaced"))
        down = await centre.next()
        assert isinstance(down, SwitchDown)
        assert "another client" in down.reason
        assert isinstance(await centre.next(), SwitchUp)
    assert await centre.next_delay() == 5.0
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == ["ari.link_down"]


async def failure(url: str, password: str = PASSWORD, request_timeout_s: float = 5.0) -> str:
    centre = Centre(url, password, request_timeout_s)
    with pytest.raises(UserError) as caught:
        await asyncio.wait_for(centre.switch.run(centre), 5)
    assert centre.events.empty()
    return str(caught.value)


async def test_a_wrong_password_is_named(ari: FakeAri) -> None:
    assert "does not accept the ARI user 'desk'" in await failure(ari.url, password="wrong")


async def test_an_address_without_ari_is_named_after_some_attempts(
    ari: FakeAri, logs: list[MutableMapping[str, Any]]
) -> None:
    ari.handshake = HTTPStatus.NOT_FOUND
    centre = Centre(ari.url)
    with pytest.raises(UserError, match="There is no ARI"):
        await asyncio.wait_for(centre.switch.run(centre), 5)
    assert (len(ari.paths), centre.delays.qsize(), centre.events.qsize()) == (7, 6, 1)
    assert [entry["event"] for entry in logs] == ["ari.link_down"]


async def test_an_address_of_another_service_is_named(ari: FakeAri) -> None:
    ari.handshake = HTTPStatus.OK
    assert "There is no ARI" in await failure(ari.url)


@asynccontextmanager
async def saying(words: bytes) -> AsyncIterator[str]:
    """A server that answers whatever comes with the same words."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(words)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_what_is_no_web_server_is_named() -> None:
    async with saying(b"220 mail ready\r\n") as address:
        assert "is no ARI" in await failure(f"ws://{address}")


async def test_a_switch_without_encryption_is_named() -> None:
    async with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as address:
        assert "No secure connection" in await failure(f"wss://{address}")


async def test_a_switch_that_is_too_old_is_named(ari: FakeAri) -> None:
    ari.unanswered = {PROBE}
    assert "20.14, 21.9, 22.4" in await failure(ari.url, request_timeout_s=0.2)


async def test_a_user_that_may_only_look_is_named(ari: FakeAri) -> None:
    ari.refusals[("PUT", f"applications/{APP}/eventFilter")] = (403, {"message": "Write access denied"})
    assert "read_only = no" in await failure(ari.url)


async def test_a_switch_that_will_not_list_its_channels_is_named(ari: FakeAri) -> None:
    ari.refusals[("GET", "channels")] = (500, {"message": "Allocation failed"})
    assert "will not list its channels: 500 Allocation failed" in await failure(ari.url)


async def test_a_switch_that_cannot_filter_works_all_the_same(ari: FakeAri) -> None:
    ari.refusals[("PUT", f"applications/{APP}/eventFilter")] = (404, {"message": "Resource not found"})
    async with listening(ari.url) as centre:
        assert await centre.next() == SwitchUp(())


async def test_a_switch_that_still_starts_is_waited_for(ari: FakeAri, logs: list[MutableMapping[str, Any]]) -> None:
    ari.handshake = HTTPStatus.SERVICE_UNAVAILABLE
    async with listening(ari.url) as centre:
        down = await centre.next()
        assert isinstance(down, SwitchDown)
        assert "not ready" in down.reason
        ari.handshake = HTTPStatus.NOT_FOUND
        assert [await centre.next_delay() for _ in range(2)] == [0.1, 0.2]
        ari.handshake = None
        assert await centre.next() == SwitchUp(())
    assert [entry["event"] for entry in logs] == ["ari.link_down", "ari.link_up"]


async def test_a_peer_that_hangs_up_while_connecting_is_tried_again(logs: list[MutableMapping[str, Any]]) -> None:
    async with saying(b"") as address, listening(f"ws://{address}") as centre:
        assert isinstance(await centre.next(), SwitchDown)
    assert [entry["event"] for entry in logs] == ["ari.link_down"]


async def test_a_password_changed_later_does_not_end_a_centre_with_calls(
    ari: FakeAri, logs: list[MutableMapping[str, Any]]
) -> None:
    async with listening(ari.url) as centre:
        await centre.next()
        ari.handshake = HTTPStatus.UNAUTHORIZED
        ari.lose_sockets()
        lost, refused = await centre.next(), await centre.next()
        assert isinstance(lost, SwitchDown)
        assert isinstance(refused, SwitchDown)
        assert (lost.error, refused.error) == ("", ErrorId.SWITCH_UNUSABLE)
        assert "compare with ari.conf" in refused.reason
        assert [await centre.next_delay() for _ in range(3)] == [0.1, 5.0, 5.0]
        assert centre.events.empty()
        ari.handshake = None
        assert await centre.next() == SwitchUp(())
    assert {entry["event"] for entry in logs} == {"ari.link_up", "ari.link_down"}
