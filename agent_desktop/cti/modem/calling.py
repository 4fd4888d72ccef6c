"""Calling out: digits, progress, an answer or the reason why not; and the second call behind a PBX."""

from __future__ import annotations

from functools import partial

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import arriving, ending, line_machine
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem.ground import Dialling, Ground
from agent_desktop.cti.modem.line_machine import Hook, LineEvent
from agent_desktop.cti.vocabulary import Cause

DIAL_S = 8.0
"""For the digits themselves, beside the time that it may ring."""
_CAUSES = {
    d.Code.BUSY: Cause.BUSY,
    d.Code.NO_ANSWER: Cause.NO_ANSWER,
    d.Code.NO_CARRIER: Cause.NO_ANSWER,
    d.Code.SILENCE: Cause.NO_ANSWER,
    d.Code.DELAYED: Cause.CONGESTION,
}
"""How dialling ended; anything else means that the number, or the network, was not reached."""


def far_rings(ground: Ground) -> None:
    if ground.dialling is not None and ground.hook is Hook.DIALLING:
        ground.events.append(s.ConnectionAlerting(ground.dialling.party.connection))
    if line_machine.can(ground.hook, LineEvent.FAR_RINGS):
        ground.advance(LineEvent.FAR_RINGS)


def dial(ground: Ground, dialling: Dialling, ring_timeout_s: float) -> None:
    ground.advance(LineEvent.DIAL)
    ground.bell.stop()
    party = dialling.party
    ground.parties[party.connection] = party
    ground.exchange.first(party.connection)
    ground.dialling = dialling
    voice = ground.abilities.voice
    template = ground.abilities.profile.dial if voice is None else voice.dial
    asks: list[str | d.Ask] = [
        *arriving.voice_setup(ground),
        d.at(template.format(digits=dialling.digits), ring_timeout_s + 2 * DIAL_S),
    ]
    ground.run(asks, partial(dialled, ground), go_on=lambda: ground.dialling is dialling)


def dialled(ground: Ground, answer: d.Answered) -> None:
    dialling, ground.dialling = ground.dialling, None
    if dialling is None or not line_machine.can(ground.hook, LineEvent.FAR_ANSWERS):
        return
    if answer.ok:
        ground.advance(LineEvent.FAR_ANSWERS)
        arriving.up(ground)
        ground.tell_answered(dialling.party)
        return
    if answer.code is d.Code.ERROR:
        ground.events.append(s.CommandRefused("Dial", dialling.party.connection, "the modem says ERROR"))
    cause = _CAUSES.get(answer.code, Cause.UNREACHABLE)
    if answer.code is d.Code.NO_CARRIER and ground.hook is Hook.DIALLING:
        cause = Cause.UNREACHABLE
    ending.hang_up_all(ground, cause)


def rang_out(ground: Ground, dialling: Dialling, now: float) -> None:
    ground.dialogue.interrupt(now)
    if dialling is ground.consulting:
        ground.consulting = None
        ground.exchange.aside()
        ending.end(ground, dialling.party.connection, Cause.NO_ANSWER)
    else:
        ending.hang_up_all(ground, Cause.NO_ANSWER)


def consult(ground: Ground, dialling: Dialling) -> None:
    """Dial the second call: after a press of the hook, or at the dial tone that is there."""
    profile = ground.abilities.profile
    template = profile.flash_dial if ground.exchange.heard else profile.dial
    ground.pressing = True
    ground.run(
        [d.at(template.format(digits=dialling.digits), 2 * DIAL_S)], lambda answer: consulted(ground, dialling, answer)
    )


def consulted(ground: Ground, dialling: Dialling, answer: d.Answered) -> None:
    ground.pressing, ground.consulting = False, None
    if dialling.party.connection not in ground.parties:
        ground.exchange.aside()
    elif answer.ok:
        ground.exchange.second(dialling.party.connection)
        ground.tell_answered(dialling.party)
    else:
        ground.exchange.aside()
        ending.end(ground, dialling.party.connection, _CAUSES.get(answer.code, Cause.UNREACHABLE))


def undialled(ground: Ground, command: s.Dial | s.Monitor, reason: str, cause: Cause) -> None:
    ground.refuse(command, reason)
    ground.events.append(s.ConnectionEnded(command.connection, cause))
