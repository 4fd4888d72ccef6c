"""The simulated switch on a real socket."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import socket
from typing import Any

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from agent_desktop.cli import app
from agent_desktop.cli.simulate import station_numbers
from agent_desktop.cti.simulator.callers import Act, When
from agent_desktop.cti.simulator.front import User
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.simulator.simulation import News
from agent_desktop.errors import UserError
from tests.fakes.simulated import caller

USERS = (User("desk", "secret"), User("looker", "look", read_only=True))


class Clock:
    """Time by hand."""

    def __init__(self) -> None:
        self.now = 1_795_326_799.0

    def __call__(self) -> float:
        return self.now


def login(server: SimulatorServer, query: str = "app=desk&api_key=desk:secret&subscribeAll=true") -> connect:
    return connect(f"{server.url}/ari/events?{query}", compression=None)


async def received(connection: ClientConnection) -> dict[str, Any]:
    message = await asyncio.wait_for(connection.recv(), 5)
    assert isinstance(message, str)
    decoded: dict[str, Any] = json.loads(message)
    return decoded


async def until(connection: ClientConnection, kind: str) -> dict[str, Any]:
    while (message := await received(connection))["type"] != kind:
        pass
    return message


async def ask(connection: ClientConnection, method: str, uri: str, request_id: str = "r") -> None:
    request = {"type": "RESTRequest", "transaction_id": "t", "request_id": request_id, "method": method, "uri": uri}
    await connection.send(json.dumps(request))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("app=desk", 401),
        ("app=desk&api_key=desk:wrong", 401),
        ("app=desk&api_key=nobody:secret", 401),
        ("api_key=desk:secret", 400),
    ],
)
async def test_who_does_not_say_who_they_are_is_turned_away(query: str, status: int) -> None:
    async with SimulatorServer(users=USERS) as server:
        with pytest.raises(InvalidStatus) as refused:
            await login(server, query)
        assert refused.value.response.status_code == status


async def test_another_path_is_not_found() -> None:
    async with SimulatorServer(users=USERS) as server:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{server.url}/ari/elsewhere?app=desk&api_key=desk:secret")
        assert refused.value.response.status_code == 404


async def test_basic_authentication_is_as_good() -> None:
    credentials = base64.b64encode(b"desk:secret").decode()
    async with SimulatorServer(users=USERS) as server:
        headers = {"Authorization": f"Basic {credentials}"}
        async with connect(f"{server.url}/ari/events?app=desk", additional_headers=headers) as connection:
            await ask(connection, "GET", "asterisk/ping")
            assert json.loads((await received(connection))["message_body"])["ping"] == "pong"
        with pytest.raises(InvalidStatus):
            await connect(f"{server.url}/ari/events?app=desk", additional_headers={"Authorization": "Basic ???"})


async def test_answers_come_in_the_order_of_the_questions() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as connection:
        for number in range(200):
            await ask(connection, "GET", "channels", str(number))
        answers = [(await received(connection))["request_id"] for _ in range(200)]
        assert answers == [str(number) for number in range(200)]


async def test_a_broken_frame_leaves_the_socket_open() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as connection:
        await connection.send("{nope")
        assert (await received(connection))["status_code"] == 400
        await connection.send(b"\xff\xfe")
        assert (await received(connection))["status_code"] == 400
        await ask(connection, "GET", "bridges")
        assert (await received(connection))["status_code"] == 200


async def test_who_may_only_look_changes_nothing() -> None:
    async with SimulatorServer(users=USERS) as server, login(server, "app=desk&api_key=looker:look") as connection:
        await ask(connection, "POST", "bridges")
        assert (await received(connection))["status_code"] == 403


async def test_the_older_socket_of_an_application_is_told_and_falls_silent() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as older:
        await ask(older, "GET", "asterisk/ping")
        await received(older)
        async with login(server) as newer:
            assert (await received(older))["type"] == "ApplicationReplaced"
            server.place_call(caller())
            assert (await until(newer, "StasisStart"))["application"] == "desk"
            await ask(older, "GET", "channels")
            assert (await received(older))["type"] == "RESTResponse"
        await older.close()


async def test_time_passes_by_the_timer() -> None:
    people = [caller(acts=(Act(hang_up=True, when=When.ANSWERED, after_s=0.05),))]
    stages: list[str] = []

    def note(news: News) -> None:
        stages.append(news.stage.value)

    async with SimulatorServer(users=USERS, on_news=note) as server, login(server) as connection:
        channel = server.place_call(people[0])
        await ask(connection, "POST", f"channels/{channel}/answer")
        assert (await until(connection, "ChannelDestroyed"))["channel"]["id"] == channel
    assert stages == ["calling", "listening", "gone"]


async def test_a_clock_by_hand_moves_a_whole_call() -> None:
    clock = Clock()
    async with SimulatorServer(users=USERS, clock=clock) as server, login(server) as connection:
        channel = server.place_call(caller(rings_s=45.0))
        await until(connection, "StasisStart")
        clock.now += 45
        server.wake()
        assert (await until(connection, "StasisEnd"))["channel"]["id"] == channel


async def test_a_dropped_socket_leaves_the_call_standing() -> None:
    async with SimulatorServer(users=USERS) as server:
        async with login(server) as connection:
            channel = server.place_call(caller())
            await until(connection, "StasisStart")
            server.drop_sockets()
            with pytest.raises(ConnectionClosed):
                await until(connection, "what never comes")
        async with login(server) as connection:
            await ask(connection, "GET", "channels")
            answer = await until(connection, "RESTResponse")
            assert [entry["id"] for entry in json.loads(answer["message_body"])] == [channel]


async def test_a_slow_switch_still_answers_in_order() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as connection:
        server.response_delay_s = 0.01
        await ask(connection, "GET", "channels", "1")
        await ask(connection, "GET", "bridges", "2")
        assert [(await received(connection))["request_id"] for _ in range(2)] == ["1", "2"]


async def exchange(server: SimulatorServer, *pieces: bytes) -> bytes:
    """What comes back for these bytes until the switch hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rpartition(":")[2]))
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


