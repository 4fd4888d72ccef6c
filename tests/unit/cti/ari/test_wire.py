"""Messages that make sense, and those that don't."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_desktop.cti.ari import wire
from tests.fakes.ari import about, event, response


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{nope",
        b"[]",
        b"5",
        b'{"type": 5}',
        b"{}",
        b'{"type": "StasisStart"}',
        b'{"type": "RESTResponse", "status_code": "200"}',
        b'{"type": "ChannelDestroyed", "channel": {"id": 5}}',
        b'{"type": "StasisEnd", "channel": {"id": "caf\xe9"}}',
    ],
)
def test_a_message_without_sense_is_named_so(data: bytes) -> None:
    with pytest.raises(wire.Ignored) as caught:
        wire.decode(data)
    assert caught.value.unknown == ""


def test_a_message_of_another_type_is_named() -> None:
    with pytest.raises(wire.Ignored) as caught:
        wire.decode(json.dumps(event("ChannelVarset", variable="X")))
    assert caught.value.unknown == "ChannelVarset"


def test_new_fields_do_no_harm() -> None:
    message = wire.decode(json.dumps(about("ChannelDestroyed", "c", cause=17, tech_cause=486, new={"x": [1]})))
    assert isinstance(message, wire.ChannelDestroyed)
    assert message.cause == 17


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"message": "Channel not found"}, "404 Channel not found"),
        ({"error": "Allocation failed"}, "404 Allocation failed"),
        ({"message": ["?"]}, "404 Not Found"),
        (None, "404 Not Found"),
    ],
)
def test_a_refusal_is_told_in_the_switchs_words(body: object, reason: str) -> None:
    message = wire.decode(json.dumps(response("1", 404, body)))
    assert isinstance(message, wire.RestResponse)
    assert wire.reason(message) == reason


def test_every_recorded_response_is_understood() -> None:
    path = Path(__file__).parent / "captures" / "rest_over_websocket.json"
    for entry in json.loads(path.read_text()):
        answers = entry["response"] if isinstance(entry["response"], list) else [entry["response"]]
        for answer in answers:
            assert isinstance(wire.decode(json.dumps(answer)), wire.RestResponse)


def test_a_request_is_written_as_asterisk_reads_it() -> None:
    request = wire.RestRequest("1", "1", "POST", "bridges/b", (wire.Parameter("type", "mixing"),))
    assert json.loads(wire.encode(request)) == {
        "type": "RESTRequest",
        "transaction_id": "1",
        "request_id": "1",
        "method": "POST",
        "uri": "bridges/b",
        "query_strings": [{"name": "type", "value": "mixing"}],
    }
