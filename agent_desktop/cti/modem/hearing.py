"""What the modem says, and what it means for the line."""

from __future__ import annotations

from functools import singledispatch

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import arriving, calling, ending
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem.ground import Ground
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.signals import Meaning

_GONE_WINDOW_S = 10.0


@singledispatch
def on(notice: d.Notice, _ground: Ground, _now: float) -> None:
    """Take what the modem has said."""
    raise TypeError(f"{type(notice).__name__} is no notice")


@on.register
def _(notice: d.Answered, ground: Ground, _now: float) -> None:
    then = ground.then.pop(notice.number, None)
    if then is not None:
        then(notice)


@on.register
def _(notice: d.Told, ground: Ground, now: float) -> None:
    match notice.code:
        case d.Code.RING:
            arriving.ring(ground, now)
        case d.Code.RINGING:
            calling.far_rings(ground)
        case d.Code.NO_CARRIER | d.Code.BUSY | d.Code.NO_DIALTONE if ground.hook is Hook.UP:
            ending.far_gone(ground)


@on.register
def _(notice: d.Said, ground: Ground, now: float) -> None:
    if ground.hook in {Hook.ON_HOOK, Hook.RINGING}:
        ground.bell.said(notice.text, now)
        arriving.tell_arrival(ground, now)


@on.register
def _(notice: d.Heard, ground: Ground, _now: float) -> None:
    if not ground.taping.write(notice.samples):
        ending.stop_taping(ground, complete=False)


@on.register
def _(notice: d.Signal, ground: Ground, now: float) -> None:
    match ground.signals.take(notice.code):
        case Meaning.RING:
            arriving.ring(ground, now)
        case Meaning.RING_BACK:
            calling.far_rings(ground)
        case Meaning.END:
            if ground.path is not None:
                ground.path.stream_ended()
        case Meaning() as meaning:
            heard(ground, meaning, now)
        case str() as key:
            press(ground, key, now)


def press(ground: Ground, key: str, now: float) -> None:
    if ground.hook in {Hook.ON_HOOK, Hook.RINGING}:
        ground.bell.key(key, now)
        arriving.tell_arrival(ground, now)
    elif ground.hook is Hook.UP and len(ground.exchange.heard) == 1:
        ground.events.extend(s.DigitReceived(heard, key) for heard in ground.exchange.heard)


def heard(ground: Ground, meaning: Meaning, now: float) -> None:
    """A tone, or silence, on the line."""
    voice = ground.abilities.voice
    if ground.hook is not Hook.UP or voice is None:
        return
    if meaning in {Meaning.SILENCE, Meaning.QUIET} and ground.taping.recording and not ground.talkers():
        ending.stop_taping(ground, complete=True)
    needed = voice.gone.get(meaning)
    if needed is not None and ground.exchange.heard:
        recent = [at for at in ground.gone_at.get(meaning, []) if now - at < _GONE_WINDOW_S]
        ground.gone_at[meaning] = [*recent, now]
        if len(recent) + 1 >= needed:
            ending.far_gone(ground)
