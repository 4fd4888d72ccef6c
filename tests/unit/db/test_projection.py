"""Facts add up to one complete record per call, however they come."""

import itertools
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Direction, Language, QueueId, RecordingId
from agent_desktop.protocol.messages import LogDraft
from agent_desktop.protocol.record import Text
from db import models
from db.folding import Folder, LegKey, Values
from db.logs import CallLogs
from db.projection import FactsMissing, Projection
from ivr import facts as f

T0 = 1_790_000_000.0
MENU = Text("Complaints", "投诉")
CHANNEL = ConnectionId("chan-1")
FIRST = CallId(1)
COMPLAINTS = QueueId("complaints")
LIN, WANG, EMMA = AgentId("lin"), AgentId("wang"), AgentId("emma")


def a_transferred_call(number: int = 7, start: int = 1) -> list[f.NumberedFact]:
    """Arrives, presses 2, rings out at lin, is answered by wang, held, handed to emma, ends."""
    call = CallId(number)
    told: list[tuple[float, f.AnyFact]] = [
        (0.0, f.CallArrived(call, CHANNEL, "+862155550101", "Wang", False, "4000")),
        (0.1, f.CallerIdentified(call, 12)),
        (1.0, f.LanguageChosen(call, Language.ZH_CN)),
        (2.5, f.KeysPressed(call, "main", "2", MENU)),
        (2.5, f.VoicemailLeft(call, COMPLAINTS, RecordingId("m-r7.1"), 2.0, True)),
        (2.5, f.Queued(call, COMPLAINTS, 5)),
        (3.0, f.Delivered(call, LIN, COMPLAINTS, T0 + 23)),
        (23.0, f.OfferEnded(call, LIN, "no_answer", "")),
        (23.0, f.AgentNotReady(LIN, "no_answer")),
        (23.0, f.Delivered(call, WANG, COMPLAINTS, T0 + 43)),
        (25.0, f.Accepted(call, WANG)),
        (25.5, f.Established(call, WANG, 1)),
        (25.5, f.AgentBusy(WANG, call)),
        (60.0, f.Held(call, WANG, 1)),
        (90.0, f.Retrieved(call, WANG, 1)),
        (100.0, f.Transferred(call, WANG, 1, "agent", "emma")),
        (100.0, f.LegEnded(call, WANG, 1, Cause.NORMAL, 44.5, 30.0)),
        (100.0, f.Queued(call, COMPLAINTS, 9)),
        (100.0, f.Delivered(call, EMMA, COMPLAINTS, T0 + 120)),
        (103.0, f.Established(call, EMMA, 2)),
        (163.0, f.LegEnded(call, EMMA, 2, Cause.NORMAL, 60.0, 0.0)),
        (163.0, f.Rated(call, EMMA, 2, 4)),
        (163.0, f.CallCleared(call, Cause.NORMAL, "handled")),
        (200.0, f.CallLogged(call, EMMA, "complaint_open")),
    ]
    return [f.NumberedFact(number, T0 + at, fact) for number, (at, fact) in enumerate(told, start)]


def rows(engine: sa.Engine, model: Any) -> list[dict[str, Any]]:
    key = list(model.__table__.primary_key)
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(model.__table__).order_by(*key))]


def test_a_call_becomes_one_complete_record(engine: sa.Engine) -> None:
    projection = Projection(engine)
    assert (projection.last_number(), projection.max_call_id()) == (0, 0)
    projection.apply(a_transferred_call())
    ms = round(T0 * 1000)
    assert rows(engine, models.Call) == [
        {
            "id": 7,
            "direction": Direction.VOICEMAIL,
            "arrived_ms": ms,
            "ani": "+862155550101",
            "ani_name": "Wang",
            "withheld": False,
            "dnis": "4000",
            "customer_id": 12,
            "language": Language.ZH_CN,
            "recordings": [
                {
                    "name": "m-r7.1",
                    "agent": "",
                    "leg": 0,
                    "started_ms": ms + 500,
                    "ended_ms": ms + 2500,
                    "seconds": 2.0,
                    "complete": True,
                }
            ],
            "path": [{"node": "main", "keys": "2", "label": {"en": "Complaints", "zh_CN": "投诉"}}],
            "queue": "complaints",
            "priority": 9,
            "queued_ms": ms + 2500,
            "offers": 3,
            "answered_ms": ms + 25500,
            "transfers": 1,
            "talk_s": 104.5,
            "hold_s": 30.0,
            "ended_ms": ms + 163_000,
            "cause": Cause.NORMAL,
            "outcome": "handled",
            "rating": 4,
            "rated_agent": "emma",
            "logged_ms": ms + 200_000,
            "logged_by": "emma",
            "disposition": "complaint_open",
        }
    ]
    first, second = rows(engine, models.Leg)
    assert (first["agent_id"], first["talk_s"], first["hold_s"], first["holds"], first["handed_to"]) == (
        "wang",
        44.5,
        30.0,
        1,
        "agent:emma",
    )
    assert (second["agent_id"], second["talk_s"], second["answered_ms"], second["cause"]) == (
        "emma",
        60.0,
        ms + 103_000,
        Cause.NORMAL,
    )
    events = rows(engine, models.Event)
    assert [event["number"] for event in events] == list(range(1, 25))
    assert events[3]["body"] == {
        "type": "KeysPressed",
        "call": 7,
        "node": "main",
        "keys": "2",
        "label": {"en": "Complaints", "zh_CN": "投诉"},
    }
    assert (events[8]["kind"], events[8]["call_id"], events[8]["agent_id"]) == ("AgentNotReady", None, "lin")
    assert (projection.last_number(), projection.max_call_id()) == (24, 7)


