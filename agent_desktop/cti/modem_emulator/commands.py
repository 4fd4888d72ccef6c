"""Commands of every modem (ITU-T V.250, and those of Hayes that it leaves open). Each takes the modem and gives an outcome. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent_desktop.cti.modem_emulator.atline import Command
from agent_desktop.cti.modem_emulator.core import DONE, FAILED, Core, Outcome
from agent_desktop.cti.modem_emulator.results import Result
from agent_desktop.cti.modem_emulator.settings import fresh

Handler = Callable[[Core, Command, float], Outcome]

_RESULTS = range(8)
_SWITCHES = {"E": "echo", "V": "words", "Q": "quiet"}
_PLAIN_ANSWERS = ("+F", "+V", "#")
"""V.250 names a parameter in its answer, `+IFC: 2,2`; the classes of T.31 and V.253 do not."""
_BYTE = 255


def basic(modem: Core, command: Command, now: float) -> Outcome | None:
    """A command of a letter; None: not one of these."""
    if command.name in _SWITCHES:
        return _switch(modem, command)
    if command.name in _BASIC:
        return _BASIC[command.name](modem, command, now)
    return DONE if command.name in modem.persona.accepts or not command.name else None


def extended(modem: Core, command: Command, now: float) -> Outcome | None:
    """A command with a plus or a number sign; None: not one of these."""
    persona = modem.persona
    if persona.caller_id is not None and command.name in persona.caller_id.commands:
        return _caller_id(modem, command)
    if command.name in {"+GMI", "+GMM", "+GMR"}:
        said = {"+GMI": persona.maker, "+GMM": persona.model, "+GMR": persona.revision}[command.name]
        return FAILED if said is None else Outcome(lines=(said,) if command.how != "=?" else ())
    if command.name in {"+FCLASS", "#CLS"}:
        return _service(modem, command, now)
    if command.name in persona.parameters:
        return _parameter(modem, command)
    return None


def _switch(modem: Core, command: Command) -> Outcome:
    if command.value not in {"0", "1"}:
        return FAILED
    setattr(modem.settings, _SWITCHES[command.name], command.value == "1")
    return DONE


def _results(modem: Core, command: Command, _: float) -> Outcome:
    if int(command.value) not in _RESULTS:
        return FAILED
    modem.settings.results = min(int(command.value), 4)
    return DONE


def _dtr(modem: Core, command: Command, _: float) -> Outcome:
    modem.settings.dtr = int(command.value)
    return DONE


def _identity(modem: Core, command: Command, _: float) -> Outcome:
    said = modem.persona.says.get(str(int(command.value)))
    return FAILED if said is None else Outcome(lines=said)


def _reset(modem: Core, _: Command, now: float) -> Outcome:
    """On hook, and everything forgotten: caller ID too."""
    modem.on_hook(now)
    modem.settings = fresh(modem.persona)
    return Outcome(wait_s=modem.persona.reset_s)


def _factory(modem: Core, _: Command, now: float) -> Outcome:
    modem.on_hook(now)
    modem.settings = fresh(modem.persona)
    return DONE


def _hook(modem: Core, command: Command, now: float) -> Outcome:
    if command.value not in {"0", "1"}:
        return FAILED
    if command.value == "1":
        modem.off_hook(now)
    else:
        modem.on_hook(now)
    return DONE


def _register(modem: Core, command: Command, _: float) -> Outcome:
    registers = modem.settings.registers
    if command.how == "?":
        return Outcome(lines=(f"{registers.get(command.register, 0):03}",))
    if command.how == "=" and int(command.value) > _BYTE:
        return FAILED
    if command.how == "=":
        registers[command.register] = int(command.value)
    return DONE


_BASIC: Mapping[str, Handler] = {
    "X": _results,
    "&D": _dtr,
    "I": _identity,
    "Z": _reset,
    "&F": _factory,
    "H": _hook,
    "S": _register,
    "&W": lambda _modem, _command, _now: DONE,
}


def _caller_id(modem: Core, command: Command) -> Outcome:
    talk = modem.persona.caller_id
    assert talk is not None, "asked for where there is some"
    highest = 2 if talk.raw else 1
    if command.how == "?":
        return Outcome(lines=(str(modem.settings.caller_id),))
    if command.how == "=?":
        return Outcome(lines=(f"(0-{highest})",))
    if not command.value.isdecimal() or int(command.value) > highest:
        return FAILED
    modem.settings.caller_id = int(command.value)
    return DONE


def _service(modem: Core, command: Command, now: float) -> Outcome:
    """Into a class and out of it; leaving voice mode hangs up (`+VNH=0`)."""
    settings, persona = modem.settings, modem.persona
    rockwell = command.name == "#CLS"
    if persona.classes is None or (rockwell and not (persona.voice and persona.voice.rockwell)):
        return FAILED
    if command.how == "?":
        return Outcome(lines=(settings.service,))
    if command.how == "=?":
        return Outcome(lines=(persona.classes,))
    value = command.value.removesuffix(".0") if command.value == "8.0" else command.value
    if value not in persona.classes.split(","):
        return FAILED
    if settings.voice and value != "8" and settings.parameters.get("+VNH", "0") == "0":
        modem.on_hook(now)
    settings.service, settings.rockwell = value, rockwell and value == "8"
    return DONE


def _parameter(modem: Core, command: Command) -> Outcome:
    name = command.name
    before = "" if name.startswith(_PLAIN_ANSWERS) else f"{name}: "
    if command.how == "?":
        return Outcome(lines=(before + modem.settings.parameters[name],))
    if command.how == "=?":
        return Outcome(lines=(before + modem.persona.parameters[name][1],))
    if command.how != "=":
        return Outcome(Result.ERROR)
    modem.settings.parameters[name] = command.value
    return DONE
