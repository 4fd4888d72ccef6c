"""Applications: several at once, what each hears of, what it can ask about. Seen on a real Asterisk 22."""

from __future__ import annotations

from typing import Any

import pytest

from agent_desktop.cti.simulator.model import Emitted
from tests.fakes.simulated import Bench, caller


def told(bench: Bench) -> dict[str, list[str]]:
    """What each application has been told since the last time."""
    heard: dict[str, list[str]] = {}
    emitted: list[Emitted] = bench.simulation.take_events()
    for one in emitted:
        for app in one.apps:
            heard.setdefault(app, []).append(type(one.event).__name__)
    return heard


def two_applications() -> tuple[Bench, str]:
    """`desk` has a call, `other` is connected and hears of nothing."""
    bench = Bench(all_events=False)
    bench.simulation.connect("other", all_events=False, now=bench.now)
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    return bench, channel


def quietly(bench: Bench, method: str, uri: str, body: object = None, **query: str) -> tuple[int, Any]:
    """Ask, and leave what is told of it to `told`."""
    collect, bench.collect = bench.collect, lambda: None  # type: ignore[method-assign]
    try:
        return bench.ask(method, uri, body, **query)
    finally:
        bench.collect = collect  # type: ignore[method-assign]


def test_each_application_hears_of_its_own_calls() -> None:
    bench, channel = two_applications()
    quietly(bench, "POST", f"channels/{channel}/variable", variable="V", value="1")
    assert told(bench) == {"desk": ["ChannelVarset"]}


def test_one_that_is_subscribed_hears_too_until_it_is_not() -> None:
    bench, channel = two_applications()
    bench.ask("POST", "applications/other/subscription", eventSource=f"channel:{channel}")
    quietly(bench, "POST", f"channels/{channel}/variable", variable="V", value="1")
    assert told(bench) == {"desk": ["ChannelVarset"], "other": ["ChannelVarset"]}
    bench.ask("DELETE", "applications/other/subscription", eventSource=f"channel:{channel}")
    quietly(bench, "POST", f"channels/{channel}/variable", variable="V", value="2")
    assert told(bench) == {"desk": ["ChannelVarset"]}


@pytest.mark.parametrize("source", ["endpoint:PJSIP/1002", "endpoint:PJSIP", "channel:"])
def test_who_follows_a_telephone_or_all_channels_hears_of_calls_to_it(source: str) -> None:
    bench, _ = two_applications()
    bench.ask("POST", "applications/other/subscription", eventSource=source)
    quietly(bench, "POST", "channels", endpoint="PJSIP/1002", app="desk", channelId="a")
    assert "ChannelStateChange" in told(bench)["other"]


def test_who_takes_a_call_is_told_alone_that_it_has_come_and_gone() -> None:
    bench, channel = two_applications()
    bench.ask("POST", "applications/other/subscription", eventSource=f"channel:{channel}")
    quietly(bench, "DELETE", f"channels/{channel}")
    heard = told(bench)
    assert "StasisEnd" in heard["desk"]
    assert "StasisEnd" not in heard["other"]


def test_a_call_is_moved_to_an_application_that_is_there() -> None:
    bench, channel = two_applications()
    quietly(bench, "POST", f"channels/{channel}/move", app="nobody")
    assert told(bench) == {"desk": ["ApplicationMoveFailed"]}
    quietly(bench, "POST", f"channels/{channel}/move", app="other", appArgs="m,1")
    assert told(bench) == {"desk": ["StasisEnd"], "other": ["StasisStart"]}
    quietly(bench, "POST", f"channels/{channel}/variable", variable="V", value="1")
    assert told(bench) == {"other": ["ChannelVarset"]}


def test_who_hears_everything_says_so() -> None:
    bench = Bench(all_events=True)
    app = bench.ask("GET", "applications/desk")[1]
    assert (app["channel_ids"], app["device_names"]) == (["__AST_CHANNEL_ALL_TOPIC"], ["__AST_DEVICE_STATE_ALL_TOPIC"])
    bench.simulation.connect("desk", all_events=False, now=bench.now)
    assert bench.ask("GET", "applications/desk")[1]["channel_ids"] == []


@pytest.mark.parametrize(
    ("method", "source", "status"),
    [
        ("POST", "channel:nobody", 422),
        ("POST", "endpoint:PJSIP/4711", 422),
        ("POST", "endpoint:SIP", 422),
        ("POST", "planet:mars", 400),
        ("POST", "", 400),
        ("DELETE", "deviceState:Stasis:x", 422),
        ("POST", "bridge:nobody,deviceState:Stasis:x", 422),
    ],
)
def test_a_subscription_that_cannot_be_changes_nothing(method: str, source: str, status: int) -> None:
    bench = Bench(all_events=False)
    before = bench.ask("GET", "applications/desk")
    assert bench.ask(method, "applications/desk/subscription", eventSource=source)[0] == status
    assert bench.ask("GET", "applications/desk") == before


