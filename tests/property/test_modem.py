"""Whatever bytes a modem sends, however they are cut: nothing raises, ATZ is answered, ends are told once and nothing follows them."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.callerid import Report
from agent_desktop.cti.modem.dialogue import Answered, Code, Dialogue, Heard, at, shield
from agent_desktop.cti.modem.profile import Flash
from agent_desktop.cti.modem.samples import Format
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId, Language, MonitorMode, PlaybackId, RecordingId
from agent_desktop.protocol.errors import ErrorId
from tests.fakes.modems import CONEXANT, HAYES, STATION, Desk

PIECES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"\r\nOK\r\n", b"\r\nRING\r\n", b"0\r", b"\x10", b"\x10\x03", b"\x10b", b"\r\nCONNECT\r\n", b"\r\nNO CARRIER\r\n",
         b"NMBR = ", b"80", b"\r\n80", b"\r", b"\n"]
    ),
)  # fmt: skip


@given(st.lists(PIECES), st.booleans(), st.booleans())
def test_every_byte_string_leaves_it_so_that_atz_recovers(pieces: list[bytes], asks: bool, numeric: bool) -> None:
    dialogue = Dialogue()
    for index, piece in enumerate(pieces):
        if asks and index % 3 == 0:
            dialogue.ask(at("AT+VRX", listens=True))
        dialogue.outgoing(0.0)
        dialogue.receive(piece, 0.0)
    dialogue.reset()
    number = dialogue.ask(at("ATZ"))
    assert dialogue.outgoing(0.0) == b"ATZ\r"
    answer = b"ATZ\r0\r" if numeric else b"ATZ\r\r\nOK\r\n"
    assert dialogue.receive(answer, 0.0) == [Answered(number, Code.OK)]


@given(st.lists(PIECES))
def test_without_a_reset_it_recovers_once_what_was_asked_is_late(pieces: list[bytes]) -> None:
    dialogue = Dialogue()
    dialogue.ask(at("AT+VRX", listens=True))
    dialogue.outgoing(0.0)
    for piece in pieces:
        dialogue.receive(piece, 0.0)
    dialogue.tick(10.0)
    if not dialogue.idle or any(isinstance(each, Heard) for each in dialogue.receive(b"\x10\x03", 10.0)):
        return
    number = dialogue.ask(at("ATZ"))
    dialogue.outgoing(10.0)
    answers = [each for each in dialogue.receive(b"\r\n\r\nOK\r\n", 10.0) if isinstance(each, Answered)]
    assert [(each.number, each.code) for each in answers] == [(number, Code.OK)]


@given(st.binary(), st.lists(st.integers(min_value=1, max_value=7)))
def test_samples_come_through_however_they_are_cut(samples: bytes, cuts: list[int]) -> None:
    dialogue = Dialogue()
    dialogue.ask(at("AT+VRX", listens=True))
    dialogue.outgoing(0.0)
    sent = b"\r\nCONNECT\r\n" + shield(samples) + b"\x10\x03\r\nOK\r\n"
    heard = b""
    while sent:
        size = cuts.pop() if cuts else len(sent)
        notices, sent = dialogue.receive(sent[:size], 0.0), sent[size:]
        heard += b"".join(notice.samples for notice in notices if isinstance(notice, Heard))
    assert heard == samples


@given(st.lists(st.text(max_size=80) | st.sampled_from(["NMBR = ", "D1C", "8010", "MESG = 80"]), max_size=8))
def test_whatever_is_said_of_a_caller(lines: list[str]) -> None:
    report = Report()
    for line in lines:
        report.take(line)
    for key in "".join(lines)[:100]:
        report.key(key)
    caller = report.caller()
    assert (caller.number, caller.name) == ("", "") or not caller.withheld
    assert caller.number.isprintable()
    assert caller.name.isprintable()


@given(st.sampled_from(Format), st.binary())
def test_samples_of_every_form_can_be_read_and_written(form: Format, content: bytes) -> None:
    samples = form.unpack(content)
    again = form.unpack(form.pack(samples))
    assert list(again) == list(samples)


NAMES = st.sampled_from(["m-1", "m-2", "a", "b", "t1", "t2"])
CONNECTIONS = NAMES.map(ConnectionId)
OURS = st.sampled_from(["a", "b", "t1", "t2"]).map(ConnectionId)
"""Those that we dial; arriving ones are named by the line."""
BRIDGES = st.sampled_from(["x", "y"]).map(BridgeId)
PLAYBACKS = st.sampled_from(["p", "q"]).map(PlaybackId)
RECORDINGS = st.sampled_from(["r", "r2"]).map(RecordingId)
PROMPTS = st.lists(st.just(s.Prompt("flow/one", "")), max_size=2).map(tuple)
COMMANDS = st.one_of(
    st.builds(s.Answer, CONNECTIONS),
    st.builds(s.Clear, CONNECTIONS, st.sampled_from(Cause)),
    st.builds(s.Play, CONNECTIONS, PLAYBACKS, PROMPTS, st.sampled_from(Language)),
    st.builds(s.StopPlayback, PLAYBACKS),
    st.builds(s.StartMusic, CONNECTIONS),
    st.builds(s.StopMusic, CONNECTIONS),
    st.builds(s.Dial, OURS, st.sampled_from([STATION, "+442079460999", "x", "112"]), st.just(""), st.just(""), st.just(9.0)),
    st.builds(s.Bridge, BRIDGES, st.lists(CONNECTIONS, max_size=3).map(tuple), st.booleans()),
    st.builds(s.Unbridge, BRIDGES, CONNECTIONS),
    st.builds(s.ReleaseBridge, BRIDGES),
    st.builds(s.Hold, BRIDGES, CONNECTIONS),
    st.builds(s.Retrieve, BRIDGES, CONNECTIONS),
    st.builds(s.SendDigits, CONNECTIONS, st.sampled_from(["1", "*#"])),
    st.builds(s.Monitor, OURS, CONNECTIONS, st.sampled_from(MonitorMode)),
    st.builds(s.StartRecording, BRIDGES, RECORDINGS),
    st.builds(s.PauseRecording, RECORDINGS),
    st.builds(s.ResumeRecording, RECORDINGS),
    st.builds(s.StopRecording, RECORDINGS),
)  # fmt: skip
SAYINGS = st.sampled_from(
    ["RING", "NO CARRIER", "BUSY", "RINGING", "OK", "ERROR", "VCON", "NMBR = 5551234", "NAME = BOB"]
)


class AnyDay(RuleBasedStateMachine):
    """A line, commands in any order, and a modem that says anything."""

    table = CONEXANT
    flash = Flash.TOGGLE

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.table, flash=self.flash)
        self.dialled: list[str] = []
        self.played: list[str] = []
        self.began: set[str] = set()
        self.ended: set[str] = set()
        self.playing: set[str] = set()
        self.look()

    def then(self) -> None:
        """A modem that was confused too long is given up and opened again, as the shell does it."""
        try:
            self.desk.run()
        except Trouble as trouble:
            self.desk.events += self.desk.modem.closed(trouble)
            self.desk.peer.mode = ""
            self.desk.modem.opened()
            with contextlib.suppress(Trouble):
                self.desk.run()
        self.look()

    @rule(commands=st.lists(COMMANDS, min_size=1, max_size=4))
    def send(self, commands: list[s.AnyCommand]) -> None:
        for command in commands:
            match command:
                case s.Dial(connection=connection) | s.Monitor(connection=connection):
                    if connection in self.began | self.ended:
                        continue
                    self.began.add(connection)
                case s.Play(playback=playback):
                    if playback in self.playing:
                        continue
                    self.playing.add(playback)
            self.desk.events += self.desk.modem.send(command, self.desk.now)
        self.then()

    @rule(saying=SAYINGS)
    def say(self, saying: str) -> None:
        self.desk.peer.tell(saying)
        self.then()

    @rule(codes=st.text("0123456789*#ABCDbdlsqcehRruo/~", max_size=4))
    def signal(self, codes: str) -> None:
        self.desk.peer.event(codes)
        self.then()

    @rule(noise=st.binary(max_size=30))
    def noise(self, noise: bytes) -> None:
        self.desk.peer.says += noise
        self.then()

    @rule(seconds=st.sampled_from([0.1, 1.0, 9.0, 70.0]))
    def wait(self, seconds: float) -> None:
        with contextlib.suppress(Trouble):
            self.desk.run(seconds)
        self.then()

    @rule()
    def replug(self) -> None:
        self.desk.events += self.desk.modem.closed(Trouble(ErrorId.MODEM_LOST, port=""))
        self.look()
        assert not self.began, "whatever lived ended with the modem"
        assert not self.playing
        self.desk.peer.mode = ""
        self.desk.modem.opened()
        self.then()

    def look(self) -> None:
        for event in self.desk.took():
            match event:
                case s.CallArrived(connection=connection):
                    assert connection not in self.began | self.ended
                    self.began.add(connection)
                case s.ConnectionEnded(connection=connection):
                    assert connection in self.began, "each end is told once"
                    self.began.discard(connection)
                    self.ended.add(connection)
                case s.ConnectionAnswered(connection=connection) | s.ConnectionAlerting(connection=connection):
                    assert connection in self.began
                case s.DigitReceived(connection=connection):
                    assert connection in self.began
                case s.PlaybackEnded(playback=playback):
                    assert playback in self.playing
                    self.playing.discard(playback)

    @invariant()
    def a_dead_line_is_noticed(self) -> None:
        assert len(self.began) <= 6


class PlainDay(AnyDay):
    table = HAYES
    flash = Flash.NONE


class CentrexDay(AnyDay):
    flash = Flash.THREE_WAY


DAYS = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_any_day_of_a_voice_modem_behind_a_pbx() -> None:
    run_state_machine_as_test(AnyDay, settings=DAYS)


def test_any_day_of_a_plain_modem() -> None:
    run_state_machine_as_test(PlainDay, settings=DAYS)


def test_any_day_of_a_centrex_line() -> None:
    run_state_machine_as_test(CentrexDay, settings=DAYS)
