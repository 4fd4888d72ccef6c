"""Getting to know a modem: from an open port to its abilities, without I/O. Run at each start and after each replug, because a modem
that was without power has forgotten all that it was told.

Reset, words instead of numbers, no echo; who are you; what the profile names; caller ID by the first command that is accepted. A
command that fails costs the ability that hangs on it and nothing else; only a modem that answers nothing, or ERROR to
everything, is none.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable

import msgspec
import structlog

from agent_desktop.cti.modem import profile as profiles
from agent_desktop.cti.modem.dialogue import CAN, DLE, ETX, Answered, Ask, Code, Dialogue, at
from agent_desktop.cti.modem.profile import Abilities, Flash, Profile
from agent_desktop.cti.modem.samples import Coding, choose
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.protocol.errors import ErrorId

log = structlog.get_logger(__name__)

_RESET_S = 2.0
_SETTLE_S = 0.3
"""A modem is deaf for a moment after its reset."""
_OUT_OF_STREAMS = DLE + CAN + DLE + ETX + DLE + b"!" + b"\r"
"""Whatever voice stream was open when its last master left it."""
_WORDS = "ATE0V1Q0"
_WHO = ("ATI", "ATI3", "AT+GMI", "AT+GMM")
_CLASSES = "AT+FCLASS=?"
_LABEL = re.compile(r"\(?(\d+)\b")

Steps = Generator[Ask, Answered, Abilities]


class Opening:
    """One opening. Whoever drives the dialogue hands it every `Answered`."""

    def __init__(self, dialogue: Dialogue, port: str, known: Profile | None, flash: Flash) -> None:
        self._dialogue = dialogue
        self._steps = _steps(port, known, flash)
        self._number = -1
        self.abilities: Abilities | None = None
        """Set at the end."""

    def begin(self) -> None:
        """Send the first command."""
        self._dialogue.reset()
        self._dialogue.write(_OUT_OF_STREAMS)
        self._ask(next(self._steps))

    def answered(self, answer: Answered) -> None:
        """Go on.

        Raises:
            Trouble: this is none.

        """
        if answer.number != self._number:
            return
        try:
            self._ask(self._steps.send(answer))
        except StopIteration as end:
            self.abilities = end.value

    def _ask(self, ask: Ask) -> None:
        self._number = self._dialogue.ask(ask)


def _steps(port: str, known: Profile | None, flash: Flash) -> Steps:
    yield from _reset(port)
    said: list[str] = []
    for question in _WHO:
        said.extend((yield at(question)).text)
    classes = (yield at(_CLASSES)).text
    profile = known or profiles.recognise(profiles.shipped(), said, classes)
    log.info("modem.recognised", port=port, profile=profile.name, said=said, classes=classes)
    for command in profile.setup:
        yield from _try(command)
    caller_id = yield from _first(profile.caller_id)
    if not caller_id:
        log.warning("modem.no_caller_id", port=port, profile=profile.name)
    coding: Coding | None = None
    if profile.voice is not None and profiles.has_voice(classes):
        profile, coding = yield from _voice(port, profile)
    return Abilities(profile, coding, caller_id, flash)


def _reset(port: str) -> Generator[Ask, Answered, None]:
    """Twice, as a first command may still end what was going on before; and without its own settings, where those are broken."""
    codes: list[Code] = []
    for command in ("ATZ", "ATZ", "AT&F"):
        codes.append((yield at(command, _RESET_S, settle_s=_SETTLE_S)).code)
        if codes[-1] is not Code.SILENCE and (yield at(_WORDS, _RESET_S)).code is Code.OK:
            return
        if codes == [Code.SILENCE, Code.SILENCE]:
            raise Trouble(ErrorId.MODEM_SILENT, port=port)
    raise Trouble(ErrorId.MODEM_REFUSES, port=port, answer=codes[-1].value)


def _try(command: str) -> Generator[Ask, Answered, bool]:
    answer = yield at(command)
    if not answer.ok:
        log.info("modem.command_unknown", command=command, answer=answer.code.value)
    return answer.ok


def _first(commands: Iterable[str]) -> Generator[Ask, Answered, bool]:
    for command in commands:
        if (yield from _try(command)):
            return True
    return False


def _voice(port: str, profile: Profile) -> Generator[Ask, Answered, tuple[Profile, Coding | None]]:
    """Into voice mode and out again, to see what is there."""
    voice = profile.voice
    assert voice is not None, "asked for where there is some"
    if not (yield at(voice.enter[0])).ok:
        log.warning("modem.no_voice", port=port, profile=profile.name)
        return profile, None
    labels = (yield at("AT+VLS=?")).text
    if voice.cuts_off and not _has_label(labels, voice.talk, trusted=bool(profile.recognised)):
        profile = msgspec.structs.replace(profile, voice=msgspec.structs.replace(voice, talk=voice.off_hook))
    coding = Coding(voice.coding.format, voice.coding.method) if voice.coding is not None else None
    if coding is None:
        coding = choose((yield at("AT+VSM=?")).text)
    if coding is not None and not (yield from _try(coding.command)):
        coding = None
    yield at("AT+FCLASS=0")
    if coding is None:
        log.warning("modem.no_samples", port=port, profile=profile.name)
    return profile, coding


def _has_label(lines: Iterable[str], command: str, *, trusted: bool) -> bool:
    """Whether `AT+VLS=?` lists what the command chooses; a modem without a list is believed where its profile is known."""
    listed = {number for line in lines for number in _numbers(line)}
    return command.rpartition("=")[2] in listed if listed else trusted


def _numbers(line: str) -> list[str]:
    """`3,"LT",0B8433C1,…` names one label; `(0,1,5,7)` several."""
    if '"' in line:
        found = _LABEL.match(line.strip())
        return [found[1]] if found else []
    return re.findall(r"\d+", line)
