"""Promises of calls: which are due, and that one is done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from agent_desktop.cti.vocabulary import AgentId, CallId, ConnectionId, Language, QueueId
from agent_desktop.protocol.messages import LogDraft
from agent_desktop.protocol.record import CustomerFields
from db import models
from db.followups import FollowUps
from db.logs import CallLogs
from db.lookup import CallerLookup
from db.projection import Projection
from ivr import facts
from ivr.facts import NumberedFact
from ivr.inputs import FollowUpDue

T0, CALL, LIN, HELP = 1_790_000_000.0, CallId(7), AgentId("lin"), QueueId("help")


def arrived(engine: sa.Engine, ani: str, *, withheld: bool = False) -> None:
    told: tuple[facts.AnyFact, ...] = (
        facts.CallArrived(CALL, ConnectionId("c"), ani, "", withheld, "4000"),
        facts.LanguageChosen(CALL, Language.ZH_CN),
        facts.Queued(CALL, HELP, 0),
    )
    Projection(engine).apply([NumberedFact(number, T0, fact) for number, fact in enumerate(told, 1)])


def promised(engine: sa.Engine, at: float, customer: int | None, note: str = "Tell them") -> None:
    log = LogDraft("open", customer_id=customer, follow_up_at_ms=round(at * 1000), follow_up_note=note)
    CallLogs(engine).complete_log(CALL, LIN, log, customer, T0)


@pytest.fixture
def customer(engine: sa.Engine) -> int:
    lookup = CallerLookup(engine, "CN")
    made = lookup.create_customer(CustomerFields(name="王丽"), "+862155550101", T0).customer_id
    lookup.close()
    return made


def test_what_is_due_says_all_that_its_agent_needs(engine: sa.Engine, customer: int) -> None:
    arrived(engine, "+442079460103")
    promised(engine, T0 + 60, customer)
    follow_ups = FollowUps(engine)
    assert follow_ups.due(T0, T0 + 59) == ([], T0 + 60)
    expected = FollowUpDue(1, LIN, HELP, "+442079460103", customer, Language.ZH_CN, "ordinary", "Tell them", T0 + 60)
    assert follow_ups.due(T0, T0 + 60) == ([expected], None)
    assert follow_ups.due(T0 + 60, T0 + 120) == ([], None), "too late to be anybody's work"


def test_what_is_done_is_due_no_more(engine: sa.Engine, customer: int) -> None:
    arrived(engine, "+442079460103")
    promised(engine, T0 + 60, customer)
    promised(engine, T0 + 90, customer, "And again")
    follow_ups = FollowUps(engine)
    follow_ups.close(1, T0 + 70)
    follow_ups.close(1, T0 + 80)
    assert [each.matter for each in follow_ups.due(T0, T0 + 100)[0]] == [2]
    with engine.connect() as connection:
        assert connection.scalar(sa.select(models.Matter.closed_ms).where(models.Matter.id == 1)) == (T0 + 70) * 1000


def test_a_number_that_was_withheld_is_the_one_on_file_or_none(engine: sa.Engine, customer: int) -> None:
    arrived(engine, "+442079460103", withheld=True)
    promised(engine, T0 + 60, customer)
    assert FollowUps(engine).due(T0, T0 + 60)[0][0].number == "+862155550101"
    promised(engine, T0 + 61, None)
    stranger = FollowUps(engine).due(T0 + 60, T0 + 61)[0][0]
    assert (stranger.number, stranger.customer_id, stranger.segment) == ("", None, "")


def test_what_other_programs_wrote_down_is_no_promise_of_a_call(engine: sa.Engine, customer: int) -> None:
    values = {"customer_id": customer, "kind": "follow_up", "subject": "", "opened_ms": 0, "due_ms": round(T0 * 1000)}
    with engine.begin() as connection:
        connection.execute(sa.insert(models.Matter).values(values))
    assert FollowUps(engine).due(0, T0 + 60) == ([], None)
