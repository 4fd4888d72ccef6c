"""Which socket carries a request. That order is kept whatever happens is `tests/property/test_ari_lanes.py`."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.ari import requests
from agent_desktop.cti.ari.lanes import Lanes, subjects
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.vocabulary import BridgeId, ConnectionId, Language, MonitorMode, PlaybackId, RecordingId

PLACE = Place("ws://pbx", "desk", "desk", "desk")
C, B, P, R = ConnectionId("c/1"), BridgeId("b"), PlaybackId("p"), RecordingId("calls/r")


@pytest.mark.parametrize(
    ("command", "about"),
    [
        (switch.Answer(C), [{"c/1"}]),
        (switch.Play(C, P, (switch.Prompt("beep", ""),), Language.EN), [{"c/1", "p"}]),
        (switch.StopPlayback(P), [{"p"}]),
        (switch.StartMusic(C), [{"c/1"}]),
        (switch.Dial(C, "1001", "", "", 5.0), [{"c/1"}]),
        (switch.Bridge(B, (C,), tone=True), [{"b", "c/1"}, {"b"}]),
        (switch.Unbridge(B, C), [{"b", "c/1"}]),
        (switch.ReleaseBridge(B), [{"b"}]),
        (switch.SendDigits(C, "1"), [{"c/1"}]),
        (switch.Monitor(C, ConnectionId("d"), MonitorMode.MONITOR), [{"c/1", "d"}]),
        (switch.StartRecording(B, R), [{"b", "calls/r"}]),
        (switch.PauseRecording(R), [{"calls/r"}]),
        (switch.ResumeRecording(R), [{"calls/r"}]),
        (switch.StopRecording(R), [{"calls/r"}]),
        (switch.Clear(C), [{"c/1"}]),
    ],
)
def test_what_a_command_is_about(command, about):
    assert [subjects(ask.numbered("1")) for ask in requests.asks(command, PLACE)] == about


def numbered(*wanted):
    return [ask.numbered(number) for number, ask in wanted]


def lanes_of(sent):
    return [(lane, request.request_id) for lane, request in sent]


def test_strangers_take_the_lane_with_the_least_in_it_and_a_command_stays_together():
    lanes = Lanes(2)
    bridge = numbered(("1", requests.make_bridge("b")), ("2", requests.join("b", "c")), ("3", requests.join("b", "d")))
    assert lanes_of(lanes.put(bridge, 0.0)) == [(0, "1"), (0, "2"), (0, "3")]
    assert lanes_of(lanes.put(numbered(("4", requests.music("e"))), 0.0)) == [(1, "4")]
    assert lanes_of(lanes.put(numbered(("5", requests.music("f"))), 0.0)) == [(1, "5")]


def test_what_would_follow_two_lanes_waits_for_one_of_them_and_others_pass_it():
    lanes = Lanes(2)
    lanes.put(numbered(("1", requests.music("c"))), 0.0)
    lanes.put(numbered(("2", requests.music("d"))), 0.0)
    assert lanes.put(numbered(("3", requests.join("c", "d")), ("4", requests.hang_up("d"))), 0.0) == []
    assert lanes_of(lanes.put(numbered(("5", requests.music("e"))), 0.0)) == [(0, "5")]
    assert lanes_of(lanes.landed("1")) == [(1, "3"), (1, "4")]
    assert lanes.landed("2") == lanes.landed("unknown") == []


def test_an_answer_that_never_comes_holds_nobody_for_ever():
    lanes = Lanes(2)
    lanes.put(numbered(("1", requests.music("c"))), 0.0)
    lanes.put(numbered(("2", requests.music("d"))), 1.0)
    lanes.put(numbered(("3", requests.join("c", "d"))), 2.0)
    assert lanes.expire(-1.0) == []
    assert lanes_of(lanes.expire(0.0)) == [(1, "3")]


def test_after_a_lost_link_nothing_is_remembered():
    lanes = Lanes(2)
    lanes.put(numbered(("1", requests.music("c"))), 0.0)
    lanes.clear()
    assert lanes_of(lanes.put(numbered(("2", requests.hang_up("c"))), 0.0)) == [(0, "2")]
