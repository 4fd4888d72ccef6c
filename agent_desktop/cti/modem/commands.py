"""Each command of `cti.switch` as a wish: nothing is sent to the modem here that `steps` could send better."""

from __future__ import annotations

from array import array
from functools import singledispatch

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import calling, ending
from agent_desktop.cti.modem.ground import CANNOT, NO_SUCH, NOT_OFF_HOOK, TAKEN, Dialling, Ground, Party, Playing
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.numbers import digits_of
from agent_desktop.cti.modem.profile import AnswerMode
from agent_desktop.cti.modem.voicepath import Speech
from agent_desktop.cti.vocabulary import BridgeId, Capability, Cause

_IN_USE = "the line is in use"


@singledispatch
def do(command: s.AnyCommand, ground: Ground, _now: float) -> None:
    """Take a command."""
    ground.refuse(command, CANNOT)


@do.register
def _(command: s.Answer, ground: Ground, _now: float) -> None:
    party = ground.parties.get(command.connection)
    if not ground.known(command) or party is None or not party.arrived or party.told_answered:
        return
    if ground.answers is AnswerMode.AT_ONCE:
        party.wanted, party.refused = True, False
    else:
        ground.tell_answered(party)


@do.register
def _(command: s.Dial, ground: Ground, now: float) -> None:
    connection = command.connection
    if connection in ground.parties or connection in ground.stations:
        ground.refuse(command, TAKEN)
        return
    if command.device in ground.place.stations:
        ground.stations.add(connection)
        ground.events += [s.ConnectionAlerting(connection), s.ConnectionAnswered(connection)]
        return
    digits = digits_of(command.device, ground.place.region, ground.place.prefix)
    dialling = Dialling(Party(connection, arrived=False), digits or "", now + command.ring_timeout_s + calling.DIAL_S)
    if digits is None:
        calling.undialled(ground, command, "not a number that can be dialled", Cause.UNREACHABLE)
    elif ground.hook is Hook.ON_HOOK:
        calling.dial(ground, dialling, command.ring_timeout_s)
    elif ground.hook is Hook.UP and ground.exchange.has_room and ground.consulting is None:
        ground.parties[connection] = dialling.party
        ground.consulting = dialling
    else:
        calling.undialled(ground, command, _IN_USE, Cause.CONGESTION)


@do.register
def _(command: s.Monitor, ground: Ground, _now: float) -> None:
    calling.undialled(ground, command, CANNOT, Cause.UNREACHABLE)


@do.register
def _(command: s.Clear, ground: Ground, now: float) -> None:
    connection = command.connection
    if connection in ground.stations:
        ending.end(ground, connection, Cause.NORMAL)
    elif connection in ground.parties and connection not in ground.leaving:
        ending.clear(ground, ground.parties[connection], now)


@do.register
def _(command: s.Play, ground: Ground, _now: float) -> None:
    if any(each.playback == command.playback for each in ground.playing):
        ground.refuse(command, TAKEN)
        return
    if ground.path is None or ground.hook is not Hook.UP or command.connection not in ground.parties:
        gone = command.connection not in ground.parties
        ground.refuse(command, CANNOT if ground.path is None else NO_SUCH if gone else NOT_OFF_HOOK)
        ground.events.append(s.PlaybackEnded(command.playback, completed=False))
        return
    found = [ground.sounds.prompt(prompt.media, command.language) for prompt in command.prompts]
    samples = array("h")
    for each in found:
        samples.extend(each or ())
    playing = Playing(command.playback, command.connection, Speech(samples), None not in found)
    ground.playing.append(playing)
    if not samples:
        ending.played(ground, playing, completed=playing.complete)


@do.register
def _(command: s.StopPlayback, ground: Ground, _now: float) -> None:
    for playing in [each for each in ground.playing if each.playback == command.playback]:
        ending.played(ground, playing, completed=False)


@do.register
def _(command: s.StartMusic, ground: Ground, _now: float) -> None:
    if ground.known(command):
        ground.wishes.music.add(command.connection)


@do.register
def _(command: s.StopMusic, ground: Ground, _now: float) -> None:
    ground.wishes.music.discard(command.connection)


@do.register
def _(command: s.Bridge, ground: Ground, _now: float) -> None:
    for connection in command.connections:
        if ground.known(command, connection):
            ground.wishes.forget(connection)
            ground.wishes.bridges.setdefault(command.bridge, set()).add(connection)


@do.register
def _(command: s.Unbridge, ground: Ground, _now: float) -> None:
    ground.wishes.bridges.get(command.bridge, set()).discard(command.connection)


@do.register
def _(command: s.ReleaseBridge, ground: Ground, _now: float) -> None:
    ground.wishes.bridges.pop(command.bridge, None)


@do.register
def _(command: s.Hold, ground: Ground, _now: float) -> None:
    if not ground.known(command):
        return
    if command.connection in ground.parties and not ground.can(Capability.HOLD):
        ground.refuse(command, CANNOT)
        return
    ground.wishes.bridges.setdefault(command.bridge, set()).add(command.connection)
    ground.wishes.held.add(command.connection)
    ground.wishes.music.add(command.connection)


@do.register
def _(command: s.Retrieve, ground: Ground, _now: float) -> None:
    if ground.known(command):
        ground.wishes.held.discard(command.connection)
        ground.wishes.music.discard(command.connection)
        ground.wishes.bridges.setdefault(command.bridge, set()).add(command.connection)


@do.register
def _(command: s.Mute, ground: Ground, _now: float) -> None:
    if not ground.can(Capability.MUTE):
        ground.refuse(command, CANNOT)
    elif ground.known(command):
        ground.wishes.muted = True


@do.register
def _(_command: s.Unmute, ground: Ground, _now: float) -> None:
    ground.wishes.muted = False


@do.register
def _(command: s.SendDigits, ground: Ground, _now: float) -> None:
    if not ground.known(command):
        return
    template = ground.abilities.voice.digits if ground.abilities.voice is not None else ground.abilities.profile.digits
    if template is None or command.connection not in ground.exchange.heard or ground.hook is not Hook.UP:
        ground.refuse(command, CANNOT if template is None else NOT_OFF_HOOK)
        return
    tones = template.format(digits=",".join(command.digits))
    if ground.path is not None:
        ground.path.want.tones.append(tones)
    else:
        ground.run([tones], lambda _: None)


@do.register
def _(command: s.StartRecording, ground: Ground, _now: float) -> None:
    if not ground.can(Capability.RECORD):
        ground.refuse(command, CANNOT)
    elif not ground.wishes.bridges.get(command.bridge, set()) & set(ground.parties):
        ground.refuse(command, NO_SUCH)
    elif reason := ground.taping.start(command.recording, command.bridge):
        ground.refuse(command, reason)


@do.register
def _(command: s.RecordConnection, ground: Ground, _now: float) -> None:
    """Without the tone, and without its own limit: whoever asked for it stops it."""
    if not ground.can(Capability.RECORD):
        ground.refuse(command, CANNOT)
    elif ground.known(command) and (reason := ground.taping.start(command.recording, BridgeId(""))):
        ground.refuse(command, reason)


@do.register
def _(command: s.PauseRecording, ground: Ground, _now: float) -> None:
    ground.taping.pause(command.recording, paused=True)


@do.register
def _(command: s.ResumeRecording, ground: Ground, _now: float) -> None:
    ground.taping.pause(command.recording, paused=False)


@do.register
def _(command: s.StopRecording, ground: Ground, _now: float) -> None:
    if ground.taping.recording == command.recording:
        ending.stop_taping(ground, complete=True)
