"""Modem, line and callers as one deterministic machine. `now` is Unix time in seconds and never goes back; no clock, no port.

emulation.receive(data, now)          bytes from the host
emulation.outgoing(now)               bytes for the host
emulation.next_deadline()             when `tick`, and `outgoing` after it, are wanted
"""

from __future__ import annotations

from agent_desktop.cti.modem_emulator import exchange as exchanges
from agent_desktop.cti.modem_emulator import persona as personas
from agent_desktop.cti.modem_emulator.exchange import Exchange
from agent_desktop.cti.modem_emulator.faults import Fault, Faults
from agent_desktop.cti.modem_emulator.line import Line, Party, State
from agent_desktop.cti.modem_emulator.modem import Modem
from agent_desktop.cti.modem_emulator.people import News, People
from agent_desktop.cti.modem_emulator.persona import Persona
from agent_desktop.cti.modem_emulator.sound import Sound
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.traffic import Traffic

AGENT = "telephone"
"""Whoever is at this end: on the ordinary telephone, or at the modem's loudspeaker and microphone."""


class Emulation:
    """An emulated modem, and the world at the other end of its cable."""

    def __init__(
        self,
        persona: Persona | str = "conexant",
        exchange: Exchange | str = "china",
        *,
        traffic: Traffic | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.line = Line(exchanges.named(exchange) if isinstance(exchange, str) else exchange)
        self.faults = faults or Faults()
        kind = personas.named(persona) if isinstance(persona, str) else persona
        self.modem = Modem(kind, self.line, self.faults)
        self.people = People(self.line, traffic)
        self._parties: dict[str, Party] = {}

    # ---- time and bytes

    def begin(self, now: float) -> None:
        """Callers begin to call."""
        self.people.begin(now)

    def next_deadline(self) -> float | None:
        deadlines = (self.modem.next_deadline(), self.people.next_deadline())
        return min((at for at in deadlines if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Let everything happen that is due by now, in order of time."""
        while (at := self._next_act()) is not None and at <= now:
            self.modem.tick(at)
            self.people.tick(at)
        self.modem.tick(now)

    def _next_act(self) -> float | None:
        acts = (self.modem.agenda.next_deadline(), self.line.next_deadline(), self.people.next_deadline())
        return min((at for at in acts if at is not None), default=None)

    def receive(self, data: bytes, now: float) -> None:
        self.tick(now)
        self.modem.receive(data, now)

    def outgoing(self, now: float) -> bytes:
        return self.modem.outgoing(now)

    def take_news(self) -> list[News]:
        """How the callers of the library have fared since the last time."""
        return self.people.take_news()

    # ---- what can be made to happen

    def place(self, caller: Caller, now: float) -> bool:
        """A caller of the library calls; False: the line is busy."""
        self.tick(now)
        return self.people.place(caller, now)

    def call(self, party: Party, now: float) -> bool:
        """Somebody calls who does nothing by themselves; False: the line is busy."""
        self.tick(now)
        self._parties[party.who] = party
        return self.line.call(party, now)

    def hang_up(self, who: str, now: float) -> None:
        """Somebody puts the receiver down; who is not on the line does no harm."""
        self.tick(now)
        if who == AGENT:
            self.modem.lay(now)
        elif (party := self._party(who)) is not None:
            self.line.gone(party, now)
        self.modem.tick(now)

    def press(self, who: str, keys: str, now: float) -> None:
        """Keys at the far end, one at once after another."""
        self.tick(now)
        party = self._party(who)
        for key in keys if party is not None else "":
            assert party is not None
            self.line.press(party, key, now)
        self.modem.tick(now)

    def speak(self, who: str, seconds: float, now: float) -> None:
        """Somebody at the far end says something."""
        self.tick(now)
        if (party := self._party(who)) is not None:
            self.line.speak(party, seconds, now)

    def lift(self, now: float) -> None:
        """The agent takes up the telephone."""
        self.tick(now)
        self.modem.lift(now)
        self.modem.tick(now)

    def fail(self, fault: Fault) -> None:
        """The next thing that the modem says goes wrong."""
        self.faults.order(fault)

    # ---- what can be observed

    def hears(self, who: str, now: float) -> str:
        """What somebody hears: `silence`, `voice`, `music` or `people`."""
        self.tick(now)
        return self.overheard(who)

    def overheard(self, who: str) -> str:
        """As `hears`, as of the last time that anything happened."""
        if self._heard_by(who):
            return "people"
        party = None if who == AGENT else self._party(who)
        if party is None:
            return Sound.SILENCE.value
        if party is self.line.held and not self.line.conference:
            return Sound.MUSIC.value
        return party.ear.sound.value if party is self.line.far else Sound.SILENCE.value

    def hears_whom(self, who: str, now: float) -> set[str]:
        """Whose voices: `caller`, `telephone`, `outside`."""
        self.tick(now)
        return self._heard_by(who)

    def _heard_by(self, who: str) -> set[str]:
        line = self.line
        if line.state is not State.TALKING:
            return set()
        talking = [party for party in (line.far, line.held if line.conference else None) if party is not None]
        kinds = {party.kind for party in talking}
        if who == AGENT:
            return kinds if self.modem.listens else set()
        party = self._party(who)
        if party not in talking:
            return set()
        others = {other.kind for other in talking if other is not party}
        return others | ({AGENT} if line.voices() else set())

    def digits(self, who: str) -> str:
        """What was pressed at this end and heard there."""
        party = self._party(who)
        return party.keys if party is not None else ""

    def _party(self, who: str) -> Party | None:
        on_line = (self.line.far, self.line.held)
        return self._parties.get(who) or next((party for party in on_line if party and party.who == who), None)
