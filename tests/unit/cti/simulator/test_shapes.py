"""What the simulator sends has the shape of what a real Asterisk 22 sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_desktop.cti.simulator import wire
from agent_desktop.cti.simulator.envelope import Session
from agent_desktop.cti.simulator.wire import ApplicationReplaced, encode, frame, stamp
from tests.fakes.simulated import Bench, caller

HERE = Path(__file__).parent
ENDPOINTS = {"Local/dtmf@lab": "PJSIP/1001", "Local/ragent@lab": "PJSIP/1002"}


def capture(name: str) -> Any:
    paths = (HERE / "captures" / name, HERE.parent / "ari" / "captures" / name)
    return json.loads(next(path for path in paths if path.exists()).read_text())


def shape(value: Any) -> Any:
    """Keys and kinds of values, at every depth; of a list, those of its first element."""
    if isinstance(value, dict):
        return {key: shape(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def outline(response: dict[str, Any]) -> dict[str, Any]:
    body = response.get("message_body")
    kept = {key: value for key, value in response.items() if key in {"status_code", "reason_phrase", "uri", "type"}}
    decoded = json.loads(body) if body else None
    failed = response["status_code"] >= 400
    return kept | {"keys": set(response), "body": decoded if failed else shape(decoded)}


def rest_exchanges() -> list[dict[str, Any]]:
    """All but the list of bridges, which shows what else that Asterisk had."""
    return [entry for entry in capture("rest_over_websocket.json") if entry["label"] != "list bridges"]


def test_each_request_of_the_capture_is_answered_alike() -> None:
    bench = Bench(all_events=False)
    for exchange in rest_exchanges():
        request, expected = exchange["request"], exchange["response"]
        expected = expected[0] if isinstance(expected, list) else expected
        answer = bench.frame(request if isinstance(request, str) else json.dumps(request))
        assert outline(answer) == outline(expected), exchange["label"]
        assert (answer["transaction_id"], answer["request_id"]) == (
            expected["transaction_id"],
            expected["request_id"],
        )


def served_call() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Requests of a whole call with their answers."""
    messages = capture("stasis_call_rest.json")
    for request, response in zip(messages[::2], messages[1::2], strict=True):
        if request["transaction_id"] not in {"t26", "t28", "t30"}:  # these are about Local channels
            yield request, response


def test_each_request_of_a_call_is_answered_alike() -> None:
    bench = Bench()
    for request, expected in served_call():
        for parameter in request.get("query_strings", ()):
            parameter["value"] = ENDPOINTS.get(parameter["value"], parameter["value"])
        answer = bench.frame(json.dumps(request))
        if request["uri"] == "channels" and request["method"] == "GET":
            assert shape(json.loads(answer["message_body"]))[0] == shape(json.loads(expected["message_body"]))[0]
        else:
            assert outline(answer) == outline(expected), request["transaction_id"]
        bench.wait(2.5)


def test_a_user_who_may_only_read_is_refused_alike() -> None:
    refused, allowed = capture("rest_over_websocket_readonly_user.json")
    bench = Bench()
    bench.session = Session("ro", may_write=False)
    assert outline(bench.frame(_request("POST", "bridges"))) == outline(refused)
    assert bench.frame(_request("GET", "bridges"))["status_code"] == allowed["status_code"]


def _request(method: str, uri: str) -> str:
    return json.dumps({"type": "RESTRequest", "transaction_id": "t", "request_id": "r", "method": method, "uri": uri})


def whole_life() -> Bench:
    """Something of everything that the simulator can send."""
    bench = Bench()
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    bench.ask("POST", f"channels/{channel}/play/p", media="sound:beep")
    bench.wait(1)
    bench.simulation.press(channel, "1", bench.now)
    bench.ask("POST", f"channels/{channel}/variable", variable="X", value="1")
    bench.ask("POST", "channels", endpoint="PJSIP/1001", app="desk", appArgs="agent", callerId="Q <800>", channelId="a")
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("POST", "bridges/b/addChannel", channel=f"{channel},a")
    bench.ask("POST", "bridges/b/record", name="r", format="wav")
    bench.ask("POST", "recordings/live/r/stop")
    bench.ask("POST", "events/user/x", {"variables": {"n": 2}}, application="desk", source=f"channel:{channel}")
    bench.ask("DELETE", f"channels/{channel}", reason_code="17")
    bench.ask("DELETE", "bridges/b")
    return bench


