"""Who listens to a call; who is in a conference. What is expected was seen on a real Asterisk 22."""

from __future__ import annotations

import pytest

from tests.fakes.simulated import Bench, caller


def answered(bench: Bench) -> str:
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    return channel


def listening(bench: Bench, channel: str, snoop: str = "s") -> None:
    assert bench.ask("POST", f"channels/{channel}/snoop/{snoop}", app="desk", spy="both", appArgs="coach,1")[0] == 200


def test_a_snoop_is_up_and_in_its_application_at_once() -> None:
    bench = Bench(all_events=False)
    channel = answered(bench)
    bench.events.clear()
    listening(bench, channel)
    start = bench.of("StasisStart")[0]
    assert (start["args"], start["channel"]["id"], start["channel"]["state"]) == (["coach", "1"], "s", "Up")
    assert start["channel"]["name"].startswith(f"Snoop/{channel}-")
    assert start["channel"]["dialplan"]["app_data"] == "desk,coach,1"


def test_a_snoop_follows_its_channel_through_hold_and_transfer_and_ends_with_it() -> None:
    bench = Bench()
    channel = answered(bench)
    listening(bench, channel)
    bench.ask("POST", "bridges/ears", type="mixing")
    bench.ask("POST", "bridges/ears/addChannel", channel="s")
    for bridge in ("b1", "b2"):
        bench.ask("POST", f"bridges/{bridge}", type="mixing")
        bench.ask("POST", f"bridges/{bridge}/addChannel", channel=channel)
        bench.ask("POST", f"channels/{channel}/moh")
    assert bench.ask("GET", "bridges/ears")[1]["channels"] == ["s"]
    bench.events.clear()
    bench.ask("DELETE", f"channels/{channel}")
    about = [(event["type"], event["channel"]["id"]) for event in bench.events if "channel" in event]
    assert about.index(("StasisEnd", channel)) < about.index(("StasisEnd", "s"))
    assert ("ChannelHangupRequest", "s") not in about
    assert about[-1] == ("ChannelDestroyed", "s")
    assert bench.board.channels == {}


def test_a_snoop_may_go_before_its_channel_and_be_snooped_itself() -> None:
    bench = Bench()
    channel = answered(bench)
    listening(bench, channel)
    assert bench.ask("POST", "channels/s/snoop/t", app="desk", whisper="out")[0] == 200
    bench.ask("DELETE", "channels/s")
    assert [event["channel"]["id"] for event in bench.of("ChannelDestroyed")] == ["s", "t"]
    assert bench.ask("GET", f"channels/{channel}")[0] == 200
    listening(bench, channel)


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ({}, 400, "Direction must be specified for at least spy or whisper"),
        ({"spy": "none", "whisper": "none"}, 400, "Direction must be specified for at least spy or whisper"),
        ({"spy": "x"}, 400, "Invalid direction specified for spy"),
        ({"spy": "in", "whisper": "x"}, 400, "Invalid direction specified for whisper"),
        ({"spy": "in"}, 400, "Application name is required"),
        ({"spy": "in", "app": "desk", "snoopId": "s"}, 500, "Snoop channel could not be created"),
    ],
)
def test_who_cannot_listen_is_told_so_in_asterisk_s_words(query: dict[str, str], status: int, message: str) -> None:
    bench = Bench()
    channel = answered(bench)
    listening(bench, channel)
    assert bench.ask("POST", f"channels/{channel}/snoop", **query) == (status, {"message": message})


def test_a_snoop_for_nobody_s_application_stands_about_until_its_channel_ends() -> None:
    bench = Bench()
    channel = answered(bench)
    assert bench.ask("POST", f"channels/{channel}/snoop/s", app="nobody", spy="in")[0] == 200
    assert bench.ask("POST", "channels/s/answer")[0] == 409
    bench.ask("DELETE", f"channels/{channel}")
    assert bench.of("ChannelDestroyed")[-1]["channel"]["id"] == "s"


def test_a_conference_is_mixed_from_the_third_on_and_what_is_told_shows_how_it_was_before() -> None:
    bench = Bench()
    members = [answered(bench) for _ in range(3)]
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("POST", "bridges/b/addChannel", channel=",".join(members))
    entered = [
        (len(event["bridge"]["channels"]), event["bridge"]["technology"]) for event in bench.of("ChannelEnteredBridge")
    ]
    assert entered == [(1, "simple_bridge"), (2, "simple_bridge"), (3, "simple_bridge")]
    assert bench.ask("GET", "bridges/b")[1]["technology"] == "softmix"
    bench.ask("POST", "bridges/b/removeChannel", channel=members[0])
    assert bench.of("ChannelLeftBridge")[0]["bridge"]["technology"] == "softmix"
    assert bench.ask("GET", "bridges/b")[1]["technology"] == "simple_bridge"


def test_a_channel_that_is_added_where_it_is_already_leaves_and_comes_back() -> None:
    bench = Bench()
    channel = answered(bench)
    bench.ask("POST", "bridges/b", type="mixing")
    for _ in range(2):
        bench.ask("POST", "bridges/b/addChannel", channel=channel)
    told = bench.types("ChannelEnteredBridge", "ChannelLeftBridge")
    assert told == ["ChannelEnteredBridge", "ChannelLeftBridge", "ChannelEnteredBridge"]


def test_a_bridge_is_followed_while_a_channel_of_the_application_is_in_it() -> None:
    bench = Bench(all_events=False)
    channel = answered(bench)
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("POST", "bridges/b/addChannel", channel=channel)
    assert bench.ask("GET", "applications/desk")[1]["bridge_ids"] == ["b"]
    bench.ask("POST", "bridges/b/removeChannel", channel=channel)
    assert bench.ask("GET", "applications/desk")[1]["bridge_ids"] == []
    bench.ask("DELETE", "bridges/b")
    assert bench.of("BridgeDestroyed") == []