KEY = b"api_key=desk:secret"
LAST = b"GET /ari/asterisk/ping?" + KEY + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def posted(body: bytes, *headers: bytes) -> bytes:
    lines = (b"POST /ari/bridges?" + KEY + b" HTTP/1.1", b"Host: x", b"Content-Type: application/json", *headers)
    return b"\r\n".join((*lines, b"", body))


async def test_requests_over_http_follow_one_another_on_one_connection() -> None:
    async with SimulatorServer(users=USERS) as server:
        first = posted(b'{"bridgeId": "b"}', b"Content-Length: 17")
        chunked = posted(b'5\r\n{"bri\r\nd\r\ndgeId": "c"}\n\r\n0\r\n\r\n', b"Transfer-Encoding: chunked")
        answer = await exchange(server, first + chunked, LAST[:20], LAST[20:])
        assert answer.count(b"HTTP/1.1 200 OK") == 3
        assert answer.endswith(b'"asterisk_id":"02:00:00:00:00:01"}')
        assert list(server.simulation.machine.board.bridges) == ["b", "c"]


async def test_who_waits_to_be_told_to_go_on_is_told() -> None:
    async with SimulatorServer(users=USERS) as server:
        head, body = posted(b"", b"Content-Length: 17", b"Expect: 100-continue"), b'{"bridgeId": "b"}'
        reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rpartition(":")[2]))
        writer.write(head)
        assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).startswith(b"HTTP/1.1 100 ")
        writer.write(body + LAST)
        assert (await asyncio.wait_for(reader.read(), 5)).count(b"HTTP/1.1 200 OK") == 2
        writer.close()


@pytest.mark.parametrize(
    ("nonsense", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /ari/channels HTTP/1.1\r\n\r\n", b"400"),
        (posted(b"", b"Content-Length: x"), b"400"),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n", b"431"),
        (posted(b"x" * ((1 << 20) + 1), b"Content-Length: 1048577"), b"413"),
    ],
)
async def test_what_is_no_request_is_answered_and_cut_off(nonsense: bytes, status: bytes) -> None:
    async with SimulatorServer(users=USERS) as server:
        answer = await exchange(server, nonsense)
        assert answer.startswith(b"HTTP/1.1 " + status)
        assert answer.count(b"HTTP/1.1") == 1


async def test_a_slow_switch_is_slow_over_http_too_and_keeps_the_order() -> None:
    async with SimulatorServer(users=USERS) as server:
        server.response_delay_s = 0.01
        first, second = (posted(b'{"bridgeId": "%s"}' % name, b"Content-Length: 17") for name in (b"b", b"b"))
        answer = await exchange(server, first + second + LAST)
        statuses = [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
        assert statuses == [b"200", b"409", b"200"]


async def test_what_is_done_over_http_is_told_over_the_socket() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as connection:
        await exchange(server, posted(b'{"bridgeId": "b"}', b"Content-Length: 17") + LAST)
        assert (await until(connection, "BridgeCreated"))["bridge"]["id"] == "b"


async def test_a_message_may_come_in_pieces_and_one_that_is_too_large_ends_the_socket() -> None:
    async with SimulatorServer(users=USERS) as server, login(server) as connection:
        whole = json.dumps({"type": "RESTRequest", "request_id": "r", "method": "GET", "uri": "channels"})
        await connection.send([whole[:10], whole[10:30], whole[30:]])
        assert (await until(connection, "RESTResponse"))["status_code"] == 200
        with contextlib.suppress(ConnectionClosed):  # the answer may come before all is sent
            await connection.send("x" * (1 << 21))
        with pytest.raises(ConnectionClosed) as closed:
            await received(connection)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


async def test_the_log_has_no_number_of_a_caller() -> None:
    with capture_logs() as lines:
        async with SimulatorServer(users=USERS) as server, login(server) as connection:
            server.place_call(caller(number="+442079460999"))
            await until(connection, "StasisStart")
    assert any(line["event"] == "simulated_call" for line in lines)
    assert "7946" not in json.dumps(lines)


async def test_a_port_in_use_is_said_in_a_sentence() -> None:
    async with SimulatorServer() as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(UserError, match=f"port {port} on 127.0.0.1 is in use"):
            await SimulatorServer(port=port).start()


def test_stations_are_written_as_numbers_and_ranges() -> None:
    assert station_numbers("1001-1003, 0007") == ["1001", "1002", "1003", "0007"]
    for wrong in ("", "10-x", "1003-1001", "1-99999999", "a"):
        with pytest.raises(UserError):
            station_numbers(wrong)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--callers", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
        (["--profile", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
        (["--stations", "x"], "no station"),
        (["--user", "desk"], "a name and a password"),
        (["--sounds", "/nowhere"], "there is no folder /nowhere"),
        (["--recordings", "/nowhere"], "there is no folder /nowhere"),
    ],
)
def test_the_command_names_what_is_wrong(options: list[str], complaint: str) -> None:
    result = CliRunner().invoke(app, ["simulate", *options])
    assert isinstance(result.exception, UserError)
    assert complaint in str(result.exception)


def test_the_command_names_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(app, ["simulate", "--port", str(taken.getsockname()[1])])
    assert isinstance(result.exception, UserError)
    assert "in use" in str(result.exception)
