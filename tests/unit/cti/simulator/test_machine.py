"""The switch: calls out, bridges, playbacks, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.sounds import Sounds
from tests.fakes.simulated import Bench, caller


def dialled(bench: Bench, endpoint: str, **query: str) -> tuple[int, object]:
    return bench.ask("POST", "channels", endpoint=endpoint, app="desk", appArgs="dialled", channelId="a", **query)


def answered(bench: Bench) -> str:
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    return channel


def test_a_station_that_answers_enters_the_application_when_it_is_picked_up() -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1002")
    bench.wait(1.9)
    assert bench.of("StasisStart") == []
    bench.wait(0.2)
    assert bench.of("StasisStart")[0]["args"] == ["dialled"]
    assert [event["dialstatus"] for event in bench.of("Dial")] == ["", "RINGING", "ANSWER"]


@pytest.mark.parametrize(
    ("endpoint", "cause", "status"),
    [
        ("PJSIP/1004", 17, ["", "BUSY"]),
        ("PJSIP/1005", 21, ["", "RINGING", "NOANSWER"]),
        ("PJSIP/1003", 0, ["", "RINGING"]),
        ("PJSIP/x-y@trunk", 1, ["", "NOANSWER"]),
    ],
)
def test_a_call_that_nobody_takes_ends_with_its_cause(endpoint: str, cause: int, status: list[str]) -> None:
    bench = Bench()
    assert dialled(bench, endpoint, timeout="20")[0] == 200
    bench.wait(20)
    assert [event["cause"] for event in bench.of("ChannelDestroyed")] == [cause]
    assert [event["dialstatus"] for event in bench.of("Dial")] == status
    assert bench.of("StasisStart") == []


@pytest.mark.parametrize("endpoint", ["PJSIP/1006", "PJSIP/4711", "PJSIP/+442079460103@elsewhere", "SIP/1001"])
def test_an_endpoint_that_is_not_there_cannot_be_called(endpoint: str) -> None:
    assert dialled(Bench(), endpoint) == (500, {"error": "Allocation failed"})


def test_a_station_has_one_line() -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1001")
    bench.ask("POST", "channels", endpoint="PJSIP/1001", app="desk", channelId="b")
    assert [(event["channel"]["id"], event["cause"]) for event in bench.of("ChannelDestroyed")] == [("b", 17)]
    bench.ask("DELETE", "channels/a")
    bench.ask("POST", "channels", endpoint="PJSIP/1001", app="desk", channelId="c")
    assert bench.of("StasisStart")[-1]["channel"]["id"] == "c"


def test_an_outside_number_is_reached_through_the_trunk_and_may_hang_up() -> None:
    bench = Bench(outside=[Telephone("+8613700550111", after_s=4.0, talks_s=30.0)])
    dialled(bench, "PJSIP/+8613700550111@trunk")
    bench.wait(4)
    assert bench.types("StasisStart", "StasisEnd") == ["StasisStart"]
    bench.wait(30)
    assert bench.types("StasisStart", "StasisEnd") == ["StasisStart", "StasisEnd"]


def test_a_call_that_is_hung_up_while_it_rings_never_enters_the_application() -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1002")
    bench.ask("DELETE", "channels/a", reason="no_answer")
    bench.wait(60)
    assert bench.of("StasisStart") == []
    assert bench.of("ChannelDestroyed")[0]["cause"] == 19


def test_an_id_is_given_once() -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1001")
    assert dialled(bench, "PJSIP/1002") == (409, {"message": "Channel with given unique ID already exists"})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "Endpoint must be specified"),
        ({"endpoint": "PJSIP"}, "Invalid endpoint specified"),
        ({"endpoint": "PJSIP/1001"}, "Application or extension must be specified"),
        ({"endpoint": "PJSIP/1001", "app": "desk", "originator": "x"}, "Provided originator channel was not found"),
        ({"endpoint": "PJSIP/1001", "app": "desk", "channelId": "x" * 150}, "Uniqueid length exceeds maximum of 149"),
    ],
)
def test_an_incomplete_call_is_refused_with_asterisk_s_words(query: dict[str, str], message: str) -> None:
    assert Bench().ask("POST", "channels", **query) == (400, {"message": message})


def test_created_and_dialled_is_in_the_application_from_the_start() -> None:
    bench = Bench()
    bench.ask("POST", "channels/create", endpoint="PJSIP/1002", app="desk", appArgs="x", channelId="a")
    assert bench.of("StasisStart")[0]["channel"]["state"] == "Down"
    assert bench.ask("POST", "channels/a/answer") == (412, {"message": "Channel in invalid state"})
    assert bench.ask("POST", "channels/a/dial", timeout="20")[0] == 204
    assert bench.ask("POST", "channels/a/dial")[0] == 409
    bench.wait(2)
    assert [event["channel"]["state"] for event in bench.of("ChannelStateChange")] == ["Ringing", "Up"]


def test_a_channel_outside_the_application_cannot_be_controlled() -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1002")
    assert bench.ask("POST", "channels/a/answer") == (409, {"message": "Channel not in Stasis application"})
    bench.ask("POST", "bridges/b", type="mixing")
    assert bench.ask("POST", "bridges/b/addChannel", channel="a")[0] == 422
    assert bench.ask("POST", "bridges/b/addChannel", channel="z") == (400, {"message": "Channel not found"})


def test_a_channel_is_in_one_bridge_at_a_time() -> None:
    bench = Bench()
    channel = answered(bench)
    for bridge in ("b1", "b2"):
        bench.ask("POST", f"bridges/{bridge}", type="mixing")
        bench.ask("POST", f"bridges/{bridge}/addChannel", channel=channel)
    assert bench.types("ChannelEnteredBridge", "ChannelLeftBridge") == [
        "ChannelEnteredBridge",
        "ChannelLeftBridge",
        "ChannelEnteredBridge",
    ]
    assert bench.ask("POST", "bridges/b1/removeChannel", channel=channel)[0] == 422
    assert bench.ask("GET", "bridges/b2")[1]["channels"] == [channel]


def test_channels_survive_their_bridge() -> None:
    bench = Bench()
    channel = answered(bench)
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("POST", "bridges/b/addChannel", channel=channel)
    bench.ask("DELETE", "bridges/b")
    assert bench.types("ChannelLeftBridge", "BridgeDestroyed") == ["ChannelLeftBridge", "BridgeDestroyed"]
    assert bench.ask("GET", f"channels/{channel}")[0] == 200


def test_a_bridge_that_stands_already_is_a_conflict() -> None:
    bench = Bench()
    bench.ask("POST", "bridges/b", type="mixing")
    assert bench.ask("POST", "bridges/b", type="mixing")[0] == 409


def test_sounds_follow_one_another_and_the_playback_ends_once() -> None:
    bench = Bench()
    channel = answered(bench)
    _, playback = bench.ask("POST", f"channels/{channel}/play/p", media="sound:a,sound:b", lang="zh_CN")
    assert (playback["state"], playback["next_media_uri"]) == ("queued", "sound:b")
    bench.wait(3.9)
    assert bench.types("PlaybackStarted", "PlaybackContinuing", "PlaybackFinished") == [
        "PlaybackStarted",
        "PlaybackContinuing",
    ]
    bench.wait(0.2)
    assert bench.of("PlaybackFinished")[0]["playback"]["state"] == "done"
    assert bench.ask("GET", "playbacks/p") == (404, {"message": "Playback not found"})


def test_a_second_playback_waits_for_the_first() -> None:
    bench = Bench()
    channel = answered(bench)
    for name in ("p", "q"):
        bench.ask("POST", f"channels/{channel}/play/{name}", media="sound:a")
    assert bench.ask("GET", "playbacks/q")[1]["state"] == "queued"
    assert bench.ask("POST", "playbacks/q/control", operation="pause")[0] == 409
    bench.ask("DELETE", "playbacks/p")
    assert bench.ask("GET", "playbacks/q")[1]["state"] == "playing"


def test_a_missing_sound_fails_and_the_next_playback_has_its_turn(tmp_path: Path) -> None:
    bench = Bench(sounds=Sounds(tmp_path))
    channel = answered(bench)
    bench.ask("POST", f"channels/{channel}/play/p", media="tone:ring")
    for name in ("q", "r"):
        bench.ask("POST", f"channels/{channel}/play/{name}", media="sound:nowhere")
    bench.ask("POST", f"channels/{channel}/play/s", media="sound:beep")
    bench.ask("DELETE", "playbacks/p")
    ends = [(event["playback"]["id"], event["playback"]["state"]) for event in bench.of("PlaybackFinished")]
    assert ends == [("p", "done"), ("q", "failed"), ("r", "failed")]
    assert len(bench.of("PlaybackStarted")) == 4


def test_a_paused_playback_takes_as_much_longer() -> None:
    bench = Bench()
    channel = answered(bench)
    bench.ask("POST", f"channels/{channel}/play/p", media="sound:a")
    bench.wait(1.5)
    bench.ask("POST", "playbacks/p/control", operation="pause")
    bench.wait(10)
    assert bench.of("PlaybackFinished") == []
    bench.ask("POST", "playbacks/p/control", operation="unpause")
    bench.wait(0.4)
    assert bench.of("PlaybackFinished") == []
    bench.wait(0.2)
    assert len(bench.of("PlaybackFinished")) == 1


def test_a_call_that_ends_ends_its_playbacks() -> None:
    bench = Bench()
    channel = answered(bench)
    bench.ask("POST", f"channels/{channel}/play/p", media="sound:a")
    bench.ask("POST", f"channels/{channel}/play/q", media="sound:a")
    bench.ask("DELETE", f"channels/{channel}")
    assert [event["playback"]["state"] for event in bench.of("PlaybackFinished")] == ["failed", "failed"]
    assert bench.types("PlaybackFinished", "StasisEnd")[-1] == "StasisEnd"


def test_a_call_without_an_application_waits_for_one_and_is_turned_away_in_the_end() -> None:
    bench = Bench(connect=False)
    channel = bench.place(caller())
    bench.wait(10)
    assert bench.board.channels[channel].view.dialplan.app_name == "Wait"
    bench.wait(111)
    assert bench.stages() == ["calling", "gone"]
    assert bench.board.channels == {}


def test_an_application_that_comes_late_gets_the_calls_that_wait_for_it() -> None:
    bench = Bench(connect=False)
    channel = bench.place(caller())
    bench.wait(7)
    bench.simulation.connect("desk", all_events=False, now=bench.now)
    bench.wait(2)
    (started,) = bench.of("StasisStart")
    assert (started["channel"]["id"], started["args"][0]) == (channel, caller().dials)


def test_an_application_that_comes_back_finds_its_calls() -> None:
    bench = Bench()
    channel = answered(bench)
    bench.simulation.disconnect("desk", bench.now)
    bench.ask("POST", f"channels/{channel}/variable", variable="X", value="1")
    assert bench.of("ChannelVarset")[-1]["variable"] == "STASISSTATUS"
    bench.simulation.connect("desk", all_events=False, now=bench.now)
    assert [entry["id"] for entry in bench.ask("GET", "channels")[1]] == [channel]
    bench.simulation.hang_up(channel, bench.now)
    bench.wait(0)
    assert bench.types()[-1] == "StasisEnd"


def test_a_filter_lets_only_what_it_names_through() -> None:
    bench = Bench()
    allowed = [{"type": "StasisStart"}, {"type": "RESTResponse"}]
    status, view = bench.ask("PUT", "applications/desk/eventFilter", {"allowed": allowed})
    assert (status, view["events_allowed"]) == (200, allowed)
    answered(bench)
    assert set(bench.types()) == {"StasisStart"}


def test_a_filter_swallows_answers_that_it_does_not_name() -> None:
    bench = Bench()
    bench.ask("PUT", "applications/desk/eventFilter", {"disallowed": [{"type": "ChannelVarset"}]})
    app = bench.board.apps["desk"]
    app.disallowed = ("RESTResponse",)
    request = '{"type": "RESTRequest", "method": "GET", "uri": "channels"}'
    assert bench.simulation.receive(bench.session, request, bench.now) is None


def test_a_withheld_number_is_shown_as_the_network_shows_it() -> None:
    bench = Bench()
    bench.place(caller(number="", withheld=True))
    start = bench.of("StasisStart")[0]
    assert start["channel"]["caller"] == {"name": "Anonymous", "number": "anonymous"}
    assert start["args"] == ["4000", "prohib_not_screened"]


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ('"Ann" <100>', "Ann", "100"),
        ("Ann <(020) 7946-0000>", "Ann", "02079460000"),
        ("<+4420>", "", "+4420"),
        ("+44 20", "", "+4420"),
        ("Ann", "Ann", ""),
        ("王丽 <+862155550101>", "王丽", "+862155550101"),
    ],
)
def test_a_caller_id_is_read_as_asterisk_reads_it(text: str, name: str, number: str) -> None:
    bench = Bench()
    dialled(bench, "PJSIP/1001", callerId=text)
    assert bench.of("ChannelCallerId")[0]["channel"]["caller"] == {"name": name, "number": number}


def test_a_body_is_taken_as_strictly_as_asterisk_takes_it() -> None:
    bench = Bench()
    body = {"endpoint": "PJSIP/1003", "app": "desk", "channelId": "a", "timeout": "5"}
    assert bench.ask("POST", "channels", body)[0] == 200
    bench.wait(6)
    assert bench.ask("GET", "channels/a")[0] == 200  # a timeout given as text counts as none
    assert bench.ask("POST", "channels", {"endpoint": 1001})[1] == {"message": "Endpoint must be specified"}
    assert bench.ask("POST", "channels", {"variables": {"X": 1}})[0] == 400


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ({"reason": "tired"}, 400),
        ({"reason_code": "soon"}, 400),
        ({"reason_code": "999"}, 204),
        ({"reason": "busy"}, 204),
    ],
)
def test_a_hangup_has_a_reason_that_exists(reason: dict[str, str], status: int) -> None:
    bench = Bench()
    channel = answered(bench)
    assert bench.ask("DELETE", f"channels/{channel}", **reason)[0] == status


def test_the_same_inputs_give_the_same_events() -> None:
    def run() -> list[dict[str, object]]:
        bench = Bench()
        channel = answered(bench)
        bench.ask("POST", f"channels/{channel}/play", media="sound:a,digits:12")
        dialled(bench, "PJSIP/1002")
        bench.wait(10)
        return bench.events

    assert run() == run()
