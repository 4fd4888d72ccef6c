"""What kinds of telephone line there are, as data (`exchanges/*.yaml`): how they ring, say who calls, and end a call."""

from __future__ import annotations

import enum
import functools
from pathlib import Path
from typing import Annotated

import msgspec
import phonenumbers
from msgspec import Meta

from agent_desktop.errors import UserError
from agent_desktop.files import read_yaml

SHIPPED = Path(__file__).parent / "exchanges"

Seconds = Annotated[float, Meta(ge=0, le=60)]
Cadence = Annotated[tuple[Seconds, ...], Meta(min_length=2)]
"""On, off, on, off …; an even number."""


class Form(enum.StrEnum):
    """How an exchange writes who calls."""

    SDMF = "sdmf"
    """One message with date and number (Bellcore GR-30-CORE)."""
    MDMF = "mdmf"
    """Several parameters, the name too (Bellcore GR-30-CORE); also over V.23."""
    ETSI = "etsi"
    """As MDMF, with the kind of call before the rest (EN 300 659-3)."""
    DTMF = "dtmf"
    """Keys: `D…C` as in China; number only."""
    NONE = "none"
    """The subscriber has not ordered it."""


class Flash(enum.StrEnum):
    """What a short press of the hook does."""

    NONE = "none"
    TOGGLE = "toggle"
    """A PBX: the other of two calls; hanging up joins the two."""
    THREE_WAY = "three_way"
    """Centrex: the second press brings all together, the third drops the last; hanging up joins the two."""


class CallerIdPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who calls, and when it is said."""

    form: Form
    after_first_ring: bool = True
    """False: before it, after the exchange has turned the loop round or given a short splash."""


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of line."""

    name: str
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    """From where numbers are written, ISO 3166."""
    ring: Cadence
    distinctive: tuple[Cadence, ...]
    """Further cadences, for second numbers of the line."""
    caller_id: CallerIdPlan
    dial_tone: tuple[float, ...]
    ring_back: tuple[float, ...]
    busy: tuple[float, ...]
    """Hertz."""
    busy_cadence: Cadence
    loop_break: bool
    """Whether the current is cut for a moment when the far end has hung up."""
    clears_after_s: Seconds = 1.0
    """From the far end's hang-up to the busy tone."""
    flash: Flash = Flash.NONE

    def cadence(self, pattern: int) -> tuple[float, ...]:
        """0 is the ordinary one."""
        return self.ring if pattern == 0 else self.distinctive[(pattern - 1) % len(self.distinctive)]

    def shown(self, number: str) -> str:
        """An international number as this exchange sends it to its subscribers: digits, as they would be dialled here."""
        if not number.startswith("+"):
            return number
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number.removeprefix("+")
        if parsed.country_code == phonenumbers.country_code_for_region(self.country) == 1:
            return str(parsed.national_number)
        dialled = phonenumbers.format_out_of_country_calling_number(parsed, self.country)
        return "".join(filter(str.isdigit, dialled))


@functools.cache
def shipped() -> dict[str, Exchange]:
    """Those that come with the program, by the names of their files."""
    return {path.stem: read_yaml(path).to(Exchange) for path in sorted(SHIPPED.glob("*.yaml"))}


def named(name: str) -> Exchange:
    """A shipped one by its name, or one in a file.

    Raises:
        UserError: there is none.
        FileMistake: it is wrong.

    """
    if name.endswith(".yaml"):
        return read_yaml(Path(name)).to(Exchange)
    exchange = shipped().get(name)
    if exchange is None:
        raise UserError(f"there is no exchange {name!r}; there are {', '.join(shipped())}, or name a .yaml file")
    return exchange
