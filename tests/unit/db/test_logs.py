import pytest
import sqlalchemy as sa

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import LogDraft, Role
from agent_desktop.protocol.record import Channel, CustomerFields, MatterKind
from db import models
from db.engine import open_database
from db.logs import CallLogs
from db.lookup import CallerLookup
from db.users import Account, Users

T0 = 1_790_000_000.0
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
def logs(engine):
    return CallLogs(engine)


@pytest.fixture
def lookup(engine):
    opened = CallerLookup(engine, "CN")
    yield opened
    opened.close()


@pytest.fixture
def customer(lookup):
    return lookup.create_customer(CustomerFields(name="王丽"), "+862155550101", T0).customer_id


def stored(engine, model):
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(model.__table__))]


def test_a_draft_comes_back_as_it_was_typed(logs):
    assert logs.load_draft(7, "lin") is None
    logs.save_draft(7, "lin", LogDraft(notes="half a sen"), T0)
    logs.save_draft(7, "lin", LOG, T0 + 1)
    logs.save_draft(7, "emma", LogDraft(notes="hers"), T0)
    assert logs.load_draft(7, "lin") == LOG
    assert logs.load_draft(7, "emma") == LogDraft(notes="hers")


def test_a_completed_log_is_filed_everywhere_at_once(logs, lookup, customer, engine):
    Users(engine).create([Account("lin", "林晓", Role.AGENT, "hash")], T0)
    logs.save_draft(7, "lin", LOG, T0)
    logs.complete_log(7, "lin", LOG, customer, T0 + 5)
    assert logs.load_draft(7, "lin") is None
    (log,) = stored(engine, models.CallLog)
    assert (log["disposition"], log["notes"], log["answers"], log["part"]) == (
        "complaint_open",
        "多收漫游费\nSecond line",
        {"motive": "fix", "amount": "128.50"},
        1,
    )
    record = lookup.record(customer)
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


def test_the_same_log_again_changes_nothing(logs, lookup, customer, engine):
    for at in (T0, T0 + 1, T0 + 2):
        logs.complete_log(7, "lin", LOG, customer, at)
    record = lookup.record(customer)
    assert (len(record.contacts), len(record.matters), len(stored(engine, models.CallLog))) == (1, 1, 1)
    assert record.contacts[0].agent == "lin"


def test_another_log_of_the_same_agent_is_a_further_part(logs, lookup, customer, engine):
    first = LogDraft(disposition="passed_on", notes="to billing")
    logs.complete_log(7, "lin", first, customer, T0)
    logs.complete_log(7, "lin", LOG, customer, T0 + 60)
    logs.complete_log(7, "lin", LOG, customer, T0 + 61)
    assert sorted((log["part"], log["disposition"]) for log in stored(engine, models.CallLog)) == [
        (1, "passed_on"),
        (2, "complaint_open"),
    ]
    assert len(lookup.record(customer).contacts) == 2


def test_a_changed_promise_is_a_further_part(logs, customer, engine):
    logs.complete_log(7, "lin", LOG, customer, T0)
    logs.complete_log(7, "lin", LogDraft(**{**_fields(LOG), "follow_up_note": "another"}), customer, T0)
    assert len(stored(engine, models.Matter)) == 2


def test_a_caller_who_is_not_on_file_can_be_promised_something(logs, engine):
    logs.complete_log(7, "lin", LOG, None, T0)
    (matter,) = stored(engine, models.Matter)
    assert (matter["customer_id"], matter["call_id"], matter["agent_id"]) == (None, 7, "lin")
    assert stored(engine, models.TimelineEntry) == []


def test_a_customer_who_is_gone_is_refused_and_the_draft_stays(logs, engine):
    logs.save_draft(7, "lin", LOG, T0)
    with pytest.raises(Refusal) as refused:
        logs.complete_log(7, "lin", LOG, 424_242, T0)
    assert refused.value.error_id == "no_such_customer"
    assert logs.load_draft(7, "lin") == LOG
    assert stored(engine, models.CallLog) == []


def test_notes_may_be_empty(logs, lookup, customer):
    logs.complete_log(7, "lin", LogDraft(disposition="silent"), customer, T0)
    assert lookup.record(customer).contacts[0].subject == ""


def test_a_log_outlives_the_program(logs, database_url, customer):
    logs.complete_log(7, "lin", LOG, customer, T0)
    again = open_database(database_url)
    assert len(stored(again, models.CallLog)) == 1
    again.dispose()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_database_that_does_not_answer_is_a_refusal(logs, engine, database_url):
    logs.save_draft(7, "lin", LOG, T0)
    impatient = open_database(f"{database_url}?timeout=0")
    with engine.begin():
        with pytest.raises(Refusal) as refused:
            CallLogs(impatient).save_draft(7, "lin", LogDraft(), T0)
        assert CallLogs(impatient).load_draft(7, "lin") == LOG
    impatient.dispose()
    assert refused.value.error_id == "store_unavailable"


def _fields(log):
    return {name: getattr(log, name) for name in log.__struct_fields__}


def test_users(engine):
    users = Users(engine)
    lin = Account("lin", "林晓", Role.AGENT, "$argon2id$x", "1001")
    emma = Account("emma", "Emma Hall", Role.SUPERVISOR, "$argon2id$y", disabled=True)
    users.create([lin, emma], T0)
    users.create([], T0)
    assert users.find("lin") == lin
    assert users.find("LIN") is None
    assert users.find("li\x00n") == lin
    assert users.all() == (emma, lin)
    changed = Account("lin", "林晓晓", Role.TRAINER, "$argon2id$z", "1009", disabled=True)
    users.change(changed)
    assert users.find("lin") == changed


def test_languages_are_stored_by_value(engine, customer):
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT language FROM customers").scalar_one() == Language.ZH_CN.value