def test_a_filter_changes_only_the_list_that_it_names() -> None:
    bench = Bench()
    kept = [{"type": "Dial"}]
    bench.ask("PUT", "applications/desk/eventFilter", {"disallowed": kept})
    both = bench.ask("PUT", "applications/desk/eventFilter", {"allowed": [{"type": "RESTResponse"}]})[1]
    assert both["events_disallowed"] == kept
    for wrong in ({"allowed": "Dial"}, {"allowed": [{"kind": "Dial"}]}):
        assert bench.ask("PUT", "applications/desk/eventFilter", wrong)[0] == 400
    empty = bench.ask("PUT", "applications/desk/eventFilter", {})[1]
    assert (empty["events_allowed"], empty["events_disallowed"]) == ([], [])


def test_a_device_s_state_is_made_up_and_told_to_who_follows_it() -> None:
    bench = Bench(all_events=False)
    bench.ask("POST", "applications/desk/subscription", eventSource="deviceState:Stasis:night")
    for _ in range(2):
        bench.ask("PUT", "deviceStates/Stasis:night", deviceState="INUSE")
    assert [event["device_state"]["state"] for event in bench.of("DeviceStateChanged")] == ["INUSE"]
    assert bench.ask("GET", "deviceStates")[1] == [{"name": "Stasis:night", "state": "INUSE"}]
    bench.ask("DELETE", "deviceStates/Stasis:night")
    assert bench.ask("GET", "deviceStates/Stasis:night")[1]["state"] == "UNKNOWN"


def test_a_telephone_s_state_is_that_of_its_calls() -> None:
    bench = Bench()
    states = [bench.ask("GET", f"deviceStates/PJSIP%2F{number}")[1]["state"] for number in ("1001", "1006", "4711")]
    assert states == ["NOT_INUSE", "UNAVAILABLE", "INVALID"]
    bench.ask("POST", "channels", endpoint="PJSIP/1001", app="desk", channelId="a")
    assert bench.ask("GET", "deviceStates/PJSIP%2F1001")[1]["state"] == "INUSE"
    assert bench.ask("GET", "endpoints/PJSIP/1001")[1] == {
        "technology": "PJSIP",
        "resource": "1001",
        "state": "online",
        "channel_ids": ["a"],
    }
    assert bench.ask("GET", "endpoints/PJSIP/1006")[1]["state"] == "offline"


def test_variables_of_a_channel_a_bridge_and_the_switch() -> None:
    bench, channel = two_applications()
    bench.ask("POST", "bridges/b", type="mixing")
    for place in (f"channels/{channel}", "bridges/b", "asterisk"):
        assert bench.ask("POST", f"{place}/variable", variable="V", value="1")[0] == 204
        assert bench.ask("GET", f"{place}/variable", variable="V")[1] == {"value": "1"}
    bench.ask("POST", f"channels/{channel}/variable", variable="V")
    assert bench.ask("GET", f"channels/{channel}/variable", variable="V")[0] == 404
    for name, value in (("UNIQUEID", channel), ("EXTEN", "4000"), ("CALLERID(all)", '"" <+442079460000>')):
        assert bench.ask("GET", f"channels/{channel}/variable", variable=name)[1] == {"value": value}


def test_a_channel_that_is_made_with_variables_has_them() -> None:
    bench = Bench()
    body = {"variables": {"A": "1", "B": {"value": "2", "report_events": True}}}
    bench.ask("POST", "channels", body, endpoint="PJSIP/1001", app="desk", channelId="a")
    assert [bench.ask("GET", "channels/a/variable", variable=name)[1]["value"] for name in "AB"] == ["1", "2"]


def test_what_is_picked_up_without_an_application_comes_to_the_end_of_the_dialplan() -> None:
    bench = Bench()
    bench.ask("POST", "channels", endpoint="PJSIP/1001", extension="s", context="x", channelId="a")
    assert bench.of("StasisStart") == []
    assert [event["channel"]["id"] for event in bench.of("ChannelDestroyed")] == ["a"]


def test_a_far_end_that_is_redirected_is_gone() -> None:
    bench, channel = two_applications()
    assert bench.ask("POST", f"channels/{channel}/redirect", endpoint="PJSIP/1002")[0] == 204
    assert bench.ask("GET", f"channels/{channel}")[0] == 404


def test_one_that_has_gone_is_not_known_whatever_stands_for_it() -> None:
    bench, channel = two_applications()
    bench.simulation.disconnect("desk", bench.now)
    assert bench.ask("GET", "applications/desk") == (404, {"message": "Application not found"})
    assert [app["name"] for app in bench.ask("GET", "applications")[1]] == ["other"]
    assert bench.ask("GET", f"channels/{channel}")[0] == 200
