"""The end of a call: ours, the far end's, or the modem's. Every connection ends once, its playbacks and recording before it."""

from __future__ import annotations

from functools import partial

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem.ground import Ground, Party, Playing
from agent_desktop.cti.modem.line_machine import Hook, LineEvent
from agent_desktop.cti.modem.voicepath import Want
from agent_desktop.cti.vocabulary import Cause, ConnectionId


def clear(ground: Ground, party: Party, now: float) -> None:
    if ground.hook is Hook.RINGING:
        ground.advance(LineEvent.CLEAR)
        end(ground, party.connection, Cause.NORMAL)
    elif len(ground.parties) > 1:
        let_go(ground, party, now)
    else:
        if ground.dialling is not None:
            ground.dialogue.interrupt(now)
        hang_up_all(ground, Cause.NORMAL)


def let_go(ground: Ground, party: Party, now: float) -> None:
    """One of two; the other one stays."""
    if ground.consulting is not None and ground.consulting.party is party:
        if ground.pressing:
            ground.dialogue.interrupt(now)
        else:
            ground.consulting = None
    ground.exchange.drop(party.connection)
    end(ground, party.connection, Cause.NORMAL)


def far_gone(ground: Ground) -> None:
    """Whoever was heard has hung up."""
    aside = set(ground.parties) - ground.exchange.heard
    if not aside:
        hang_up_all(ground, Cause.NORMAL)
        return
    for connection in ground.exchange.heard:
        ground.exchange.gone(connection)
        end(ground, connection, Cause.NORMAL)


def hang_up_all(ground: Ground, cause: Cause) -> None:
    ground.dialling = ground.consulting = None
    ground.leaving = {connection: ground.leaving.get(connection, cause) for connection in ground.parties}
    ground.advance(LineEvent.CLEAR)


def release(ground: Ground, now: float) -> None:
    """Streams are left first: inside one, commands are samples."""
    if ground.path is not None:
        ground.path.want = Want()
        ground.path.move(now)
        if not ground.path.quiet:
            return
    ground.releasing = True
    voice = ground.abilities.voice
    ground.run(ground.abilities.profile.hang_up if voice is None else voice.hang_up, partial(released, ground))


def released(ground: Ground, _answer: d.Answered) -> None:
    ground.releasing = ground.pressing = False
    ground.advance(LineEvent.RELEASED)
    for connection in list(ground.parties):
        end(ground, connection, ground.leaving.get(connection, Cause.NORMAL))


def end(ground: Ground, connection: ConnectionId, cause: Cause, *, complete: bool = True) -> None:
    for playing in [each for each in ground.playing if each.connection == connection]:
        played(ground, playing, completed=False)
    ground.wishes.forget(connection)
    if connection in ground.stations:
        ground.wishes.muted = False
    ground.stations.discard(connection)
    ground.leaving.pop(connection, None)
    if ground.parties.pop(connection, None) is not None and not ground.parties:
        stop_taping(ground, complete=complete)
    ground.events.append(s.ConnectionEnded(connection, cause))


def played(ground: Ground, playing: Playing, *, completed: bool) -> None:
    ground.playing.remove(playing)
    ground.events.append(s.PlaybackEnded(playing.playback, completed))


def stop_taping(ground: Ground, *, complete: bool) -> None:
    ended = ground.taping.stop()
    if ended is not None:
        recording, kept = ended
        ground.events.append(s.RecordingEnded(recording, complete and kept))
