"""The next step from what is towards what is wanted: take the call, press the hook, play, hang up. One at a time, as a modem does one
thing at a time.
"""

from __future__ import annotations

from functools import partial

import structlog

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import arriving, calling, ending
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem.exchange import Press
from agent_desktop.cti.modem.ground import Ground
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.voicepath import Speech, Want
from agent_desktop.cti.vocabulary import Cause, ConnectionId

log = structlog.get_logger(__name__)


def settle(ground: Ground, now: float) -> None:
    ground.dirty = False
    if ground.hook is Hook.RINGING and arriving.is_wanted(ground):
        arriving.take(ground)
    elif ground.hook is Hook.UP:
        towards(ground, now)
    elif ground.hook is Hook.HANGING_UP and not ground.releasing:
        ending.release(ground, now)


def towards(ground: Ground, now: float) -> None:
    if left_alone(ground):
        ending.hang_up_all(ground, Cause.NORMAL)
        ending.release(ground, now)
        return
    press = must_press(ground)
    if ground.path is not None:
        waits = press or ground.consulting is not None
        ground.path.want = Want(tones=ground.path.want.tones) if waits else wanted(ground)
        ground.path.move(now)
        look_at_path(ground)
    if ground.pressing or (ground.path is not None and not ground.path.quiet):
        return
    if ground.consulting is not None:
        calling.consult(ground, ground.consulting)
    elif press:
        flash(ground)


def left_alone(ground: Ground) -> bool:
    """Two far ends are to talk without us: hanging up joins them at the exchange."""
    far = [each.connection for each in ground.parties.values() if each.told_answered]
    return len(far) > 1 and far[1] in ground.wishes.joined(far[0]) and not ground.talkers()


def must_press(ground: Ground) -> bool:
    """Whether a press of the hook leads towards whom the agent is to hear."""
    if ground.pressing or ground.consulting is not None:
        return False
    wanted = ground.talkers()
    if not wanted:
        aside = ground.holds_by_flash() and ground.exchange.heard <= ground.wishes.held and len(ground.parties) == 1
        wanted = frozenset() if aside else ground.exchange.heard
    press = ground.exchange.press(wanted)
    if press is Press.IMPOSSIBLE:
        never_mind(ground, wanted)
    return press is Press.FLASH


def never_mind(ground: Ground, wanted: frozenset[ConnectionId]) -> None:
    """Said once; whoever cannot be heard counts as held."""
    for connection in sorted(wanted - ground.exchange.heard):
        ground.wishes.held.add(connection)
        ground.events.append(s.CommandRefused("Retrieve", connection, "this line cannot bring the two together"))


def flash(ground: Ground) -> None:
    voice = ground.abilities.voice
    ground.pressing = True
    ground.run([ground.abilities.profile.flash if voice is None else voice.flash], partial(flashed, ground))


def flashed(ground: Ground, answer: d.Answered) -> None:
    ground.pressing = False
    if not answer.ok:
        log.warning("modem.flash_refused", answer=answer.code.value)
    ground.exchange.flashed()


def wanted(ground: Ground) -> Want:
    """What the voice path is to do now."""
    assert ground.path is not None, "asked for in voice mode"
    heard = next(iter(ground.exchange.heard), None)
    listens, tones = ground.taping.recording is not None, ground.path.want.tones
    want = Want(bool(ground.talkers()), ground.wishes.muted, None, listens, tones)
    playing = next((each for each in ground.playing if each.connection == heard), None)
    if playing is not None:
        want.speech = playing.speech
    elif heard in ground.wishes.music and not ground.holds_by_flash():
        want.speech = hold_music(ground)
    return want


def hold_music(ground: Ground) -> Speech | None:
    if ground.music is None:
        samples = ground.sounds.music()
        ground.music = Speech(samples, loops=True) if samples else None
    return ground.music


def look_at_path(ground: Ground) -> None:
    assert ground.path is not None, "asked for in voice mode"
    ended, ground.path.ended = ground.path.ended, []
    for speech in ended:
        for playing in [each for each in ground.playing if each.speech is speech]:
            ending.played(ground, playing, completed=playing.complete and speech.position > 0)
        if speech is ground.music:
            ground.music = None
            ground.wishes.music.clear()
    if ground.path.lost:
        ground.path.lost = False
        ending.stop_taping(ground, complete=False)
    if ended:
        ground.dirty = True
