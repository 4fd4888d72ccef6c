"""What kinds of modem there are, as data: `profiles/*.yaml`, a field is a key. Must never talk to a modem.

A profile names only what is known to work. What it does not name the line cannot do, and that is a missing capability: the seat
greys the button out.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.modem.samples import Coding, Format
from agent_desktop.cti.modem.signals import Meaning
from agent_desktop.cti.vocabulary import Capability
from agent_desktop.errors import UserError
from agent_desktop.files import read_yaml

SHIPPED = Path(__file__).parent / "profiles"
_PLAIN, _VOICE = "hayes", "v253"
"""The profiles of modems that nobody knows: without and with voice."""
_VOICE_CLASS = re.compile(r"(?<![\d.])8(?![\d.])")

_GONE = {Meaning.BUSY_TONE: 2, Meaning.DIAL_TONE: 1, Meaning.LOOP_BREAK: 1}

At = Annotated[str, Meta(pattern=r"^(?i:at)[!-~]*$")]
Seconds = Annotated[float, Meta(gt=0, le=60)]


class CodingPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to write samples that this modem is known to have."""

    method: int
    format: Format


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Voice mode (`+FCLASS=8`)."""

    enter: tuple[At, ...]
    """Before each call."""
    off_hook: At
    """The modem alone is on the line."""
    talk: At
    """The agent's handset, headset or speakerphone is, too. The same as `off_hook`: they speak on a parallel telephone, which the
    modem cannot cut off."""
    hang_up: tuple[At, ...]
    dial: At
    digits: At
    mute: At | None = None
    """As `talk`, but what the agent says does not reach the line. None: this modem cannot tell the two apart."""
    coding: CodingPlan | None = None
    """None: the best of what the modem offers."""
    play: At = "AT+VTX"
    listen: At = "AT+VRX"
    flash: At = "AT+VTS=!"
    records_talk: bool = True
    """Whether samples come from the line while the agent talks."""
    gone: dict[Meaning, Annotated[int, Meta(ge=1)]] = msgspec.field(default_factory=lambda: dict(_GONE))
    """What means that the far end has hung up, and how often within ten seconds it has to be heard."""

    @property
    def cuts_off(self) -> bool:
        """Whether the agent's telephone can be kept off the line."""
        return self.talk != self.off_hook


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of modem."""

    name: str
    recognised: tuple[str, ...]
    """Regular expressions; one found in what the modem says of itself is enough. Case does not matter."""
    setup: tuple[At, ...]
    """After the reset; a command that the modem does not know is passed over."""
    caller_id: tuple[At, ...]
    """Tried in turn until one is accepted."""
    off_hook: tuple[At, ...]
    """Take the line without voice mode; people speak on a parallel telephone."""
    hang_up: tuple[At, ...]
    dial: At
    digits: At | None = None
    """Tones in mid-call, without voice mode."""
    caller_id_wait_s: Seconds = 6.0
    """From the first ring; the second ring ends it in any case."""
    ring_pause_s: Seconds = 8.0
    """The longest pause between two rings of one call. Countries have up to 4 s; one ring may be missed."""
    flash: At = "ATDT!;"
    flash_dial: At = "ATDT!,{digits};"
    voice: Voice | None = None


class Flash(enum.StrEnum):
    """What a short press of the hook does on this line."""

    NONE = "none"
    """Nothing: a plain line of the network."""
    TOGGLE = "toggle"
    """On most PBXs: the other of two calls; hanging up joins the two."""
    THREE_WAY = "three_way"
    """Centrex, and three-way calling in North America: the second press brings both together, the third drops the last."""


class AnswerMode(enum.StrEnum):
    """When an arriving call is taken off hook."""

    AT_ONCE = "at_once"
    """When the centre says so: the menu speaks. Needs prompts."""
    WHEN_TAKEN = "when_taken"
    """When an agent takes it; until then the caller hears it ring, and pays nothing."""


class Abilities(msgspec.Struct, frozen=True):
    """What one modem on one line can do, as found out."""

    profile: Profile
    coding: Coding | None = None
    """None: no voice mode."""
    caller_id: bool = False
    flash: Flash = Flash.NONE

    @property
    def voice(self) -> Voice | None:
        return self.profile.voice if self.coding is not None else None

    @property
    def capabilities(self) -> frozenset[Capability]:
        found = {Capability.ANSWER, Capability.DIAL}
        if self.profile.digits is not None:
            found.add(Capability.SEND_DIGITS)
        if self.voice is not None:
            found |= {Capability.SEND_DIGITS, Capability.RECEIVE_DIGITS, Capability.PROMPTS}
            if self.voice.records_talk:
                found.add(Capability.RECORD)
            if self.voice.mute is not None:
                found.add(Capability.MUTE)
            if self.voice.cuts_off:
                found.add(Capability.HOLD)
        if self.flash is not Flash.NONE:
            found |= {Capability.HOLD, Capability.CONSULT, Capability.TRANSFER}
        if self.flash is Flash.THREE_WAY:
            found.add(Capability.CONFERENCE)
        return frozenset(found)


def recognise(profiles: dict[str, Profile], said: Iterable[str], classes: Iterable[str]) -> Profile:
    """The profile of a modem that says this of itself (`ATI`, `AT+GMI`, `AT+GMM`) and these are its classes (`AT+FCLASS=?`)."""
    lines = [line.strip() for line in said]
    for profile in profiles.values():
        if any(re.search(pattern, line, re.IGNORECASE) for pattern in profile.recognised for line in lines):
            return profile
    return profiles[_VOICE if has_voice(classes) else _PLAIN]


def has_voice(classes: Iterable[str]) -> bool:
    """Whether class 8 is among `0,1,1.0,2,8`."""
    return any(_VOICE_CLASS.search(line) for line in classes)


@functools.cache
def shipped() -> dict[str, Profile]:
    """The profiles that come with the program, by the names of their files."""
    return {path.stem: read_yaml(path).to(Profile) for path in sorted(SHIPPED.glob("*.yaml"))}


def named(name: str) -> Profile:
    """A shipped profile by its name, or one in a file.

    Raises:
        UserError: there is none.
        FileMistake: it is wrong.

    """
    if name.endswith(".yaml"):
        return read_yaml(Path(name)).to(Profile)
    profile = shipped().get(name)
    if profile is None:
        raise UserError(f"There is no modem profile {name!r}. There are {', '.join(shipped())}; or name a .yaml file.")
    return profile
