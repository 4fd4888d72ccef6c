"""Whatever a switch sends, in any order: nothing raises, ends are told once, nothing follows an end."""

from __future__ import annotations

import json
from contextlib import suppress

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from agent_desktop.cti import cleaning
from agent_desktop.cti.ari import wire
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.translator import Step, Translator
from agent_desktop.cti.switch import (
    Answer,
    AnyCommand,
    Bridge,
    Clear,
    CommandRefused,
    ConnectionEnded,
    Dial,
    Hold,
    Play,
    PlaybackEnded,
    Prompt,
    ReleaseBridge,
    Retrieve,
    SendDigits,
    StartMusic,
    StopMusic,
    StopPlayback,
    SwitchDown,
    SwitchUp,
    Unbridge,
)
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId, Language, PlaybackId
from tests.fakes.ari import Json, about, channel, event, finished, response, started

NAMES = st.sampled_from(["1", "2", "3", "4"])
CONNECTIONS = NAMES.map(ConnectionId)
BRIDGES = st.sampled_from(["x", "y"]).map(BridgeId)
STATES = st.sampled_from(["Down", "Ring", "Ringing", "Up", "Busy"])
STATUSES = st.sampled_from([200, 204, 400, 403, 404, 409, 422, 500])
ARGUMENTS = st.sampled_from([(), ("dialled",), ("800", "allowed")])
KINDS = st.sampled_from(["StasisEnd", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed"])
COMMANDS = st.one_of(
    st.builds(Answer, CONNECTIONS),
    st.builds(Clear, CONNECTIONS, st.sampled_from(Cause)),
    st.builds(StartMusic, CONNECTIONS),
    st.builds(StopMusic, CONNECTIONS),
    st.builds(Hold, BRIDGES, CONNECTIONS),
    st.builds(Retrieve, BRIDGES, CONNECTIONS),
    st.builds(Unbridge, BRIDGES, CONNECTIONS),
    st.builds(ReleaseBridge, BRIDGES),
    st.builds(Bridge, BRIDGES, st.lists(CONNECTIONS, max_size=2).map(tuple), st.booleans()),
    st.builds(SendDigits, CONNECTIONS, st.just("1")),
    st.builds(StopPlayback, NAMES.map(PlaybackId)),
)


class Line(RuleBasedStateMachine):
    """A switch without any discipline."""

    def __init__(self) -> None:
        super().__init__()
        self.translator = Translator(Place("ws://pbx", "agent-desktop", "u", "p"))
        self.now_s = 0.0
        self.open: list[str] = []
        self.played = 0
        self.promised: dict[str, ConnectionId] = {}
        """Playbacks and who should hear them."""
        self.ended: list[str] = []
        self.playbacks: list[str] = []
        self.up = False

    def took(self, step: Step) -> None:
        self.open += [request.request_id for request in step.requests]
        for happened in step.events:
            subject = getattr(happened, "connection", None)
            if not isinstance(happened, CommandRefused):
                assert subject not in self.ended, happened
            match happened:
                case ConnectionEnded(connection=connection):
                    self.ended.append(connection)
                    due = {playback for playback, hearer in self.promised.items() if hearer == connection}
                    assert due <= set(self.playbacks)
                case PlaybackEnded(playback=playback):
                    self.playbacks.append(playback)
                case SwitchUp(connections=alive):
                    assert not {live.connection for live in alive} & set(self.ended)

    def hear(self, message: Json) -> None:
        self.took(self.translator.receive(wire.decode(json.dumps(message)), self.now_s))

    @rule(command=COMMANDS)
    def send(self, command: AnyCommand) -> None:
        self.took(self.translator.send(command, self.now_s))

    @rule(connection=CONNECTIONS, device=st.sampled_from(["1001", "+4420", "no&no"]))
    def dial(self, connection: ConnectionId, device: str) -> None:
        self.took(self.translator.send(Dial(connection, device, "1", "n", 20), self.now_s))

    @rule(connection=CONNECTIONS, prompts=st.integers(0, 2))
    def play(self, connection: ConnectionId, prompts: int) -> None:
        self.played += 1
        playback = PlaybackId(f"p{self.played}")
        self.promised[playback] = connection
        command = Play(connection, playback, (Prompt("a", ""),) * prompts, Language.EN)
        self.took(self.translator.send(command, self.now_s))

    @rule(name=NAMES, arguments=ARGUMENTS, state=STATES)
    def start(self, name: str, arguments: tuple[str, ...], state: str) -> None:
        self.hear(started(name, *arguments, state=state))

    @rule(kind=KINDS, name=NAMES, state=STATES)
    def happen(self, kind: str, name: str, state: str) -> None:
        self.hear(about(kind, name, state))

    @rule(name=NAMES, digit=st.sampled_from(["1", "", "##"]))
    def press(self, name: str, digit: str) -> None:
        self.hear(about("ChannelDtmfReceived", name, digit=digit))

    @rule(back=st.integers(0, 3), state=st.sampled_from(["done", "failed"]))
    def finish(self, back: int, state: str) -> None:
        self.hear(finished(f"p{self.played - back}", state))

    @rule(bridge=BRIDGES)
    def destroy(self, bridge: BridgeId) -> None:
        self.hear(event("BridgeDestroyed", bridge={"id": bridge}))

    @rule(status=STATUSES, data=st.data())
    def answer(self, status: int, data: st.DataObject) -> None:
        """Mostly of what has just been asked; also twice, or too late, or of what was never asked."""
        asked = data.draw(st.sampled_from([*self.open[-3:], *self.open[:1], "never asked"]))
        self.hear(response(asked, status, {"message": "no"}))

    @rule(passed_s=st.floats(0, 6))
    def wait(self, passed_s: float) -> None:
        self.now_s += passed_s
        self.took(self.translator.expire(self.now_s))
        due = self.translator.next_deadline()
        assert due is None or due > self.now_s

    @initialize()
    def begin(self) -> None:
        self.connect({})

    @rule(found=st.dictionaries(NAMES, st.tuples(STATES, st.none() | ARGUMENTS)))
    def connect(self, found: dict[str, tuple[str, tuple[str, ...] | None]]) -> None:
        if self.up:
            return
        self.up = True
        there = [channel(name, state, args=args) for name, (state, args) in found.items()]
        step = self.translator.link_up(msgspec.convert(there, tuple[wire.Channel, ...]), (), self.now_s)
        self.took(step)
        assert sum(isinstance(happened, SwitchUp) for happened in step.events) == 1

    @rule()
    def disconnect(self) -> None:
        self.up = False
        step = self.translator.link_down("cable")
        self.took(step)
        assert isinstance(step.events[-1], SwitchDown)
        assert self.translator.next_deadline() is None

    @invariant()
    def ends_are_told_once(self) -> None:
        assert len(self.ended) == len(set(self.ended))
        assert len(self.playbacks) == len(set(self.playbacks))
        assert set(self.playbacks) <= set(self.promised)

    def teardown(self) -> None:
        """When all is over, every playback that was promised an end has had it."""
        self.disconnect()
        self.connect({})
        for request in self.open:
            self.hear(response(request, 404, {"message": "no"}))
        assert set(self.playbacks) == set(self.promised)


def test_a_line_without_discipline() -> None:
    with capture_logs():
        run_state_machine_as_test(Line, settings=settings(max_examples=60, stateful_step_count=40, deadline=None))


@given(st.binary() | st.text().map(lambda text: json.dumps({"type": text}).encode()))
def test_no_message_breaks_the_decoder(data: bytes) -> None:
    with suppress(wire.Ignored):
        wire.decode(data)


@given(st.text(st.characters()), st.integers(1, 80))
def test_a_cleaned_name_is_short_printable_and_stays_as_it_is(text: str, limit: int) -> None:
    cleaned = cleaning.clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned == "" or cleaned.isprintable()
    assert cleaning.clean(cleaned, limit) == cleaned