@pytest.mark.parametrize("kind", sorted(capture("event_first_of_each_type.json")))
def test_an_event_has_the_keys_of_the_real_one(kind: str) -> None:
    expected = capture("event_first_of_each_type.json")[kind]
    ours = whole_life().of(kind)[0]
    ours = json.loads(frame(json.dumps(ours).encode(), "desk"))
    if kind == "ChannelUserevent":
        ours["userevent"] = expected["userevent"]
    assert shape(ours) == shape(expected)


def test_a_replaced_application_is_told_as_asterisk_tells() -> None:
    expected = capture("application_replaced.json")[0]
    ours = json.loads(frame(encode(ApplicationReplaced(timestamp=stamp(0.0))), "desk"))
    assert shape(ours) == shape(expected)
    assert (ours["type"], ours["application"]) == ("ApplicationReplaced", "desk")


def test_a_time_is_written_as_asterisk_writes_it() -> None:
    assert stamp(1795326727.322) == "2026-11-22T05:52:07.322+0000"


def telling(events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What matters of the order of events; noise that depends on media is left out."""
    kept = []
    for event in events:
        if event.get("variable", "STASISSTATUS") not in {"STASISSTATUS", "BRIDGEPEER"}:
            continue
        about = event.get("channel") or event.get("peer") or {}
        state = event.get("device_state", about).get("state")
        kept.append((event["type"], state, event.get("cause"), event.get("dialstatus"), event.get("value")))
    return [entry for entry in kept if entry[4] is None or "/" not in entry[4]]


def test_a_caller_s_life_has_the_order_of_a_real_one() -> None:
    bench = Bench()
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    bench.ask("POST", "bridges/br-S", type="mixing", name="s")
    bench.ask("POST", "bridges/br-S/addChannel", channel=channel)
    bench.simulation.hang_up(channel, bench.now + 1.5)
    bench.ask("DELETE", "bridges/br-S")
    assert telling(bench.events) == telling(capture("sip_inbound_to_stasis_subscribeAll.json"))


def test_a_dialled_telephone_s_life_has_the_order_of_a_real_one() -> None:
    bench = Bench()
    bench.ask(
        "POST", "channels", endpoint="PJSIP/1001", app="desk", appArgs="agent", callerId="Queue <800>", channelId="ph1"
    )
    bench.ask("DELETE", "channels/ph1")
    recorded = [event for event in capture("sip_agent_phone_6010.json") if _about_phone(event)]
    alone = [event for event in recorded if "Bridge" not in event["type"] and event.get("variable") != "BRIDGEPEER"]
    real = telling(alone)
    assert (
        len([entry for entry in real if entry[0] == "ChannelConnectedLine"]) == 2
    )  # the second one comes from a bridge
    real.remove(("ChannelConnectedLine", "Up", None, None, None))
    assert telling(bench.events) == real


def _about_phone(event: dict[str, Any]) -> bool:
    about = event.get("channel") or event.get("peer") or {}
    return about.get("id") == "ph1" or event.get("device_state", {}).get("name") == "PJSIP/6010"


def test_without_all_events_an_arriving_call_is_followed_from_stasis_start_to_stasis_end() -> None:
    bench = Bench(all_events=False)
    channel = bench.place(caller())
    bench.simulation.hang_up(channel, bench.now)
    bench.wait(0)
    assert bench.types() == ["StasisStart", "ChannelHangupRequest", "StasisEnd"]


def test_without_all_events_a_dialled_call_is_followed_to_its_destruction() -> None:
    bench = Bench(all_events=False)
    bench.ask("POST", "channels", endpoint="PJSIP/1004", app="desk", channelId="a")
    assert bench.types()[-1] == "ChannelDestroyed"


def test_every_event_type_names_itself() -> None:
    kinds = {kind.__name__ for kind in wire.Event.__subclasses__()}
    sent = set(whole_life().types())
    assert sent <= kinds
