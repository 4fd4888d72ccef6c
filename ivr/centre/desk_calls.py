"""Calls on the desks, from the facts about them: how one arrives and waits, is offered, talked with, recorded, ended and logged.

A call that was handed on lies on the first agent's desk until its log there is complete, and on the next one's with a log of its own.
"""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import ConnectionId, Direction
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import CallPhase, RecordingState
from agent_desktop.protocol.record import Text
from ivr import facts
from ivr.centre.desk_ground import Call, Ground, Handlers, offer_end
from ivr.centre.figures import QueueFigures

_TRANSFERRED = "transferred"
"""`CallView.ended_by` of a leg whose agent handed the caller on."""


class CallFacts:
    """All calls, until they are logged."""

    def __init__(self, ground: Ground, figures: QueueFigures) -> None:
        self._ground, self._figures = ground, figures
        self._calls = ground.calls

    def handlers(self) -> Handlers:
        """What to call with which fact."""
        change = self._ground.change
        return {
            facts.CallArrived: self._arrived,
            facts.CallMade: self._made,
            facts.CallbackRequested: self._callback_requested,
            facts.VoicemailLeft: self._voicemail_left,
            facts.FollowUpDue: self._follow_up_due,
            facts.LanguageChosen: self._language_chosen,
            facts.KeysPressed: self._keys_pressed,
            facts.Queued: self._queued,
            facts.LeftQueue: lambda fact, _: self._figures.leave(fact.call),
            facts.Delivered: self._delivered,
            facts.OfferEnded: self._offer_ended,
            facts.Accepted: self._accepted,
            facts.WorkBegun: lambda fact, at: change(
                fact.call, fact.agent, phase=CallPhase.WORKING, work_ms=at, offer_ends_ms=None
            ),
            facts.MessagePlayed: lambda fact, _: change(fact.call, fact.agent, message_playing=fact.playing),
            facts.Dialled: lambda fact, _: change(fact.call, fact.agent, phase=CallPhase.DIALLING, offer_ends_ms=None),
            facts.Established: self._established,
            facts.Held: lambda fact, at: change(fact.call, fact.agent, phase=CallPhase.HELD, held_ms=at),
            facts.Retrieved: lambda fact, _: change(fact.call, fact.agent, phase=CallPhase.CONNECTED, held_ms=None),
            facts.Muted: lambda fact, _: change(fact.call, fact.agent, muted=True),
            facts.Unmuted: lambda fact, _: change(fact.call, fact.agent, muted=False),
            facts.RecordingStarted: lambda fact, _: change(fact.call, fact.agent, recording=RecordingState.ON),
            facts.RecordingPaused: lambda fact, _: change(fact.call, fact.agent, recording=RecordingState.PAUSED),
            facts.RecordingResumed: lambda fact, _: change(fact.call, fact.agent, recording=RecordingState.ON),
            facts.RecordingEnded: self._recording_ended,
            facts.Failed: self._failed,
            facts.Transferred: self._transferred,
            facts.LegEnded: self._leg_ended,
            facts.LegLogged: self._leg_logged,
            facts.CallCleared: lambda fact, _: self._figures.give_up(fact.call),
            facts.CallLogged: self._call_logged,
        }

    # --- until it is offered ------------------------------------------------------------------------------------------

    def _arrived(self, fact: facts.CallArrived, at: int) -> None:
        self._calls[fact.call] = Call(fact, at)

    def _made(self, fact: facts.CallMade, at: int) -> None:
        arrived = facts.CallArrived(fact.call, ConnectionId(""), fact.number, "", False, fact.shown)
        call = self._calls[fact.call] = Call(arrived, at, queued_ms=at, agent=fact.agent, direction=Direction.OUT)
        view = self._ground.offered_view(fact.queue, call, at)
        self._ground.offer(fact.agent, replace(view, phase=CallPhase.DIALLING))

    def _callback_requested(self, fact: facts.CallbackRequested, _at: int) -> None:
        self._calls[fact.call].direction = Direction.CALLBACK

    def _voicemail_left(self, fact: facts.VoicemailLeft, _at: int) -> None:
        self._calls[fact.call].direction = Direction.VOICEMAIL

    def _follow_up_due(self, fact: facts.FollowUpDue, at: int) -> None:
        """What was promised stands where the choices in the menu stand otherwise."""
        arrived = facts.CallArrived(fact.call, ConnectionId(""), fact.number, "", not fact.number, "")
        note = (m.PathStep("", Text(fact.note, fact.note)),) if fact.note else ()
        self._calls[fact.call] = Call(arrived, at, direction=Direction.FOLLOW_UP, path=note)

    def _language_chosen(self, fact: facts.LanguageChosen, _at: int) -> None:
        self._calls[fact.call].language = fact.language

    def _keys_pressed(self, fact: facts.KeysPressed, _at: int) -> None:
        self._calls[fact.call].path += (m.PathStep(fact.keys, fact.label),)

    def _queued(self, fact: facts.Queued, at: int) -> None:
        self._calls[fact.call].queued_ms = self._figures.enter(fact.call, fact.queue, at)

    # --- on a desk ----------------------------------------------------------------------------------------------------

    def _delivered(self, fact: facts.Delivered, at: int) -> None:
        call = self._calls[fact.call]
        call.agent = fact.agent
        view = self._ground.offered_view(fact.queue, call, at, fact.until)
        self._ground.offer(fact.agent, replace(view, automatic=fact.automatic))

    def _offer_ended(self, fact: facts.OfferEnded, _at: int) -> None:
        call = self._calls[fact.call]
        call.agent = None if call.agent == fact.agent else call.agent
        self._ground.remove(fact.call, fact.agent, offer_end(fact.why))

    def _accepted(self, fact: facts.Accepted, _at: int) -> None:
        self._figures.leave(fact.call)
        self._ground.change(fact.call, fact.agent, phase=CallPhase.CONNECTING, offer_ends_ms=None)

    def _established(self, fact: facts.Established, at: int) -> None:
        self._figures.leave(fact.call)
        call = self._calls[fact.call]
        call.agent = fact.agent
        self._ground.change(
            fact.call,
            fact.agent,
            phase=CallPhase.CONNECTED,
            answered_ms=at,
            offer_ends_ms=None,
            held_ms=None,
            consult=None,
            requeued=call.handed_on,
        )

    def _recording_ended(self, fact: facts.RecordingEnded, _at: int) -> None:
        self._ground.change(fact.call, fact.agent, recording=RecordingState.OFF)
        if not fact.complete:
            self._ground.tell(fact.agent, m.Notice(ErrorId.RECORDING_FAILED))

    def _failed(self, fact: facts.Failed, _at: int) -> None:
        agent = self._calls[fact.call].agent if fact.call in self._calls else None
        if agent is not None:
            arguments = {"command": fact.command, "detail": fact.reason}
            self._ground.tell(agent, m.Notice(ErrorId.COMMAND_FAILED, arguments))

    # --- when it ends -------------------------------------------------------------------------------------------------

    def _transferred(self, fact: facts.Transferred, _at: int) -> None:
        """Told with the end of the leg, which follows."""
        self._calls[fact.call].handed_on = True
        desk = self._ground.desk_of(fact.agent)
        if desk is not None:
            desk.view = replace(desk.view, ended_by=_TRANSFERRED)

    def _leg_ended(self, fact: facts.LegEnded, at: int) -> None:
        self._calls[fact.call].agent = None
        desk = self._ground.desk_of(fact.agent)
        ended_by = (desk.view.ended_by if desk is not None else "") or fact.cause.value
        self._ground.change(
            fact.call, fact.agent, phase=CallPhase.WRAP_UP, ended_ms=at, ended_by=ended_by, held_ms=None
        )

    def _leg_logged(self, fact: facts.LegLogged, _at: int) -> None:
        self._ground.remove(fact.call, fact.agent, "logged" if fact.disposition else "wrap_up_over")

    def _call_logged(self, fact: facts.CallLogged, _at: int) -> None:
        del self._calls[fact.call]
