"""Whatever a program sends to an emulated modem, and whatever happens on its line: it never breaks, its words are whole, and after a
reset it is as new.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agent_desktop.cti.modem_emulator import exchange, persona
from agent_desktop.cti.modem_emulator.core import Mode
from agent_desktop.cti.modem_emulator.faults import Fault
from agent_desktop.cti.modem_emulator.line import State
from agent_desktop.cti.simulator.model import Manner, Telephone
from tests.fakes.emulated import WANG, Host

KINDS = st.sampled_from(sorted(persona.shipped()))
LINES = st.sampled_from(sorted(exchange.shipped()))
COMMANDS = st.sampled_from(
    [
        "ATZ",
        "AT&F",
        "ATA",
        "ATH",
        "ATH1",
        "ATO",
        "ATD1;",
        "ATDT12,3",
        "ATDT!",
        "ATDL",
        "AT+FCLASS=8",
        "AT+FCLASS=0",
        "AT#CLS=8",
        "AT+VLS=1",
        "AT+VLS=0",
        "AT+VLS=3",
        "AT+VTX",
        "AT+VRX",
        "AT#VTX",
        "AT#VRX",
        "AT+VTS=1,!,[9,,9]",
        "AT+VSM=1,8000",
        "AT+VSM=?",
        "AT+VCID=1",
        "AT+VCID=2",
        "AT#CID=1",
        "AT+VDR=1,5",
        "ATS0=1",
        "ATS3=65",
        "ATV0",
        "ATQ1",
        "ATE1",
        "ATX0",
        "ATI3",
        "AT+VIT=2",
        "AT&D3",
        "A/",
        "AT",
    ]
)
LEAVE = b"\x10\x18\x10\x03\x10!\r"
"""Out of any stream: how a host begins that does not know what is open."""


@given(KINDS, st.lists(st.binary(max_size=60), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_bytes_leave_it_in_a_state_from_which_a_reset_recovers(kind: str, chunks: list[bytes]) -> None:
    host = Host(kind)
    for chunk in chunks:
        host.sends(chunk)
        host.wait(0.5)
    recovered(host)


@given(KINDS, st.binary(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_line_after_at_is_answered_or_begins_something(kind: str, rest: bytes) -> None:
    host = Host(kind)
    host.types("ATE0")
    host.sends(b"AT" + rest.replace(b"\r", b"").replace(b"\x08", b"") + b"\r")
    busy = host.modem.mode is not Mode.COMMAND or host.modem.settings.quiet
    said = host.wait(0.2)
    assert said or busy
    recovered(host)


def recovered(host: Host) -> None:
    """Streams are left, then one ATZ is enough."""
    for _ in range(2):
        host.sends(LEAVE)
        host.wait(2)
    if host.modem.mode is Mode.ONLINE:
        host.sends(b"+++")
        host.wait(6)
    end = bytes([host.modem.settings.registers[3]])
    host.sends(end + b"ATZ" + end)
    host.wait(2)
    assert host.types("ATE0")[-1:] == ["OK"]
    assert host.types("AT") == ["OK"]
    assert (host.modem.mode, host.modem.settings.service, host.modem.off) == (Mode.COMMAND, "0", False)


class AnyDay(RuleBasedStateMachine):
    """Commands, callers, the cable and mishaps in any order."""

    @initialize(kind=KINDS, line=LINES)
    def begin(self, kind: str, line: str) -> None:
        self.host = Host(kind, line)
        self.host.line.outside["1"] = Telephone("1", manner=Manner.ANSWERS, after_s=1.0)
        self.said = b""

    @rule(command=COMMANDS)
    def types(self, command: str) -> None:
        self.host.sends(command.encode() + b"\r")

    @rule(data=st.binary(max_size=30) | st.sampled_from([b"\x10\x03", b"\x10!", b"\x10\x18", b"+++", b" "]))
    def sends(self, data: bytes) -> None:
        self.host.sends(data)

    @rule(seconds=st.sampled_from([0.01, 0.3, 2.0, 30.0]))
    def waits(self, seconds: float) -> None:
        self.said = self.host.wait(seconds)

    @rule(modem=st.booleans(), withheld=st.booleans(), pattern=st.integers(0, 3))
    def calls(self, modem: bool, withheld: bool, pattern: int) -> None:
        idle = self.host.line.state is State.IDLE
        if idle:
            self.host.rings(WANG, "WANG LI", modem=modem, withheld=withheld, pattern=pattern)

    @rule(keys=st.text("0123456789*#ABCD", max_size=3))
    def presses(self, keys: str) -> None:
        self.host.emulation.press("caller", keys, self.host.now)

    @rule(who=st.sampled_from(["caller", "telephone", "1", "nobody"]))
    def hangs_up(self, who: str) -> None:
        self.host.emulation.hang_up(who, self.host.now)

    @rule()
    def lifts(self) -> None:
        self.host.emulation.lift(self.host.now)

    @rule()
    def speaks(self) -> None:
        self.host.emulation.speak("caller", 1.0, self.host.now)

    @rule(fault=st.sampled_from(list(Fault)))
    def fails(self, fault: Fault) -> None:
        self.host.emulation.fail(fault)

    @rule()
    def closes(self) -> None:
        self.host.modem.closed(self.host.now)

    @rule()
    def unplugs(self) -> None:
        self.host.modem.power_off(self.host.now)
        assert self.host.wait(0) == b""
        assert self.host.modem.mode is Mode.COMMAND

    @invariant()
    def the_line_makes_sense(self) -> None:
        line = self.host.line
        assert (line.state in {State.IDLE, State.RINGING}) is (not line.near)
        assert line.far is not None or line.state not in {State.RINGING, State.TALKING, State.RING_BACK}
        assert not line.conference or line.held is not None

    @invariant()
    def nobody_hears_people_alone(self) -> None:
        emulation, now = self.host.emulation, self.host.now
        heard = "caller" in emulation.hears_whom("telephone", now)
        far = self.host.line.far
        if far is not None and far.who == "caller" and self.host.line.held is None:
            assert heard is ("telephone" in emulation.hears_whom("caller", now))

    @invariant()
    def streams_have_a_clock(self) -> None:
        modem = self.host.modem
        assert (modem.mode in {Mode.PLAYING, Mode.LISTENING}) is modem.agenda.planned("stream")
        assert modem.mode is not Mode.DEAF or modem.agenda.planned("answer")


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
