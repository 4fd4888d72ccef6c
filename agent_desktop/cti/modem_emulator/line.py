"""One subscriber line: the exchange with its tones, and whoever is at the far end. Near it has a modem and an ordinary telephone
in parallel. Pure.

    IDLE ── somebody calls ──► RINGING ── off hook ──► TALKING ── far end hangs up ──► CLEARED (busy tone)
    IDLE ── off hook ──► DIAL_TONE ── digits ──► CONNECTING ──► RING_BACK ──► TALKING, or CLEARED where nobody is reached
    TALKING ── flash ──► DIAL_TONE with somebody held, where the exchange has that
    on hook ──► IDLE; somebody held is joined with the other one, or rings back
"""

from __future__ import annotations

import enum
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent_desktop.cti.modem_emulator.agenda import Agenda
from agent_desktop.cti.modem_emulator.exchange import Exchange, Flash
from agent_desktop.cti.modem_emulator.sound import Ear, tone
from agent_desktop.cti.simulator.model import Heard, Manner, Telephone

_CID_BEFORE_S, _RING_AFTER_CID_S = 0.3, 1.5
_CID_AFTER_RING_S = 0.6
_RINGS_AT_MOST_S = 120.0
_CONNECT_S = 1.5
"""After the last digit."""
_RINGS_OUT_S = 60.0
_KEY_S = 0.12
_SYLLABLE_S, _PAUSE_S = 0.2, 0.06
_VOICES = {"caller": 440.0, "outside": 1500.0}
_ROWS = {697: "123A", 770: "456B", 852: "789C", 941: "*0#D"}
_COLUMNS = (1209, 1336, 1477, 1633)
_DTMF = {
    key: (float(row), float(column)) for row, keys in _ROWS.items() for key, column in zip(keys, _COLUMNS, strict=True)
}
"""ITU-T Q.23."""


class State(enum.StrEnum):
    """What the line is doing."""

    IDLE = "idle"
    RINGING = "ringing"
    TALKING = "talking"
    CLEARED = "cleared"
    """Nobody is there any more, or nobody was reached: busy tone."""
    DIAL_TONE = "dial tone"
    CONNECTING = "connecting"
    RING_BACK = "ring back"


class What(enum.Enum):
    """What a modem notices of it."""

    PULSE = enum.auto()
    """The bell begins to sound; `value` is how long, `pause` how long it was still before."""
    RING = enum.auto()
    """A whole ring has begun."""
    CALLER_ID = enum.auto()
    KEY = enum.auto()
    """The far end has pressed `text`."""
    LOOP_BREAK = enum.auto()
    CLEARED = enum.auto()
    """Busy tone begins."""
    RING_BACK = enum.auto()
    """The far end rings once more."""
    ANSWERED = enum.auto()
    SILENT = enum.auto()
    """Ringing has stopped: the caller has given up."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happens on the line."""

    what: What
    value: float = 0.0
    pause: float = 0.0
    text: str = ""


@dataclass(slots=True, eq=False)
class Party:
    """Whoever is at the far end."""

    who: str
    number: str = ""
    name: str = ""
    withheld: bool = False
    pattern: int = 0
    """The cadence of which of the line's numbers they have dialled."""
    modem: bool = False
    """It is no person: it can take part in a data call."""
    kind: str = "caller"
    on_heard: Callable[[Heard, float], None] | None = None
    """What a person notices."""
    on_sound: Callable[[float], None] | None = None
    """What a machine plays to them sounds differently now (`ear`)."""
    keys: str = ""
    """What was pressed at this end of the line."""
    ear: Ear = field(default_factory=Ear)
    speaks_until: float = 0.0
    pressed: tuple[str, float] = ("", 0.0)

    def heard(self, heard: Heard, now: float) -> None:
        if self.on_heard is not None:
            self.on_heard(heard, now)


