"""When the link to the switch stands again: what was asked of it last may never have reached it, and what it said may never have
reached us. So each call that still stands is asked for once more what its place calls for; asking twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable

from agent_desktop.cti.switch import Answer, Bridge, Hold, Mute, StartMusic, StopMusic
from agent_desktop.cti.vocabulary import Direction
from ivr.core import consulting, menu
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.effects import LookUpCaller


def resume(ground: Ground, call: Call) -> None:
    """Ask again for what this call needs."""
    if call.place is Place.CLEARED:
        return
    if call.leaving:
        ground.hang_up(call)
        return
    if not call.answered and call.direction is Direction.IN:
        ground.command(Answer(call.connection))
    _AGAIN[call.place](ground, call)


def _menu(ground: Ground, call: Call) -> None:
    """A playback may have ended unheard; a look-up may never have been answered."""
    if call.walk is None:
        ground.effects.append(LookUpCaller(call.call, call.ani, call.withheld))
    elif call.playback is not None:
        menu.prompts_ended(ground, call.playback)


def _promised(_ground: Ground, _call: Call) -> None:
    """Nobody is on the line."""


def _dialling(_ground: Ground, _call: Call) -> None:
    """What was dialled and does not stand has ended; what rings goes on ringing."""


def _waiting(ground: Ground, call: Call) -> None:
    if call.music:
        ground.command(StartMusic(call.connection))
    elif call.playback is not None:
        menu.prompts_ended(ground, call.playback)


def _talking(ground: Ground, call: Call) -> None:
    _together(ground, call)
    consulting.resume(ground, call)


def _together(ground: Ground, call: Call) -> None:
    """The end of the waiting music may have been asked for in vain, too."""
    agent = ground.state.agents[call.agent] if call.agent is not None else None
    if agent is not None and agent.line is not None:
        ground.command(StopMusic(call.connection))
        ground.command(Bridge(ground.bridge_of(call), (call.connection, agent.line)))
        if call.leg is not None and call.leg.muted:
            ground.command(Mute(agent.line))


def _held(ground: Ground, call: Call) -> None:
    """Brought into the bridge first: who is not in it cannot be taken out of it."""
    _together(ground, call)
    ground.command(Hold(ground.bridge_of(call), call.connection))
    consulting.resume(ground, call)


def _outside(ground: Ground, call: Call) -> None:
    if call.outside is not None and call.outside_up:
        ground.command(Bridge(ground.bridge_of(call), (call.connection, call.outside)))
    else:
        _waiting(ground, call)


_AGAIN: dict[Place, Callable[[Ground, Call], None]] = {
    Place.MENU: _menu,
    Place.PROMISED: _promised,
    Place.QUEUED: _waiting,
    Place.OFFERED: _waiting,
    Place.WORKING: _promised,
    Place.DIALLING: _dialling,
    Place.CONNECTED: _talking,
    Place.HELD: _held,
    Place.OUTSIDE: _outside,
}
