"""Whatever a program asks of the simulated switch, in whatever order: one answer each, and a switch that still makes sense."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agent_desktop.cti.simulator.callers import Act, Line, When
from agent_desktop.cti.simulator.model import Bridge, Channel, ChannelState
from tests.fakes.simulated import Bench, caller

CHANNELS = st.sampled_from(["a", "b", "c", "%61", "nope"])
BRIDGES = st.sampled_from(["x", "y"])
RECORDINGS = st.sampled_from(["r1", "r2"])
PLAYBACKS = st.sampled_from(["p", "q"])
ENDPOINTS = st.sampled_from([f"PJSIP/100{n}" for n in range(1, 8)] + ["PJSIP/+442079460103@trunk", "PJSIP/", "junk"])
MEDIA = st.sampled_from(["sound:a", "sound:a,sound:b", "tone:ring", "nothing", "digits:12", ""])

ACTS = st.sampled_from(
    [
        Act(press="1", when=When.LANGUAGE),
        Act(press="23"),
        Act(press="0", when=When.PROMPT, prompt=2),
        Act(press="4", when=When.ANSWERED, after_s=2.0),
        Act(press="56", when=When.WAITING),
        Act(hang_up=True, when=When.WAITING, after_s=9.0),
    ]
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
envelopes = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["RESTRequest", "x"]) | anything,
        "transaction_id": anything,
        "request_id": anything,
        "method": st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) | anything,
        "uri": st.sampled_from(["channels", "bridges", "/ari/x", "channels/a/play/%2F?media=sound:a", "a//b", "*"])
        | anything,
        "query_strings": anything | st.lists(st.fixed_dictionaries({"name": anything, "value": anything}), max_size=2),
        "content_type": st.just("application/json") | anything,
        "message_body": anything | st.text(max_size=20),
    },
)


@given(st.binary(max_size=40) | st.text(max_size=40) | envelopes.map(json.dumps) | anything.map(json.dumps))
def test_any_frame_has_one_answer(message: str | bytes) -> None:
    answer = Bench().frame(message)
    assert answer["type"] == "RESTResponse"
    assert 200 <= answer["status_code"] < 600
    assert isinstance(json.loads(answer.get("message_body", "{}")), dict | list)


class AnyProgram(RuleBasedStateMachine):
    """A program that asks anything while callers come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.callers: list[str] = []

    def ask(self, method: str, uri: str, **query: str) -> Any:
        status, body = self.bench.ask(method, uri, **query)
        assert status in {200, 201, 204, 400, 404, 405, 409, 412, 422, 500}
        assert (body is None) == (status == 204)
        return body

    @rule(endpoint=ENDPOINTS, channel=CHANNELS, timeout=st.sampled_from(["5", "-1", "0", "x"]))
    def originate(self, endpoint: str, channel: str, timeout: str) -> None:
        self.ask("POST", "channels", endpoint=endpoint, app="desk", channelId=channel, timeout=timeout)

    @rule(endpoint=ENDPOINTS, channel=CHANNELS)
    def create(self, endpoint: str, channel: str) -> None:
        self.ask("POST", "channels/create", endpoint=endpoint, app="desk", channelId=channel)

    @rule(
        acts=st.lists(ACTS, max_size=4).map(tuple), patience=st.sampled_from([1.0, 30.0]), hangs_up_first=st.booleans()
    )
    def call_in(self, acts: tuple[Act, ...], patience: float, hangs_up_first: bool) -> None:
        who = caller(acts=acts, lines=(Line("a"), Line("b")), patience_s=patience, hangs_up_first=hangs_up_first)
        self.callers.append(self.bench.place(who))

    @rule(
        verb=st.sampled_from(["answer", "ring", "hold", "moh", "dial", "continue", "mute", "dtmf", "variable"]),
        method=st.sampled_from(["POST", "DELETE", "GET"]),
        channel=CHANNELS,
        arriving=st.integers(0, 3),
    )
    def do_to_channel(self, verb: str, method: str, channel: str, arriving: int) -> None:
        self.ask(method, f"channels/{self._some(channel, arriving)}/{verb}", variable="X", value="1", dtmf="1")

    @rule(channel=CHANNELS, arriving=st.integers(0, 3), playback=PLAYBACKS, media=MEDIA)
    def play(self, channel: str, arriving: int, playback: str, media: str) -> None:
        self.ask("POST", f"channels/{self._some(channel, arriving)}/play/{playback}", media=media)

    @rule(playback=PLAYBACKS, operation=st.sampled_from(["pause", "unpause", "restart", "forward", "reverse", "x"]))
    def control(self, playback: str, operation: str) -> None:
        self.ask("POST", f"playbacks/{playback}/control", operation=operation)

    @rule(playback=PLAYBACKS)
    def stop(self, playback: str) -> None:
        self.ask("DELETE", f"playbacks/{playback}")

    @rule(bridge=BRIDGES, kind=st.sampled_from(["mixing,dtmf_events", "holding"]))
    def make_bridge(self, bridge: str, kind: str) -> None:
        self.ask("POST", f"bridges/{bridge}", type=kind)

    @rule(
        bridge=BRIDGES,
        channel=CHANNELS,
        arriving=st.integers(0, 3),
        verb=st.sampled_from(["addChannel", "removeChannel"]),
    )
    def move(self, bridge: str, channel: str, arriving: int, verb: str) -> None:
        self.ask("POST", f"bridges/{bridge}/{verb}", channel=f"{self._some(channel, arriving)},a")

    @rule(bridge=BRIDGES, method=st.sampled_from(["POST", "DELETE"]))
    def bridge_music(self, bridge: str, method: str) -> None:
        self.ask(method, f"bridges/{bridge}/moh")

    @rule(bridge=BRIDGES, playback=PLAYBACKS, media=MEDIA)
    def play_to_bridge(self, bridge: str, playback: str, media: str) -> None:
        self.ask("POST", f"bridges/{bridge}/play/{playback}", media=media)

    @rule(channel=CHANNELS, arriving=st.integers(0, 3), name=RECORDINGS, limit=st.sampled_from(["0", "2"]))
    def record(self, channel: str, arriving: int, name: str, limit: str) -> None:
        query = {
            "name": name,
            "format": "sln",
            "ifExists": "overwrite",
            "maxDurationSeconds": limit,
            "terminateOn": "#",
        }
        self.ask("POST", f"channels/{self._some(channel, arriving)}/record", **query)

    @rule(bridge=BRIDGES, name=RECORDINGS)
    def record_bridge(self, bridge: str, name: str) -> None:
        self.ask("POST", f"bridges/{bridge}/record", name=name, format="sln", ifExists="append")

    @rule(
        name=RECORDINGS,
        verb=st.sampled_from([("POST", "stop"), ("POST", "pause"), ("DELETE", "pause"), ("POST", "mute")]),
    )
    def control_recording(self, name: str, verb: tuple[str, str]) -> None:
        self.ask(verb[0], f"recordings/live/{name}/{verb[1]}")

    @rule(channel=CHANNELS, arriving=st.integers(0, 3), snoop=CHANNELS)
    def snoop(self, channel: str, arriving: int, snoop: str) -> None:
        self.ask("POST", f"channels/{self._some(channel, arriving)}/snoop/{snoop}", app="desk", spy="both")

    @rule(bridge=BRIDGES)
    def destroy_bridge(self, bridge: str) -> None:
        self.ask("DELETE", f"bridges/{bridge}")

    @rule(channel=CHANNELS, arriving=st.integers(0, 3))
    def hang_up(self, channel: str, arriving: int) -> None:
        self.ask("DELETE", f"channels/{self._some(channel, arriving)}")

    @rule(back=st.booleans())
    def reconnect(self, back: bool) -> None:
        simulation, now = self.bench.simulation, self.bench.now
        simulation.connect("desk", all_events=True, now=now) if back else simulation.disconnect("desk", now)

    @rule(seconds=st.sampled_from([0.0, 0.5, 3.0, 40.0, 300.0]))
    def time_passes(self, seconds: float) -> None:
        self.bench.wait(seconds)

    def _some(self, channel: str, arriving: int) -> str:
        return self.callers[-arriving] if 0 < arriving <= len(self.callers) else channel

    @invariant()
    def a_channel_is_in_one_place(self) -> None:
        board = self.bench.board
        for bridge in board.bridges.values():
            assert all(channel.bridge is bridge for channel in bridge.channels.values())
        for channel in board.channels.values():
            assert channel.bridge is None or channel.bridge.channels[channel.view.id] is channel
            assert channel.view.state in set(ChannelState)

    @invariant()
    def every_playback_and_recording_is_somebody_s(self) -> None:
        board = self.bench.board
        targets: list[Channel | Bridge] = [*board.channels.values(), *board.bridges.values()]
        queued = [turn for target in targets for turn in target.turns]
        queued += [turn for bridge in board.bridges.values() for turn in bridge.recorders]
        known = [playback.turn for playback in board.playbacks.values()]
        known += [recording.turn for recording in board.recordings.values()]
        assert {id(turn) for turn in queued} == {id(turn) for turn in known}
        assert all(turn.begun is (turn is target.turns[0]) for target in targets for turn in target.turns)

    @invariant()
    def what_has_ended_is_over(self) -> None:
        ended = [event["channel"]["id"] for event in self.bench.of("ChannelDestroyed")]
        arrived = set(self.callers)
        for channel in arrived.intersection(ended):
            assert ended.count(channel) == 1
            last = [event["type"] for event in self.bench.events if event.get("channel", {}).get("id") == channel][-1]
            assert last == "ChannelDestroyed"

    @invariant()
    def telephones_are_in_use_exactly_while_somebody_is_on_them(self) -> None:
        board = self.bench.board
        occupying = [channel.device for channel in board.channels.values() if channel.occupying]
        assert board.in_use == {device: occupying.count(device) for device in set(occupying)}

    def teardown(self) -> None:
        """Left to themselves, all callers go in the end."""
        self.bench.wait(3600)
        assert not set(self.callers).intersection(self.bench.board.channels)


AnyProgram.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyProgram = AnyProgram.TestCase
