"""A modem as a table: what it answers to which command, and what it does while it plays or listens. Between it and a `Modem`
stands `Desk`, which has the clock and moves the bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.modem import Modem
from agent_desktop.cti.modem.profile import Flash, Profile
from agent_desktop.cti.modem.taping import TapeBroken
from agent_desktop.cti.vocabulary import BridgeId, ConnectionId, Language, PlaybackId, RecordingId

DLE, ETX = b"\x10", b"\x03"
VLS_CONEXANT = (
    '0,"",B0804100,B0804100,B0804100',
    '1,"T",0B8433C1,0FE431C1,0B8431C1',
    '3,"LT",0B8433C1,0FE431C1,0B8431C1',
)
VSM_CONEXANT = (
    '0,"SIGNED PCM",8,0,8000,0,0',
    '1,"UNSIGNED PCM",8,0,8000,0,0',
    '129,"IMA ADPCM",4,0,8000,0,0',
    '131,"Mu-Law",8,0,8000,0,0',
)

Table = dict[str, tuple[str, ...] | None]
"""Command → the lines of its answer before OK; None: ERROR."""

HAYES: Table = {"ATI": ("28800",), "ATI3": ("V1.0",), "AT+GMI": None, "AT+GMM": None, "AT+FCLASS=?": ("0,1,2",)}
CONEXANT: Table = {
    "ATI": ("56000",),
    "AT+GMI": ("CONEXANT",),
    "AT+GMM": ("V90",),
    "AT+FCLASS=?": ("0,1,1.0,2,8",),
    "AT+VLS=?": VLS_CONEXANT,
    "AT+VSM=?": VSM_CONEXANT,
}
USR: Table = {
    "ATI": ("5601",),
    "ATI3": ("U.S. Robotics 56K FAX USB V1.2.23",),
    "AT+FCLASS=?": ("0,1,2.0,8",),
    "AT+VLS=?": ('0,"",B0000000', '1,"T",B0000000', '4,"S",B0000000', '5,"ST",B0000000'),
    "AT+VSM=?": ('128,"8-BIT LINEAR",(7200,8000,11025)', '131,"8-BIT ULAW",(8000)'),
}


class TableModem:
    """Answers OK to what is not in its table; None in the table is ERROR. `says` is what it has to say next."""

    def __init__(self, table: Table, *, echo: bool = True, words: bool = True) -> None:
        self.table, self.echo, self.words = dict(table), echo, words
        self.results: dict[str, list[str]] = {}
        """Other results than OK, by the beginning of a command; used up one after another."""
        self.commands: list[str] = []
        self.played = bytearray()
        self.mode = ""
        """`play`, `listen`, or neither."""
        self.says = b""
        self.dead = False
        self._line = b""
        self._dle = False

    def write(self, data: bytes) -> None:
        for code in data:
            if not self.dead:
                self._take(bytes([code]))

    def tell(self, *lines: str) -> None:
        for line in lines:
            self.says += f"\r\n{line}\r\n".encode("latin-1")

    def event(self, codes: str) -> None:
        self.says += b"".join(DLE + code.encode() for code in codes)

    def samples(self, content: bytes) -> None:
        self.says += content.replace(DLE, DLE + DLE)

    def _take(self, byte: bytes) -> None:
        if self._dle:
            self._dle = False
            self._shielded(byte)
        elif byte == DLE:
            self._dle = True
        elif self.mode == "play":
            self.played += byte
        elif byte == b"\r":
            line, self._line = self._line, b""
            if line and not self.mode:
                self._command(line.decode())
            elif not line and "dialling" in self.table:
                self._interrupted()
        else:
            self._line += byte

    def _shielded(self, byte: bytes) -> None:
        if byte == DLE and self.mode == "play":
            self.played += DLE
        elif byte == ETX and self.mode == "play":
            self.mode = ""
            self._result("VCON")
        elif byte == b"!" and self.mode == "listen":
            self.mode = ""
            self.says += DLE + ETX
            self._result("OK")

    def _interrupted(self) -> None:
        del self.table["dialling"]
        self._result("NO CARRIER")

    def _command(self, command: str) -> None:
        self.commands.append(command)
        if self.echo:
            self.says += command.encode() + b"\r"
        if command == "ATE0V1Q0":
            self.echo, self.words = False, True
        for line in self.table.get(command) or ():
            self.says += f"\r\n{line}".encode()
        if self.table.get(command):
            self.says += b"\r\n"
        result = "ERROR" if self.table.get(command, ()) is None else "OK"
        if command in {"AT+VTX", "AT+VRX"}:
            self.mode = {"AT+VTX": "play", "AT+VRX": "listen"}[command]
            result = "CONNECT"
        for beginning, results in self.results.items():
            if command.startswith(beginning) and results:
                result = results.pop(0)
        if result:
            self._result(result)
        else:
            self.table["dialling"] = ()

    def _result(self, word: str) -> None:
        numbers = {"OK": "0", "CONNECT": "1", "ERROR": "4"}
        self.says += f"\r\n{word}\r\n".encode() if self.words else f"{numbers[word]}\r".encode()


class Tape:
    """A recording in memory."""

    def __init__(self) -> None:
        self.samples = array("h")
        self.closed = False
        self.full = False

    def write(self, samples: array[int]) -> None:
        if self.full:
            raise TapeBroken("the disk is full")
        self.samples.extend(samples)

    def close(self) -> None:
        self.closed = True


class Studio:
    """Sounds of so many samples each, and tapes in memory."""

    def __init__(self, length: int = 8000) -> None:
        self.sounds: dict[str, array[int]] = {}
        self.length = length
        self.missing: set[str] = set()
        self.tapes: dict[str, Tape] = {}

    def prompt(self, media: str, language: Language) -> array[int] | None:
        return None if media in self.missing else self.sounds.get(media, array("h", [0]) * self.length)

    def music(self) -> array[int] | None:
        return array("h", [0x1000]) * self.length

    def open(self, recording: RecordingId) -> Tape:
        if recording in self.tapes:
            raise TapeBroken("it is there already")
        self.tapes[recording] = Tape()
        return self.tapes[recording]


STATION = "1001"
HEADSET = ConnectionId("headset")
BRIDGE = BridgeId("b")


class Desk:
    """A `Modem` at a `TableModem`, with a clock."""

    def __init__(
        self,
        table: Table,
        *,
        place: Place | None = None,
        flash: Flash = Flash.NONE,
        known: Profile | None = None,
        change: Callable[[TableModem], None] = lambda _: None,
    ) -> None:
        self.now = 100.0
        self.peer = TableModem(table)
        change(self.peer)
        self.studio = Studio()
        place = place or Place("GB", frozenset({STATION}), mark="m")
        self.modem = Modem("/dev/modem", place, self.studio, known, flash)
        self.events: list[s.AnyEvent] = []
        self.modem.opened()
        self.run()

    def run(self, seconds: float = 0.0) -> None:
        """Let it work until everything is quiet, and then until so much time has gone by."""
        until = self.now + seconds
        while True:
            self._talk()
            due = self.modem.next_deadline()
            if due is None or due > until:
                if not self.modem.up and due is not None and not seconds:
                    self.now = due
                    self.events += self.modem.tick(self.now)
                    continue
                break
            self.now = max(self.now, due)
            self.events += self.modem.tick(self.now)
        self.now = until if seconds else self.now

    def _talk(self) -> None:
        while True:
            self.peer.write(self.modem.outgoing(self.now))
            if not self.peer.says:
                return
            says, self.peer.says = self.peer.says, b""
            self.events += self.modem.receive(says, self.now)

    def send(self, *commands: s.AnyCommand) -> None:
        """In one breath, as the core does."""
        for command in commands:
            self.events += self.modem.send(command, self.now)
        self.run()

    def rings(self, *lines: str) -> None:
        """One ring, and what the modem says after it."""
        self.peer.tell("RING", *lines)
        self.run()

    def took(self) -> list[s.AnyEvent]:
        """The events since somebody last looked."""
        events, self.events = self.events, []
        return events

    def asked(self) -> list[str]:
        """The commands since somebody last looked."""
        commands, self.peer.commands = self.peer.commands, []
        return commands

    def arrived(self) -> ConnectionId:
        """Somebody calls, with number and name."""
        self.rings("NMBR = 02079460103", "NAME = BOB")
        found = next(event for event in self.took() if isinstance(event, s.CallArrived))
        self.asked()
        return found.connection

    def answered(self) -> ConnectionId:
        """Somebody has called and hears us."""
        caller = self.arrived()
        self.send(s.Answer(caller))
        assert self.took() == [s.ConnectionAnswered(caller)]
        self.asked()
        return caller

    def talking(self) -> ConnectionId:
        """Somebody has called and talks to the agent."""
        self.send(s.Dial(HEADSET, STATION, "", "", 20))
        caller = self.arrived()
        self.send(s.Answer(caller), s.Bridge(BRIDGE, (caller, HEADSET)))
        self.took()
        self.asked()
        return caller


def play(connection: ConnectionId, playback: str, *media: str) -> s.Play:
    prompts = tuple(s.Prompt(each, each) for each in media or ("flow/one",))
    return s.Play(connection, PlaybackId(playback), prompts, Language.EN)