def test_facts_that_come_again_are_skipped(engine: sa.Engine) -> None:
    projection = Projection(engine)
    told = a_transferred_call()
    projection.apply(told[:10])
    projection.apply(told[3:])
    once = rows(engine, models.Call), rows(engine, models.Leg), rows(engine, models.Event)
    projection.apply(told)
    projection.apply([])
    assert (rows(engine, models.Call), rows(engine, models.Leg), rows(engine, models.Event)) == once
    assert once[0][0]["offers"] == 3


def test_a_lost_fact_is_noticed_and_nothing_of_the_batch_is_kept(engine: sa.Engine) -> None:
    projection = Projection(engine)
    told = a_transferred_call()
    projection.apply(told[:4])
    with pytest.raises(FactsMissing) as missing:
        projection.apply([told[4], *told[6:]])
    assert (missing.value.expected, missing.value.came) == (6, 7)
    assert projection.last_number() == 4
    assert rows(engine, models.Call)[0]["queue"] == ""


def test_facts_of_agents_and_the_switch_are_events_only(engine: sa.Engine) -> None:
    Projection(engine).apply(
        [f.NumberedFact(1, T0, f.SwitchReached()), f.NumberedFact(2, T0, f.AgentLoggedOn(LIN, "1001"))]
    )
    assert rows(engine, models.Call) == []
    assert [event["kind"] for event in rows(engine, models.Event)] == ["SwitchReached", "AgentLoggedOn"]


def test_an_abandoned_call_is_complete_too(engine: sa.Engine) -> None:
    told: list[f.AnyFact] = [
        f.CallArrived(FIRST, CHANNEL, "", "", True, "4000"),
        f.CallCleared(FIRST, Cause.NORMAL, "in_menu"),
        f.CallLogged(FIRST, None, ""),
    ]
    Projection(engine).apply([f.NumberedFact(number, T0, fact) for number, fact in enumerate(told, 1)])
    (call,) = rows(engine, models.Call)
    assert (call["withheld"], call["outcome"], call["logged_by"], call["logged_ms"]) == (
        True,
        "in_menu",
        None,
        round(T0 * 1000),
    )


def test_a_call_that_began_before_the_store_still_ends_as_a_record(engine: sa.Engine) -> None:
    told = a_transferred_call()[15:]
    Projection(engine).apply([f.NumberedFact(number, fact.at, fact.fact) for number, fact in enumerate(told, 1)])
    (call,) = rows(engine, models.Call)
    assert (call["ani"], call["outcome"], len(rows(engine, models.Leg))) == ("", "handled", 2)


def test_a_customer_who_is_no_longer_on_file_stops_no_fact(engine: sa.Engine) -> None:
    Projection(engine).apply(
        [
            f.NumberedFact(1, T0, f.CallArrived(FIRST, CHANNEL, "", "", True, "4000")),
            f.NumberedFact(2, T0, f.CallerIdentified(FIRST, 424_242)),
        ]
    )
    assert rows(engine, models.Call)[0]["customer_id"] == 424_242


def test_a_nul_from_the_line_stops_no_fact(engine: sa.Engine) -> None:
    Projection(engine).apply([f.NumberedFact(1, T0, f.CallArrived(FIRST, CHANNEL, "1\0", "A\0nn", False, "4000"))])
    (call,) = rows(engine, models.Call)
    assert (call["ani"], call["ani_name"]) == ("1", "Ann")


def test_a_large_batch_is_one_transaction(engine: sa.Engine) -> None:
    told = [fact for call in range(1, 601) for fact in a_transferred_call(call, (call - 1) * 24 + 1)]
    projection = Projection(engine)
    projection.apply(told)
    assert (projection.last_number(), projection.max_call_id()) == (14_400, 600)
    assert len(rows(engine, models.Leg)) == 1200


def test_the_highest_call_id_counts_drafts_of_calls_whose_facts_were_lost(engine: sa.Engine) -> None:
    CallLogs(engine).save_draft(CallId(99), LIN, LogDraft(notes="x"), T0)
    assert Projection(engine).max_call_id() == 99


@given(st.lists(st.integers(1, 43), max_size=6), st.permutations([7, 8]))
def test_rows_do_not_depend_on_how_facts_are_batched(cuts: list[int], order: list[int]) -> None:
    facts = [fact.fact for call in order for fact in a_transferred_call(call)]
    numbered = [f.NumberedFact(number, T0 + number, fact) for number, fact in enumerate(facts, 1)]
    whole = Folder({}, {})
    for fact in numbered:
        whole.take(fact)
    calls: dict[int, Values] = {}
    legs: dict[LegKey, Values] = {}
    edges = [0, *sorted(cuts), len(numbered)]
    for first, last in itertools.pairwise(edges):
        part = Folder({key: dict(row) for key, row in calls.items()}, {key: dict(row) for key, row in legs.items()})
        for fact in numbered[first:last]:
            part.take(fact)
        calls, legs = part.calls, part.legs
    assert (calls, legs) == (whole.calls, whole.legs)
