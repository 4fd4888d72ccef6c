"""A call that arrives: told once, taken off hook, or missed."""

from __future__ import annotations

from functools import partial

import structlog

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem import ending, line_machine
from agent_desktop.cti.modem.callerid import Caller
from agent_desktop.cti.modem.ground import Ground, Party
from agent_desktop.cti.modem.line_machine import Hook, LineEvent
from agent_desktop.cti.vocabulary import Cause, ConnectionId

log = structlog.get_logger(__name__)


def ring(ground: Ground, now: float) -> None:
    if ground.hook in {Hook.ON_HOOK, Hook.RINGING, Hook.IGNORED}:
        ground.advance(LineEvent.RING)
        ground.bell.ring(now)
        tell_arrival(ground, now)


def tell_arrival(ground: Ground, now: float) -> None:
    caller = ground.bell.due(now)
    if caller is not None and ground.hook is Hook.RINGING:
        arrived(ground, caller)


def arrived(ground: Ground, caller: Caller) -> None:
    connection = ConnectionId(f"{ground.place.mark}-{ground.arrivals}")
    ground.arrivals += 1
    ground.parties[connection] = Party(connection, arrived=True)
    ground.exchange.first(connection)
    if not caller.trusted:
        log.info("modem.caller_id_damaged", connection=connection)
    ground.events.append(
        s.CallArrived(connection, caller.number, caller.name, caller.withheld, ground.place.dnis),
    )


def rings_ended(ground: Ground) -> None:
    if line_machine.can(ground.hook, LineEvent.RINGS_END):
        ground.advance(LineEvent.RINGS_END)
        for connection in list(ground.parties):
            ending.end(ground, connection, Cause.NORMAL)


def take(ground: Ground) -> None:
    ground.advance(LineEvent.TAKE)
    ground.bell.stop()
    ground.run(
        [*voice_setup(ground), *off_hook(ground)], partial(taken, ground), go_on=lambda: ground.hook is Hook.TAKING
    )


def taken(ground: Ground, answer: d.Answered) -> None:
    if ground.hook is not Hook.TAKING:
        return
    if answer.ok:
        ground.advance(LineEvent.OFF_HOOK)
        up(ground)
        for party in ground.parties.values():
            ground.tell_answered(party)
        return
    ground.advance(LineEvent.NOT_TAKEN)
    for party in ground.parties.values():
        party.refused = True
        reason = f"the modem does not take the call: {answer.code.value}"
        ground.events.append(s.CommandRefused("Answer", party.connection, reason))


def up(ground: Ground) -> None:
    ground.gone_at.clear()
    if ground.path is not None:
        ground.path.restart()


def voice_setup(ground: Ground) -> list[str]:
    voice, coding = ground.abilities.voice, ground.abilities.coding
    return [] if voice is None or coding is None else [*voice.enter, coding.command]


def off_hook(ground: Ground) -> list[str]:
    voice = ground.abilities.voice
    return list(ground.abilities.profile.off_hook) if voice is None else [voice.off_hook]


def is_wanted(ground: Ground) -> bool:
    return any((party.wanted or ground.with_station(party)) and not party.refused for party in ground.parties.values())
