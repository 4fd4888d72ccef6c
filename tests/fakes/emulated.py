"""An emulated modem without a port: bytes by hand, time by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from agent_desktop.cti.modem_emulator.emulation import Emulation
from agent_desktop.cti.modem_emulator.exchange import Exchange
from agent_desktop.cti.modem_emulator.faults import Faults
from agent_desktop.cti.modem_emulator.line import Party
from agent_desktop.cti.modem_emulator.persona import Persona
from agent_desktop.cti.simulator.traffic import Traffic

BEGIN = datetime(2026, 11, 27, 8, 8, tzinfo=UTC).astimezone().replace(hour=8, minute=8).timestamp()
"""Eight minutes past eight on 27 November, wherever this runs."""
WANG = "+862155550101"


class Host:
    """A program at the modem's cable."""

    def __init__(
        self,
        persona: Persona | str = "v253",
        exchange: Exchange | str = "china",
        *,
        traffic: Traffic | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.emulation = Emulation(persona, exchange, traffic=traffic, faults=faults)
        self.modem, self.line = self.emulation.modem, self.emulation.line
        self.now = BEGIN
        self.emulation.begin(self.now)

    def sends(self, data: bytes) -> None:
        """Bytes, at once."""
        self.emulation.receive(data, self.now)

    def wait(self, seconds: float) -> bytes:
        """Let time pass, stopping at every deadline as a timer would; what was said meanwhile."""
        said, end = bytearray(), self.now + seconds
        while (at := self.emulation.next_deadline()) is not None and at <= end:
            self.now = max(self.now, at)
            self.emulation.tick(self.now)
            said += self.emulation.outgoing(self.now)
        self.now = end
        self.emulation.tick(end)
        return bytes(said + self.emulation.outgoing(end))

    def types(self, line: str, seconds: float = 1.0) -> list[str]:
        """A command; the lines that come within a second, the echo too."""
        self.sends(line.encode() + b"\r")
        return lines(self.wait(seconds))

    def rings(self, number: str = WANG, name: str = "", **how: object) -> Party:
        """Somebody calls."""
        party = Party("caller", number, name, **how)  # type: ignore[arg-type]
        assert self.emulation.call(party, self.now)
        return party

    def quietly(self, *commands: str) -> Host:
        """Commands that are accepted, without echo."""
        for command in ("ATE0", *commands):
            assert self.types(command)[-1:] in (["OK"], ["VCON"]), command
        return self


def lines(said: bytes) -> list[str]:
    """What was said, without empty lines."""
    return [line for line in said.decode("latin-1").replace("\r", "\n").split("\n") if line]
