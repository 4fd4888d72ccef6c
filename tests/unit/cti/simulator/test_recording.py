"""Recordings of channels and bridges, and the files that come of them. What is expected was seen on a real Asterisk 22."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from agent_desktop.cti.simulator.archive import Archive, Take
from tests.fakes.simulated import Bench, caller


def answered(bench: Bench) -> str:
    channel = bench.place(caller())
    bench.ask("POST", f"channels/{channel}/answer")
    bench.events.clear()
    return channel


def record(bench: Bench, target: str, name: str = "r", **query: str) -> int:
    return bench.ask("POST", f"{target}/record", **({"name": name, "format": "wav"} | query))[0]


def bridged(bench: Bench) -> str:
    channel = answered(bench)
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("POST", "bridges/b/addChannel", channel=channel)
    bench.events.clear()
    return channel


def seconds(bench: Bench, name: str = "r") -> float:
    with wave.open(str(bench.board.archive.folder / f"{name}.wav")) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return float(sound.getnframes() / sound.getframerate())


def test_a_recording_is_as_long_as_what_was_said_between_its_pauses() -> None:
    bench = Bench()
    channel = answered(bench)
    assert record(bench, f"channels/{channel}") == 201
    bench.wait(2.25)
    bench.ask("POST", "recordings/live/r/pause")
    assert bench.ask("GET", "recordings/live/r")[1]["state"] == "paused"
    bench.wait(10)
    bench.ask("DELETE", "recordings/live/r/pause")
    bench.wait(1.5)
    assert bench.ask("POST", "recordings/live/r/stop")[0] == 204
    assert bench.types() == ["RecordingStarted", "RecordingFinished"]
    finished = {"name": "r", "format": "wav", "state": "done", "target_uri": f"channel:{channel}", "duration": 3}
    assert bench.of("RecordingFinished")[0]["recording"] == finished
    assert seconds(bench) == pytest.approx(3.75)
    assert bench.ask("GET", "recordings/live/r") == (404, {"message": "Recording not found"})
    assert bench.ask("GET", "recordings/stored") == (200, [{"name": "r", "format": "wav"}])


def test_a_muted_stretch_is_silent_in_the_file() -> None:
    bench = Bench()
    channel = answered(bench)
    record(bench, f"channels/{channel}", format="sln")
    bench.wait(1)
    bench.ask("POST", "recordings/live/r/mute")
    bench.wait(1)
    bench.ask("DELETE", "recordings/live/r/mute")
    bench.ask("POST", "recordings/live/r/stop")
    samples = (bench.board.archive.folder / "r.sln").read_bytes()
    assert len(samples) == 32_000
    assert any(samples[:16_000])
    assert not any(samples[16_000:])


@pytest.mark.parametrize(
    ("query", "key", "ends"),
    [
        ({"terminateOn": "#"}, "#", True),
        ({"terminateOn": "#"}, "1", False),
        ({"terminateOn": "any"}, "1", True),
        ({}, "#", False),
    ],
)
def test_a_key_ends_a_recording_that_was_told_so(query: dict[str, str], key: str, ends: bool) -> None:
    bench = Bench()
    channel = answered(bench)
    record(bench, f"channels/{channel}", **query)
    bench.simulation.press(channel, key, bench.now)
    bench.collect()
    assert (bench.types()[-1] == "RecordingFinished") is ends


def test_a_recording_ends_when_it_has_lasted_long_enough_not_counting_pauses() -> None:
    bench = Bench()
    record(bench, f"channels/{answered(bench)}", maxDurationSeconds="3", maxSilenceSeconds="5")
    bench.wait(2)
    bench.ask("POST", "recordings/live/r/pause")
    bench.wait(5)
    bench.ask("DELETE", "recordings/live/r/pause")
    bench.wait(0.9)
    assert bench.of("RecordingFinished") == []
    bench.wait(0.1)
    done = bench.of("RecordingFinished")[0]["recording"]
    assert (done["duration"], done["talking_duration"], done["silence_duration"]) == (3, 3, 0)


def test_what_is_recorded_and_what_is_played_take_turns_on_a_channel() -> None:
    bench = Bench()
    channel = answered(bench)
    record(bench, f"channels/{channel}")
    bench.ask("POST", f"channels/{channel}/play/p", media="sound:a")
    record(bench, f"channels/{channel}", "later")
    assert bench.types() == ["RecordingStarted"]
    assert bench.ask("POST", "recordings/live/later/pause") == (409, {"message": "Recording not in session"})
    bench.ask("POST", "recordings/live/r/stop")
    bench.wait(2)
    assert bench.types()[1:] == ["RecordingFinished", "PlaybackStarted", "PlaybackFinished", "RecordingStarted"]


def test_a_recording_that_waits_is_only_marked_when_it_is_stopped() -> None:
    bench = Bench()
    channel = answered(bench)
    record(bench, f"channels/{channel}")
    record(bench, f"channels/{channel}", "later")
    assert bench.ask("POST", "recordings/live/later/stop")[0] == 204
    assert bench.ask("GET", "recordings/live/later")[1]["state"] == "canceled"
    assert bench.ask("POST", "recordings/live/later/stop")[0] == 409
    bench.ask("POST", "recordings/live/r/stop")
    assert bench.ask("GET", "recordings/live/later")[1]["state"] == "recording"


def test_the_end_of_a_channel_ends_its_recordings_and_keeps_them() -> None:
    bench = Bench()
    channel = answered(bench)
    record(bench, f"channels/{channel}")
    record(bench, f"channels/{channel}", "later")
    bench.wait(1.5)
    bench.ask("DELETE", f"channels/{channel}")
    told = bench.types("ChannelHangupRequest", "RecordingStarted", "RecordingFinished", "StasisEnd")
    assert told[1:6] == [
        "ChannelHangupRequest",
        "RecordingFinished",
        "RecordingStarted",
        "RecordingFinished",
        "StasisEnd",
    ]
    assert seconds(bench) == pytest.approx(1.5)
    assert seconds(bench, "later") == 0
    assert bench.board.recordings == {}


def test_recording_picks_the_channel_up() -> None:
    bench = Bench()
    channel = bench.place(caller())
    record(bench, f"channels/{channel}")
    assert bench.ask("GET", f"channels/{channel}")[1]["state"] == "Up"


def test_a_channel_in_a_bridge_is_not_recorded_and_one_that_is_recorded_enters_none() -> None:
    bench = Bench()
    channel = bridged(bench)
    assert record(bench, f"channels/{channel}") == 201
    failed = bench.of("RecordingFailed")[0]["recording"]
    assert (failed["state"], failed["cause"]) == ("failed", "Cannot record channel while in bridge")
    bench.ask("POST", "bridges/b/removeChannel", channel=channel)
    record(bench, f"channels/{channel}")
    refused = bench.ask("POST", "bridges/b/addChannel", channel=channel)
    assert refused == (409, {"message": f"Channel {channel} currently recording"})


def test_a_bridge_is_recorded_by_several_at_once_until_the_last_one_leaves() -> None:
    bench = Bench(all_events=False)
    channel = bridged(bench)
    record(bench, "bridges/b")
    record(bench, "bridges/b", "other")
    bench.wait(2)
    bench.ask("POST", "bridges/b/removeChannel", channel=channel)
    assert bench.types("RecordingStarted", "ChannelLeftBridge", "RecordingFinished") == [
        "RecordingStarted",
        "RecordingStarted",
        "ChannelLeftBridge",
        "RecordingFinished",
        "RecordingFinished",
    ]
    assert (seconds(bench), seconds(bench, "other")) == (2, 2)


def test_who_hears_everything_hears_of_a_bridge_s_recordings_and_playbacks_twice() -> None:
    bench = Bench(all_events=True)
    bridged(bench)
    record(bench, "bridges/b")
    bench.ask("POST", "bridges/b/play/p", media="sound:beep")
    assert bench.types() == ["RecordingStarted", "RecordingStarted", "PlaybackStarted", "PlaybackStarted"]


def test_a_discarded_recording_leaves_no_file() -> None:
    bench = Bench()
    record(bench, f"channels/{answered(bench)}")
    bench.wait(1)
    bench.ask("DELETE", "recordings/live/r")
    assert bench.of("RecordingFinished")[0]["recording"]["state"] == "done"
    assert bench.ask("GET", "recordings/stored") == (200, [])


def test_a_name_is_taken_once_unless_what_it_names_may_be_replaced_or_continued() -> None:
    bench = Bench()
    channel = answered(bench)
    for if_exists, status, length in (("fail", 201, 1), ("fail", 409, 1), ("append", 201, 2), ("overwrite", 201, 1)):
        assert record(bench, f"channels/{channel}", "calls/r", ifExists=if_exists) == status
        bench.wait(1)
        bench.ask("POST", "recordings/live/calls%2Fr/stop")
        assert seconds(bench, "calls/r") == length


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ({"format": "mp3"}, 422, "specified format is unknown on this system"),
        ({"name": "../r"}, 500, "Error parsing request"),
        ({"name": "a/../../r"}, 500, "Error parsing request"),
        ({"name": ""}, 500, "Error parsing request"),
        ({"ifExists": "ask"}, 400, "ifExists invalid"),
        ({"terminateOn": "5", "ifExists": "ask"}, 400, "terminateOn invalid"),
        ({"maxDurationSeconds": "-1"}, 400, "max_duration_seconds cannot be negative"),
        ({"maxSilenceSeconds": "-1"}, 400, "max_silence_seconds cannot be negative"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_asterisk_s_words(
    query: dict[str, str], status: int, message: str
) -> None:
    bench = Bench()
    asked = {"name": "r", "format": "wav"} | query
    assert bench.ask("POST", f"channels/{answered(bench)}/record", **asked) == (status, {"message": message})
    assert bench.board.recordings == {}


def test_a_stored_recording_is_fetched_copied_and_deleted() -> None:
    bench = Bench()
    bench.board.archive.write("calls/r", "wav", [Take(1.0)], append=False)
    stored = "recordings/stored/calls%2Fr"
    assert bench.ask("GET", stored) == (200, {"name": "calls/r", "format": "wav"})
    assert bench.ask("POST", f"{stored}/copy")[0] == 400
    assert bench.ask("POST", f"{stored}/copy", destinationRecordingName="s")[1] == {"name": "s", "format": "wav"}
    assert bench.ask("POST", f"{stored}/copy", destinationRecordingName="s")[0] == 409
    assert bench.ask("DELETE", stored) == (204, None)
    assert bench.ask("DELETE", stored) == (404, {"message": "Recording not found"})
    assert bench.ask("GET", "recordings/stored") == (200, [{"name": "s", "format": "wav"}])


def test_a_file_does_not_fit_through_a_websocket() -> None:
    bench = Bench()
    bench.board.archive.write("r", "wav", [Take(1.0)], append=False)
    request = '{"type": "RESTRequest", "method": "GET", "uri": "recordings/stored/r/file"}'
    answer = bench.frame(request)
    assert (answer["status_code"], answer["reason_phrase"]) == (406, "Not Acceptable.  Use HTTP GET")
    assert "message_body" not in answer


def test_an_archive_keeps_to_its_folder(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "in")
    (tmp_path / "out.wav").touch()
    assert archive.find("../out") is None
    assert not any(archive.accepts(name) for name in ("", "..", "/etc/x", "a/..", "a\0"))
    archive.write("a/b", "sln16", [Take(0.5)], append=True)
    assert [(found.name, found.path.stat().st_size) for found in archive.all()] == [("a/b", 16_000)]
