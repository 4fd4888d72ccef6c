"""Folds facts into rows of calls and legs. Pure: no SQL, no clock; the same facts give the same rows, in whatever batches.

A fact that belongs to no call changes no row and is only an event. A fact of a call that the store has never seen (its
arrival was before the store) begins the row at that fact, so that the call still ends as one complete record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from agent_desktop.cti.vocabulary import Direction
from db.text import without_nul
from ivr import facts
from ivr.facts import NumberedFact

Values = dict[str, Any]
LegKey = tuple[int, int]


class Folder:
    """Rows of calls by id and of legs by (call, leg), as far as the facts taken have brought them."""

    def __init__(self, calls: dict[int, Values], legs: dict[LegKey, Values]) -> None:
        self.calls = calls
        self.legs = legs

    def take(self, numbered: NumberedFact) -> Values:
        """Fold one fact in; gives its row in the table of events."""
        fact, at_ms = numbered.fact, round(numbered.at * 1000)
        call_id = getattr(fact, "call", None)
        if call_id is not None and isinstance(fact, _OF_A_CALL):
            call = self.calls.setdefault(call_id, _new_call(call_id, at_ms))
            if fold_call := _CALL.get(type(fact)):
                fold_call(call, fact, at_ms)
            if fold_leg := _LEG.get(type(fact)):
                fold_leg(self._leg(call, fact), fact, at_ms)
        return {
            "number": numbered.number,
            "at_ms": at_ms,
            "kind": type(fact).__name__,
            "call_id": call_id,
            "agent_id": getattr(fact, "agent", getattr(fact, "user", None)),
            "body": msgspec.to_builtins(fact),
        }

    def _leg(self, call: Values, fact: Any) -> Values:
        return self.legs.setdefault((fact.call, fact.leg), _new_leg(fact.call, fact.leg, fact.agent, call["queue"]))


_OF_A_CALL = (
    facts.CallArrived,
    facts.CallMade,
    facts.CallbackRequested,
    facts.VoicemailLeft,
    facts.FollowUpDue,
    facts.WorkBegun,
    facts.Diverted,
    facts.Rated,
    facts.Dialled,
    facts.CallerIdentified,
    facts.LanguageChosen,
    facts.KeysPressed,
    facts.Queued,
    facts.LeftQueue,
    facts.CallbackMissed,
    facts.Delivered,
    facts.OfferEnded,
    facts.Accepted,
    facts.Established,
    facts.Held,
    facts.Retrieved,
    facts.Transferred,
    facts.ConsultationStarted,
    facts.ConsultationAnswered,
    facts.Alternated,
    facts.Conferenced,
    facts.ConsultationEnded,
    facts.RecordingStarted,
    facts.RecordingPaused,
    facts.RecordingResumed,
    facts.RecordingEnded,
    facts.CallRaised,
    facts.MonitoringStarted,
    facts.MonitoringChanged,
    facts.MonitoringEnded,
    facts.LegEnded,
    facts.CallCleared,
    facts.CallLogged,
    facts.Failed,
)
"""The others name a call only in passing."""


def _new_call(call_id: int, at_ms: int) -> Values:
    return {
        "id": call_id,
        "arrived_ms": at_ms,
        "direction": Direction.IN,
        "ani": "",
        "ani_name": "",
        "withheld": False,
        "dnis": "",
        "customer_id": None,
        "language": None,
        "path": [],
        "recordings": [],
        "queue": "",
        "priority": 0,
        "queued_ms": None,
        "offers": 0,
        "answered_ms": None,
        "transfers": 0,
        "talk_s": 0.0,
        "hold_s": 0.0,
        "ended_ms": None,
        "cause": None,
        "outcome": "",
        "rating": None,
        "rated_agent": None,
        "logged_ms": None,
        "logged_by": None,
        "disposition": "",
    }


def _new_leg(call_id: int, leg: int, agent: str, queue: str) -> Values:
    return {
        "call_id": call_id,
        "leg": leg,
        "agent_id": agent,
        "queue": queue,
        "answered_ms": None,
        "holds": 0,
        "handed_to": "",
        "ended_ms": None,
        "talk_s": None,
        "hold_s": None,
        "cause": None,
    }


def _arrived(call: Values, fact: facts.CallArrived, at_ms: int) -> None:
    texts = {name: without_nul(getattr(fact, name)) for name in ("ani", "ani_name", "dnis")}
    call.update(arrived_ms=at_ms, withheld=fact.withheld, **texts)


def _made(call: Values, fact: facts.CallMade, at_ms: int) -> None:
    number, shown = without_nul(fact.number), without_nul(fact.shown)
    call.update(arrived_ms=at_ms, direction=Direction.OUT, ani=number, dnis=shown, queue=fact.queue)


def _callback_requested(call: Values, fact: facts.CallbackRequested, _at_ms: int) -> None:
    call.update(direction=Direction.CALLBACK, queue=fact.queue)


def _voicemail(call: Values, fact: facts.VoicemailLeft, at_ms: int) -> None:
    times = {"started_ms": at_ms - round(fact.seconds * 1000), "ended_ms": at_ms, "seconds": fact.seconds}
    row = {"name": fact.recording, "agent": "", "leg": 0, **times, "complete": fact.complete}
    call["recordings"] = [*call["recordings"], row]
    call.update(direction=Direction.VOICEMAIL, queue=fact.queue)


def _follow_up(call: Values, fact: facts.FollowUpDue, at_ms: int) -> None:
    number = without_nul(fact.number)
    call.update(arrived_ms=at_ms, direction=Direction.FOLLOW_UP, ani=number, withheld=not number, queue=fact.queue)


def _rated(call: Values, fact: facts.Rated, _at_ms: int) -> None:
    call.update(rating=fact.score, rated_agent=fact.agent)


def _identified(call: Values, fact: facts.CallerIdentified, _at_ms: int) -> None:
    call["customer_id"] = fact.customer_id


def _language(call: Values, fact: facts.LanguageChosen, _at_ms: int) -> None:
    call["language"] = fact.language


def _keys(call: Values, fact: facts.KeysPressed, _at_ms: int) -> None:
    step = {"node": fact.node, "keys": fact.keys, "label": msgspec.to_builtins(fact.label)}
    call["path"] = [*call["path"], step]


def _queued(call: Values, fact: facts.Queued, at_ms: int) -> None:
    call.update(
        queue=fact.queue, priority=fact.priority, queued_ms=at_ms if call["queued_ms"] is None else call["queued_ms"]
    )


def _raised(call: Values, fact: facts.CallRaised, _at_ms: int) -> None:
    call["priority"] = fact.priority


def _delivered(call: Values, _fact: facts.Delivered, _at_ms: int) -> None:
    call["offers"] += 1


def _established(call: Values, _fact: facts.Established, at_ms: int) -> None:
    if call["answered_ms"] is None:
        call["answered_ms"] = at_ms


def _transferred(call: Values, _fact: facts.Transferred, _at_ms: int) -> None:
    call["transfers"] += 1


def _recording_started(call: Values, fact: facts.RecordingStarted, at_ms: int) -> None:
    row = {"name": fact.recording, "agent": fact.agent, "leg": fact.leg, "started_ms": at_ms}
    call["recordings"] = [*call["recordings"], row | {"ended_ms": None, "seconds": None, "complete": None}]


def _recording_ended(call: Values, fact: facts.RecordingEnded, at_ms: int) -> None:
    end = {"ended_ms": at_ms, "seconds": fact.seconds, "complete": fact.complete}
    call["recordings"] = [row | end if row["name"] == fact.recording else row for row in call["recordings"]]


def _leg_ended(call: Values, fact: facts.LegEnded, _at_ms: int) -> None:
    call["talk_s"] += fact.talk_s
    call["hold_s"] += fact.hold_s


def _cleared(call: Values, fact: facts.CallCleared, at_ms: int) -> None:
    call.update(ended_ms=at_ms, cause=fact.cause, outcome=fact.outcome)


def _logged(call: Values, fact: facts.CallLogged, at_ms: int) -> None:
    call.update(logged_ms=at_ms, logged_by=fact.agent, disposition=fact.disposition)


def _answered_leg(leg: Values, _fact: facts.Established, at_ms: int) -> None:
    leg["answered_ms"] = at_ms


def _begun_leg(_leg: Values, _fact: facts.WorkBegun, _at_ms: int) -> None:
    """It is there: that is all there is to say of it."""


def _held_leg(leg: Values, _fact: facts.Held, _at_ms: int) -> None:
    leg["holds"] += 1


def _handed_leg(leg: Values, fact: facts.Transferred, _at_ms: int) -> None:
    leg["handed_to"] = f"{fact.kind}:{fact.target}"


def _ended_leg(leg: Values, fact: facts.LegEnded, at_ms: int) -> None:
    leg.update(ended_ms=at_ms, talk_s=fact.talk_s, hold_s=fact.hold_s, cause=fact.cause)


_Fold = Callable[[Values, Any, int], None]

_CALL: dict[type[facts.Fact], _Fold] = {
    facts.CallArrived: _arrived,
    facts.CallMade: _made,
    facts.CallbackRequested: _callback_requested,
    facts.VoicemailLeft: _voicemail,
    facts.FollowUpDue: _follow_up,
    facts.Rated: _rated,
    facts.CallerIdentified: _identified,
    facts.LanguageChosen: _language,
    facts.KeysPressed: _keys,
    facts.Queued: _queued,
    facts.CallRaised: _raised,
    facts.Delivered: _delivered,
    facts.Established: _established,
    facts.Transferred: _transferred,
    facts.RecordingStarted: _recording_started,
    facts.RecordingEnded: _recording_ended,
    facts.LegEnded: _leg_ended,
    facts.CallCleared: _cleared,
    facts.CallLogged: _logged,
}

_LEG: dict[type[facts.Fact], _Fold] = {
    facts.WorkBegun: _begun_leg,
    facts.Established: _answered_leg,
    facts.Held: _held_leg,
    facts.Transferred: _handed_leg,
    facts.LegEnded: _ended_leg,
}