class Line:
    """The line. Whoever looks calls `tick` first."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.state = State.IDLE
        self.far: Party | None = None
        """Who calls, talks or is being rung."""
        self.held: Party | None = None
        self.conference = False
        self.near: set[str] = set()
        """Who at this end is off hook: `modem`, `telephone`."""
        self.outside: dict[str, Telephone] = {}
        """How people are reached who can be called; anybody else answers after two seconds."""
        self.notices: list[Notice] = []
        """Not yet taken."""
        self._agenda = Agenda()
        self._dialled = ""
        self._talked: set[str] = set()

    def next_deadline(self) -> float | None:
        return self._agenda.next_deadline()

    def tick(self, now: float) -> None:
        self._agenda.run(now)

    # ---- the far end

    def call(self, party: Party, now: float) -> bool:
        """Somebody calls; False: they hear busy."""
        if self.state is not State.IDLE:
            return False
        self.state, self.far = State.RINGING, party
        first = now + _CID_BEFORE_S
        if self.exchange.caller_id.after_first_ring:
            self._agenda.add(first, "ring", lambda at: self._ring(at, 0.0, first=True))
        else:
            self._agenda.add(first, "ring", lambda _: self._tell(Notice(What.CALLER_ID)))
            self._agenda.add(first + _RING_AFTER_CID_S, "ring", lambda at: self._ring(at, 0.0, first=False))
        self._agenda.add(now + _RINGS_AT_MOST_S, "ring", self._rings_in_vain)
        return True

    def gone(self, party: Party, now: float) -> None:
        """Somebody hangs up at the far end; who is not on the line does no harm."""
        if party is self.held:
            self.held, self.conference = None, False
        elif party is not self.far:
            return
        elif self.conference:
            self.far, self.held, self.conference = self.held, None, False
        elif self.state is State.RINGING:
            self._agenda.drop("ring")
            self.state, self.far = State.IDLE, None
            self._tell(Notice(What.SILENT))
        else:
            self._clear(now)
        party.heard(Heard.GONE, now)
        self._company(now)

    def press(self, party: Party, key: str, now: float) -> None:
        """A key at the far end."""
        if self.state is State.TALKING and (party is self.far or self.conference):
            party.pressed = (key, now + _KEY_S)
            self._tell(Notice(What.KEY, text=key))

    def speak(self, party: Party, seconds: float, now: float) -> None:
        """Somebody says something at the far end."""
        party.speaks_until = now + seconds

    # ---- this end

    def lift(self, who: str, now: float) -> None:
        """Off hook."""
        if who in self.near:
            return
        self.near.add(who)
        if self.state is State.IDLE:
            self.state, self._dialled = State.DIAL_TONE, ""
        elif self.state is State.RINGING and self.far is not None:
            self._agenda.drop("ring")
            self.state = State.TALKING
            self.far.heard(Heard.ANSWERED, now)
        self._company(now)

    def drop(self, who: str, now: float) -> None:
        """On hook."""
        self.near.discard(who)
        if self.near or self.state in {State.IDLE, State.RINGING}:
            self._company(now)
            return
        self._agenda.drop("connect", "clear")
        far, held, self.far, self.held = self.far, self.held, None, None
        talked = self.state in {State.TALKING, State.RING_BACK}
        self.state, self.conference = State.IDLE, False
        self._talked.clear()
        if far is not None and held is not None and talked and self.exchange.flash is not Flash.NONE:
            far.heard(Heard.PEOPLE, now)
            held.heard(Heard.PEOPLE, now)
            return
        if far is not None:
            far.heard(Heard.GONE, now)
        if held is not None:
            self.call(held, now)

    def dial(self, key: str, now: float) -> None:
        """A key at this end."""
        if self.state in {State.DIAL_TONE, State.CONNECTING} and self.far is None:
            self.state, self._dialled = State.CONNECTING, self._dialled + key
            self._agenda.drop("connect")
            self._agenda.add(now + _CONNECT_S, "connect", self._connect)
        elif self.state is State.TALKING:
            for party in self._hearing():
                party.keys += key

    def flash(self, now: float) -> None:
        """The hook, for half a second."""
        if self.exchange.flash is Flash.NONE:
            return
        if self.held is None:
            if self.state is State.TALKING:
                self._hold(now)
        elif self.exchange.flash is Flash.THREE_WAY and self.state is State.TALKING:
            self._three_way(now)
        else:
            self._switch(now)
        self._company(now)

    def play(self, samples: Sequence[int], rate: int, now: float) -> None:
        """A machine at this end is heard at the other."""
        for party in self._hearing():
            if party.ear.hear(samples, rate) and party.on_sound is not None:
                party.on_sound(now)

    def still(self, seconds: float, now: float) -> None:
        """No machine at this end has made a sound for so long."""
        for party in self._hearing():
            if party.ear.pause(seconds) and party.on_sound is not None:
                party.on_sound(now)

    def sound(self, rate: int, count: int, now: float) -> array[int]:
        """What is heard at this end."""
        first = int(now * rate)
        if self.state is State.TALKING:
            heard = array("h", bytes(2 * count))
            for party in self._hearing():
                heard = array("h", map(_mixed, heard, _voice(party, rate, first, count, now)))
            return heard
        tones = {State.DIAL_TONE: self.exchange.dial_tone, State.CLEARED: self._busy(now)}
        return tone(tones.get(self.state, ()), rate, first, count)

    def loud(self, now: float) -> bool:
        """Whether somebody at the far end says something."""
        return self.state is State.TALKING and any(party.speaks_until > now for party in self._hearing())

    def joined(self, devices: set[str], now: float) -> None:
        """Which people at this end are on the line; the far end notices."""
        if devices != self._talked:
            self._talked = devices
            self._company(now)

    def voices(self) -> set[str]:
        """Who at this end can be heard at the other."""
        return (self._talked | self.near) - {"modem"} if self.state is State.TALKING else set()

    # ---- what follows by itself

    def _tell(self, notice: Notice) -> None:
        self.notices.append(notice)

    def _ring(self, now: float, pause: float, *, first: bool) -> None:
        """One period of the cadence."""
        assert self.far is not None, "called off with the call"
        at, cadence = now, self.exchange.cadence(self.far.pattern)
        for on_s, off_s in zip(cadence[::2], cadence[1::2], strict=True):
            self._agenda.add(at, "ring", _later(self._tell, Notice(What.PULSE, on_s, pause)))
            at, pause = at + on_s + off_s, off_s
        ends = at - pause
        self._agenda.add(now + min(0.2, cadence[0]), "ring", lambda _: self._tell(Notice(What.RING)))
        if first:
            self._agenda.add(ends + _CID_AFTER_RING_S, "ring", lambda _: self._tell(Notice(What.CALLER_ID)))
        self._agenda.add(at, "ring", lambda when: self._ring(when, cadence[-1], first=False))

    def _rings_in_vain(self, now: float) -> None:
        if self.far is not None:
            self.gone(self.far, now)

    def _connect(self, now: float) -> None:
        number, self._dialled = self._dialled, ""
        phone = self.outside.get(number) or Telephone(number, after_s=2.0)
        self.far = Party(number, number, kind="outside")
        if phone.manner in {Manner.ANSWERS, Manner.RINGS_OUT, Manner.REJECTS}:
            self.state = State.RING_BACK
            self._ring_back(now)
        else:
            self._clear(now)
        if phone.manner is Manner.ANSWERS:
            self._agenda.add(now + phone.after_s, "connect", self._answer)
        elif phone.manner is Manner.REJECTS:
            self._agenda.add(now + phone.after_s, "connect", self._clear)
        elif phone.manner is Manner.RINGS_OUT:
            self._agenda.add(now + _RINGS_OUT_S, "connect", self._clear)

    def _ring_back(self, now: float) -> None:
        self._tell(Notice(What.RING_BACK))
        self._agenda.add(now + sum(self.exchange.ring), "connect", self._ring_back)

    def _answer(self, now: float) -> None:
        self._agenda.drop("connect")
        self.state = State.TALKING
        self._tell(Notice(What.ANSWERED))
        self._company(now)

    def _clear(self, now: float) -> None:
        """Nobody is at the far end."""
        self._agenda.drop("connect")
        talked, self.far = self.state is State.TALKING, None
        self.state = State.CLEARED
        if talked and self.exchange.loop_break:
            self._agenda.add(
                now + self.exchange.clears_after_s / 2, "clear", lambda _: self._tell(Notice(What.LOOP_BREAK))
            )
        after_s = self.exchange.clears_after_s if talked else 0.0
        self._agenda.add(now + after_s, "clear", lambda _: self._tell(Notice(What.CLEARED)))

    def _hold(self, now: float) -> None:
        self.held, self.far = self.far, None
        self.state, self._dialled = State.DIAL_TONE, ""
        if self.held is not None:
            self.held.heard(Heard.MUSIC, now)

    def _three_way(self, now: float) -> None:
        if not self.conference:
            self.conference = True
            return
        last, self.far = self.far, self.held
        self.held, self.conference = None, False
        if last is not None:
            last.heard(Heard.GONE, now)

    def _switch(self, now: float) -> None:
        self._agenda.drop("connect", "clear")
        talked = self.state is State.TALKING
        before, self.far = self.far, self.held
        self.held = before if talked else None
        self.state = State.TALKING
        if before is not None:
            before.heard(Heard.MUSIC if talked else Heard.GONE, now)

    def _hearing(self) -> list[Party]:
        if self.state is not State.TALKING:
            return []
        parties = (self.far, self.held if self.conference else None)
        return [party for party in parties if party is not None]

    def _company(self, now: float) -> None:
        """Tell people at the far end whether there is anybody to talk to."""
        for party in self._hearing():
            party.heard(Heard.PEOPLE if self.voices() else Heard.SILENCE, now)

    def _busy(self, now: float) -> tuple[float, ...]:
        on_s, off_s = self.exchange.busy_cadence[:2]
        return self.exchange.busy if now % (on_s + off_s) < on_s else ()


def _later(act: Callable[[Notice], None], notice: Notice) -> Callable[[float], None]:
    return lambda _: act(notice)


def _voice(party: Party, rate: int, first: int, count: int, now: float) -> array[int]:
    key, until = party.pressed
    if until > now:
        return tone(_DTMF[key], rate, first, count)
    speaks = party.speaks_until > now and now % (_SYLLABLE_S + _PAUSE_S) < _SYLLABLE_S
    return tone((_VOICES[party.kind],) if speaks else (), rate, first, count)


def _mixed(one: int, other: int) -> int:
    return max(-32768, min(32767, one + other))
