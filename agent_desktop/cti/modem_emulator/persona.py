"""What kinds of modem can be played, as data (`personas/*.yaml`): what they say of themselves, what they know and how fast they are."""

from __future__ import annotations

import enum
import functools
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.modem_emulator.sound import Coding
from agent_desktop.errors import UserError
from agent_desktop.files import read_yaml

SHIPPED = Path(__file__).parent / "personas"

Seconds = Annotated[float, Meta(ge=0, le=60)]


class Device(enum.StrEnum):
    """What a voice modem can connect (`+VLS`)."""

    LINE = "line"
    HANDSET = "handset"
    """The telephone in the modem's own socket."""
    SPEAKER = "speaker"
    """The loudspeaker at the modem."""
    MICROPHONE = "microphone"
    """The one at the modem."""


class Dtmf(enum.StrEnum):
    """What a modem makes of caller ID that comes as keys."""

    FORMATTED = "formatted"
    """It reads it, and reports it as any other."""
    LINE = "line"
    """It passes the keys on as a line."""
    KEYS = "keys"
    """In voice mode it reports each key; otherwise it is deaf to it."""


class CallerIdTalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a modem reports who calls."""

    commands: tuple[str, ...]
    """That switch it on with `=1` (formatted) and, where `raw` says so, `=2` (as it came); `=0` switches it off."""
    raw: bool = False
    raw_label: str = ""
    equals: str = " = "
    withheld: str = "P"
    unavailable: str = "O"
    dtmf: Dtmf = Dtmf.FORMATTED


class Sampling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to write samples (`+VSM`)."""

    method: int
    listed: str
    """As `+VSM=?` has it."""
    coding: Coding | None = None
    """None: the modem has it, this emulation has not, and says ERROR."""
    rates: tuple[Annotated[int, Meta(ge=4000, le=16000)], ...] = (8000,)


class VoiceMode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Voice mode: V.253 by `+FCLASS=8`, and where `rockwell` says so the older words (`#CLS=8`, `#VTX`)."""

    samplings: Annotated[tuple[Sampling, ...], Meta(min_length=1)]
    labels: dict[str, tuple[Device, ...]]
    """`+VLS`; the one without a device is on hook."""
    label_lines: tuple[str, ...]
    """As `+VLS=?` has them."""
    buffer: int = 4096
    """Bytes of samples that it takes ahead."""
    rings_by_event: bool = True
    """In voice mode `<DLE>R` instead of RING."""
    shields_keys: bool = False
    """`<DLE>/<DLE>5<DLE>~` for a key instead of `<DLE>5`."""
    rockwell: bool = False
    busy_after_s: Seconds = 2.2
    """How long a busy tone has to last."""


class Persona(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of modem."""

    name: str
    says: dict[str, tuple[str, ...]]
    """The answers to ATI0, ATI1 …; one that is missing is an ERROR, an empty one just OK."""
    maker: str | None
    """`+GMI`, `+GMM`, `+GMR`; None: it does not know these."""
    model: str | None
    revision: str | None
    classes: str | None
    """`+FCLASS=?`."""
    accepts: tuple[str, ...]
    """Further commands that it takes with any number, without a difference here: `&K`, `\\N` …"""
    parameters: dict[str, tuple[str, str]] = {}
    """Further extended parameters, each with its value at first and the answer to `=?`; values are checked against nothing."""
    registers: dict[str, int] = {}
    """S-registers that begin otherwise than V.250 has it."""
    caller_id: CallerIdTalk | None = None
    voice: VoiceMode | None = None
    answer_s: Seconds = 0.02
    """From the end of a command to its answer."""
    reset_s: Seconds = 0.3
    """How long ATZ takes; meanwhile it is deaf."""
    line_length: Annotated[int, Meta(ge=40)] = 255
    """The longest command."""
    ring_letters: bool = False
    """`RING A`, `RING B` for the cadences of further numbers."""


@functools.cache
def shipped() -> dict[str, Persona]:
    """Those that come with the program, by the names of their files."""
    return {path.stem: read_yaml(path).to(Persona) for path in sorted(SHIPPED.glob("*.yaml"))}


def named(name: str) -> Persona:
    """A shipped one by its name, or one in a file.

    Raises:
        UserError: there is none.
        FileMistake: it is wrong.

    """
    if name.endswith(".yaml"):
        return read_yaml(Path(name)).to(Persona)
    persona = shipped().get(name)
    if persona is None:
        raise UserError(f"there is no modem {name!r}; there are {', '.join(shipped())}, or name a .yaml file")
    return persona
