"""ARI over HTTP: who may come in, what they are told, and what the documents say. Seen on a real Asterisk 22."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from agent_desktop.cti.simulator.archive import Take
from agent_desktop.cti.simulator.front import Admission, Asked, Front, User
from agent_desktop.cti.simulator.rest import Response
from tests.fakes.simulated import Bench

DESK = {"authorization": "Basic " + base64.b64encode(b"desk:secret").decode()}
USERS = (User("desk", "secret"), User("looker", "look", read_only=True))


def fetch(bench: Bench, method: str, target: str, body: str = "", **headers: str) -> Response:
    front = Front(USERS, bench.simulation.routes)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = Asked(method, target, DESK | named, body)
    return bench.simulation.asked(front, asked, bench.now)


def words(response: Response) -> Any:
    return json.loads(response.body or b"null")


@pytest.mark.parametrize(
    ("target", "authorization", "status"),
    [
        ("/ari/channels", "", 401),
        ("/ari/channels", "Basic nonsense", 401),
        ("/ari/channels", "Bearer x", 401),
        ("/ari/channels?api_key=desk:wrong", "", 401),
        ("/ari/channels?api_key=desk", "", 401),
        ("/ari/channels?api_key=desk:secret", "", 200),
        ("/ari/channels?api_key=desk:wrong", DESK["authorization"], 401),
        ("/ari/api-docs/resources.json", "", 401),
        ("/elsewhere", "", 404),
    ],
)
def test_who_does_not_say_who_they_are_is_turned_away(target: str, authorization: str, status: int) -> None:
    assert fetch(Bench(), "GET", target, authorization=authorization).status == status


def test_a_user_who_may_only_look_changes_nothing() -> None:
    bench = Bench()
    assert fetch(bench, "POST", "/ari/bridges?api_key=looker:look").status == 403
    assert fetch(bench, "GET", "/ari/bridges?api_key=looker:look").status == 200
    assert bench.board.bridges == {}


@pytest.mark.parametrize(
    ("kind", "body", "bridges"),
    [
        ("application/json", '{"bridgeId": "b"}', ["b"]),
        ("application/json; charset=utf-8", '{"bridgeId": "b"}', ["b"]),
        ("application/x-www-form-urlencoded", "bridgeId=b&type=mixing", ["b"]),
        ("application/json", '{"bridgeId":', []),
        ("application/json", "7", []),
    ],
)
def test_a_body_is_json_or_a_form(kind: str, body: str, bridges: list[str]) -> None:
    bench = Bench()
    response = fetch(bench, "POST", "/ari/bridges", body, content_type=kind)
    assert response.status == (200 if bridges else 400)
    assert list(bench.board.bridges) == bridges


def test_a_method_that_a_resource_lacks_is_answered_with_those_that_it_has() -> None:
    response = fetch(Bench(), "PUT", "/ari/channels")
    assert (response.status, response.allow) == (405, "OPTIONS,GET,POST")
    assert fetch(Bench(), "OPTIONS", "/ari/channels").allow == "OPTIONS,GET,POST"


def test_an_address_does_not_end_with_a_slash() -> None:
    response = fetch(Bench(), "GET", "/ari/channels/")
    assert words(response) == {"message": "ARI URLs do not end with a slash. Try /ari/channels"}


def test_a_recording_is_fetched_as_a_file() -> None:
    bench = Bench()
    bench.board.archive.write("calls/r", "wav", [Take(1.0)], append=False)
    response = fetch(bench, "GET", "/ari/recordings/stored/calls%2Fr/file")
    assert (response.status, response.content_type) == (200, "audio/wav")
    assert response.body is not None
    assert response.body.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("target", "admitted"),
    [
        ("/ari/events?app=a,b&subscribeAll=true", Admission(("a", "b"), all_events=True, may_write=True)),
        ("/ari/events?app=a&api_key=looker:look", Admission(("a",), all_events=False, may_write=False)),
        ("/ari/events", 400),
        ("/ari/events?app=a&api_key=desk:wrong", 401),
        ("/ari/channels?app=a", 404),
    ],
)
def test_a_socket_is_for_an_application_and_somebody_known(target: str, admitted: Admission | int) -> None:
    answer = Front(USERS, Bench().simulation.routes).admit(Asked("GET", target, DESK))
    assert (answer.status if isinstance(answer, Response) else answer) == admitted


def test_every_document_in_the_list_is_there_and_names_the_address_that_was_asked() -> None:
    bench = Bench()
    listing = words(fetch(bench, "GET", "/ari/api-docs/resources.json", host="switch:8088"))
    assert listing["basePath"] == "http://switch:8088/ari"
    for entry in listing["apis"]:
        document = words(fetch(bench, "GET", "/ari" + entry["path"].replace("{format}", "json")))
        assert document["apis"]
    assert fetch(bench, "GET", "/ari/api-docs/nothing.json").status == 404


def test_what_is_described_is_served() -> None:
    bench = Bench()
    for name in ("channels", "bridges", "recordings", "applications", "deviceStates", "endpoints", "playbacks"):
        for api in words(fetch(bench, "GET", f"/ari/api-docs/{name}.json"))["apis"]:
            path = api["path"].replace("{", "").replace("}", "")
            for operation in api["operations"]:
                response = fetch(bench, operation["httpMethod"], f"/ari{path}")
                assert response.status != 405
                assert words(response) != {"message": "Resource not found"}


def test_an_event_s_parts_are_described_by_their_models() -> None:
    models = words(fetch(Bench(), "GET", "/ari/api-docs/events.json"))["models"]
    start = models["StasisStart"]["properties"]
    assert (start["channel"]["type"], start["args"]["type"]) == ("Channel", "List[string]")
    assert (start["channel"]["required"], start["replace_channel"]["required"]) == (True, False)
    named = {kind for model in models.values() for kind in (each["type"] for each in model["properties"].values())}
    plain = {"string", "int", "boolean", "object"}
    assert {name.removeprefix("List[").removesuffix("]") for name in named} - plain <= set(models)
