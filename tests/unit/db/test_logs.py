"""Drafts, logs and accounts: on disk, once, and nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, ConnectionId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import HandInDraft, LogDraft, Role
from agent_desktop.protocol.record import Channel, CustomerFields, CustomerRecord, MatterKind
from db import models
from db.engine import open_database
from db.folding import Folder
from db.logs import CallLogs
from db.lookup import CallerLookup
from db.users import Account, Users
from ivr import facts
from ivr.facts import NumberedFact

T0 = 1_790_000_000.0
CALL = CallId(7)
LIN, EMMA = AgentId("lin"), AgentId("emma")
MS = 1_790_000_000_000
LOG = LogDraft(
    disposition="complaint_open",
    notes="多收漫游费\nSecond line\x00",
    customer_id=1,
    follow_up_at_ms=MS + 86_400_000,
    follow_up_note="回复核查结果",
    script="complaint",
    script_state="step 3",
    answers={"motive": "fix", "amount": "128.50"},
)


@pytest.fixture
def logs(engine: sa.Engine) -> CallLogs:
    return CallLogs(engine)


@pytest.fixture
def lookup(engine: sa.Engine) -> Iterator[CallerLookup]:
    opened = CallerLookup(engine, "CN")
    yield opened
    opened.close()


@pytest.fixture
def customer(lookup: CallerLookup) -> int:
    return lookup.create_customer(CustomerFields(name="王丽"), "+862155550101", T0).customer_id


def stored(engine: sa.Engine, model: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(model.__table__))]


def leg(engine: sa.Engine, call: CallId = CALL, agent: AgentId = LIN) -> None:
    """This agent had this call, which arrived at `MS`."""
    folder = Folder({}, {})
    folder.take(NumberedFact(1, T0, facts.CallArrived(call, ConnectionId("chan"), "+862155550101", "", False, "4001")))
    folder.take(NumberedFact(2, T0, facts.Established(call, agent, 1)))
    with engine.begin() as connection:
        connection.execute(sa.insert(models.Call), list(folder.calls.values()))
        connection.execute(sa.insert(models.Leg), list(folder.legs.values()))


def late(notes: str, edited_ms: int, **changes: Any) -> HandInDraft:
    return HandInDraft(CALL, MS, replace(LOG, notes=notes, edited_ms=edited_ms, customer_id=None, **changes))


def test_a_late_draft_joins_the_log_that_ran_out_of_time(logs: CallLogs, engine: sa.Engine) -> None:
    leg(engine)
    logs.complete_log(CALL, LIN, late("so far", 5).draft, None, T0)
    assert logs.file_late(LIN, late("so far, and the end", 9), T0 + 60)
    parts = stored(engine, models.CallLog)
    assert [(one["part"], one["notes"], one["edited_ms"]) for one in parts] == [
        (1, "so far", 5),
        (2, "so far, and the end", 9),
    ]
    assert len(stored(engine, models.Matter)) == 1


def test_a_late_draft_that_is_no_news_changes_nothing(logs: CallLogs, engine: sa.Engine) -> None:
    leg(engine)
    logs.complete_log(CALL, LIN, late("all of it", 9).draft, None, T0)
    assert not logs.file_late(LIN, late("all of it", 9), T0 + 60)
    assert not logs.file_late(LIN, late("half of", 5), T0 + 60)
    assert len(stored(engine, models.CallLog)) == 1


def test_a_late_draft_of_a_call_without_a_log_becomes_it(logs: CallLogs, engine: sa.Engine) -> None:
    leg(engine)
    assert logs.file_late(LIN, late("typed in the dark", 5), T0 + 60)
    assert [one["notes"] for one in stored(engine, models.CallLog)] == ["typed in the dark"]


def test_a_late_draft_belongs_to_the_agent_and_the_call(logs: CallLogs, engine: sa.Engine) -> None:
    leg(engine)
    with pytest.raises(Refusal, match="not_your_call"):
        logs.file_late(EMMA, late("mine?", 5), T0)
    with pytest.raises(Refusal, match="no_such_call"):
        logs.file_late(LIN, replace(late("of another life", 5), arrived_ms=MS - 1), T0)
    assert stored(engine, models.CallLog) == []


def test_a_draft_comes_back_as_it_was_typed(logs: CallLogs) -> None:
    assert logs.load_draft(CALL, LIN) is None
    logs.save_draft(CALL, LIN, LogDraft(notes="half a sen"), T0)
    logs.save_draft(CALL, LIN, LOG, T0 + 1)
    logs.save_draft(CALL, EMMA, LogDraft(notes="hers"), T0)
    assert logs.load_draft(CALL, LIN) == LOG
    assert logs.load_draft(CALL, EMMA) == LogDraft(notes="hers")
    assert logs.load_drafts([(LIN, CALL), (EMMA, CallId(CALL + 1))]) == {(LIN, CALL): LOG}
    assert logs.load_drafts([(EMMA, CALL), (LIN, CALL)]) == {(EMMA, CALL): LogDraft(notes="hers"), (LIN, CALL): LOG}


def test_a_completed_log_is_filed_everywhere_at_once(
    logs: CallLogs, lookup: CallerLookup, customer: int, engine: sa.Engine
) -> None:
    Users(engine).create([Account(LIN, "林晓", Role.AGENT, "hash")], T0)
    logs.save_draft(CALL, LIN, LOG, T0)
    logs.complete_log(CALL, LIN, LOG, customer, T0 + 5)
    assert logs.load_draft(CALL, LIN) is None
    (log,) = stored(engine, models.CallLog)
    assert (log["disposition"], log["notes"], log["answers"], log["part"]) == (
        "complaint_open",
        "多收漫游费\nSecond line",
        {"motive": "fix", "amount": "128.50"},
        1,
    )
    record = record_of(lookup, customer)
    (past,) = record.contacts
    assert (past.at_ms, past.channel, past.subject, past.agent, past.disposition) == (
        MS + 5000,
        Channel.CALL_IN,
        "多收漫游费",
        "林晓",
        "complaint_open",
    )
    (matter,) = record.matters
    assert (matter.kind, matter.subject, matter.due_at_ms) == (MatterKind.FOLLOW_UP, "回复核查结果", MS + 86_400_000)
    assert matter.number == f"F-{log['follow_up_id']:06d}"


def test_the_same_log_again_changes_nothing(
    logs: CallLogs, lookup: CallerLookup, customer: int, engine: sa.Engine
) -> None:
    for at in (T0, T0 + 1, T0 + 2):
        logs.complete_log(CALL, LIN, LOG, customer, at)
    record = record_of(lookup, customer)
    assert (len(record.contacts), len(record.matters), len(stored(engine, models.CallLog))) == (1, 1, 1)
    assert record.contacts[0].agent == "lin"


def test_another_log_of_the_same_agent_is_a_further_part(
    logs: CallLogs, lookup: CallerLookup, customer: int, engine: sa.Engine
) -> None:
    first = LogDraft(disposition="passed_on", notes="to billing")
    logs.complete_log(CALL, LIN, first, customer, T0)
    logs.complete_log(CALL, LIN, LOG, customer, T0 + 60)
    logs.complete_log(CALL, LIN, LOG, customer, T0 + 61)
    assert sorted((log["part"], log["disposition"]) for log in stored(engine, models.CallLog)) == [
        (1, "passed_on"),
        (2, "complaint_open"),
    ]
    assert len(record_of(lookup, customer).contacts) == 2


def test_a_changed_promise_is_a_further_part(logs: CallLogs, customer: int, engine: sa.Engine) -> None:
    logs.complete_log(CALL, LIN, LOG, customer, T0)
    logs.complete_log(CALL, LIN, LogDraft(**{**_fields(LOG), "follow_up_note": "another"}), customer, T0)
    assert len(stored(engine, models.Matter)) == 2


def test_a_caller_who_is_not_on_file_can_be_promised_something(logs: CallLogs, engine: sa.Engine) -> None:
    logs.complete_log(CALL, LIN, LOG, None, T0)
    (matter,) = stored(engine, models.Matter)
    assert (matter["customer_id"], matter["call_id"], matter["agent_id"]) == (None, 7, "lin")
    assert stored(engine, models.TimelineEntry) == []


def test_a_customer_who_is_gone_is_refused_and_the_draft_stays(logs: CallLogs, engine: sa.Engine) -> None:
    logs.save_draft(CALL, LIN, LOG, T0)
    with pytest.raises(Refusal) as refused:
        logs.complete_log(CALL, LIN, LOG, 424_242, T0)
    assert refused.value.error_id == "no_such_customer"
    assert logs.load_draft(CALL, LIN) == LOG
    assert stored(engine, models.CallLog) == []


@pytest.mark.parametrize("due", [-1, 10**30])
def test_a_due_time_that_no_calendar_has_is_refused(logs: CallLogs, due: int) -> None:
    with pytest.raises(Refusal) as refused:
        logs.complete_log(CALL, LIN, LogDraft(follow_up_at_ms=due), None, T0)
    assert refused.value.error_id == "bad_field"


def test_a_nul_in_whatever_a_seat_sends_is_dropped(logs: CallLogs, engine: sa.Engine) -> None:
    log = LogDraft(disposition="si\0lent", notes="a\0b", script="x\0", script_state="{\0}", answers={"k\0": "v\0"})
    logs.save_draft(CALL, LIN, log, T0)
    assert logs.load_draft(CALL, LIN) == log
    logs.complete_log(CALL, LIN, log, None, T0)
    logs.complete_log(CALL, LIN, log, None, T0)
    (kept,) = stored(engine, models.CallLog)
    assert (kept["disposition"], kept["notes"], kept["script"], kept["script_state"]) == ("silent", "ab", "x", "{}")


def test_notes_may_be_empty(logs: CallLogs, lookup: CallerLookup, customer: int) -> None:
    logs.complete_log(CALL, LIN, LogDraft(disposition="silent"), customer, T0)
    assert record_of(lookup, customer).contacts[0].subject == ""


def test_a_log_outlives_the_program(logs: CallLogs, database_url: str, customer: int) -> None:
    logs.complete_log(CALL, LIN, LOG, customer, T0)
    again = open_database(database_url)
    assert len(stored(again, models.CallLog)) == 1
    again.dispose()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_database_that_does_not_answer_is_a_refusal(logs: CallLogs, engine: sa.Engine, database_url: str) -> None:
    logs.save_draft(CALL, LIN, LOG, T0)
    impatient = open_database(f"{database_url}?timeout=0")
    with engine.begin():
        with pytest.raises(Refusal) as refused:
            CallLogs(impatient).save_draft(CALL, LIN, LogDraft(), T0)
        assert CallLogs(impatient).load_draft(CALL, LIN) == LOG
    impatient.dispose()
    assert refused.value.error_id == "store_unavailable"


def record_of(lookup: CallerLookup, customer: int) -> CustomerRecord:
    record = lookup.record(customer)
    assert record is not None
    return record


def _fields(log: LogDraft) -> dict[str, Any]:
    return {name: getattr(log, name) for name in log.__struct_fields__}


def test_users(engine: sa.Engine) -> None:
    users = Users(engine)
    lin = Account(LIN, "林晓", Role.AGENT, "$argon2id$x", "1001")
    hall = Account(EMMA, "Emma Hall", Role.SUPERVISOR, "$argon2id$y", disabled=True)
    users.create([lin, hall], T0)
    users.create([], T0)
    assert users.find("lin") == lin
    assert users.find("LIN") is None
    assert users.find("li\x00n") == lin
    assert users.all() == (hall, lin)
    changed = Account(LIN, "林晓晓", Role.TRAINER, "$argon2id$z", "1009", disabled=True)
    users.change(changed)
    assert users.find("lin") == changed


def test_languages_are_stored_by_value(engine: sa.Engine, customer: int) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT language FROM customers").scalar_one() == Language.ZH_CN.value
