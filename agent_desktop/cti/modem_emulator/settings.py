"""What a modem has been told, and forgets on ATZ or without power."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_desktop.cti.modem_emulator.persona import Persona, Sampling

_REGISTERS = {0: 0, 1: 0, 2: 43, 3: 13, 4: 10, 5: 8, 6: 2, 7: 50, 8: 2, 10: 2, 12: 50}
"""V.250; S12 as Hayes had it."""


@dataclass(slots=True)
class Settings:
    """Of one modem."""

    registers: dict[int, int]
    parameters: dict[str, str]
    echo: bool = True
    words: bool = True
    """`V1`; False: numbers."""
    quiet: bool = False
    """`Q1`."""
    results: int = 4
    """`X`: which results there are."""
    dtr: int = 2
    """`&D`: 0 ignores it, 1 and 2 hang up, 3 resets when the host closes the port."""
    service: str = "0"
    """The class (`+FCLASS`): `8` is voice."""
    rockwell: bool = False
    """Voice mode was entered by `#CLS`."""
    caller_id: int = 0
    """0 off, 1 formatted, 2 as it came."""
    label: str = "0"
    """`+VLS`."""
    sampling: Sampling | None = None
    rate: int = 8000
    redial: str = field(default="")

    @property
    def voice(self) -> bool:
        return self.service == "8"


def fresh(persona: Persona) -> Settings:
    """As after power on."""
    parameters = {name: value for name, (value, _) in persona.parameters.items()}
    settings = Settings(_REGISTERS | {int(number): value for number, value in persona.registers.items()}, parameters)
    if persona.voice is not None:
        settings.sampling = next((one for one in persona.voice.samplings if one.coding is not None), None)
        settings.rate = settings.sampling.rates[-1] if settings.sampling else 8000
        settings.rate = 8000 if settings.sampling and 8000 in settings.sampling.rates else settings.rate  # noqa: PLR2004 - the usual rate
    return settings
