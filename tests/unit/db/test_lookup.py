"""Who is calling: every kind of match, and a database that fails."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import structlog

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.record import (
    CustomerFields,
    CustomerRecord,
    MatchKind,
    MatterKind,
    ScreenPop,
    Standing,
    ValueType,
)
from db import models, sample
from db.engine import open_database
from db.lookup import CallerLookup
from db.reading import _MATTERS, _PHONES, _TIMELINE, BY_E164, BY_LAST8
from db.searching import _AS_SPELLED, _AS_WRITTEN

NOW = 1_790_000_000.0


@pytest.fixture
def people(engine: sa.Engine) -> sa.Engine:
    assert sample.install_sample_people(engine, NOW) == 12
    return engine


@pytest.fixture
def lookup(people: sa.Engine) -> Iterator[CallerLookup]:
    opened = CallerLookup(people, "CN")
    yield opened
    opened.close()


def the(record: CustomerRecord | None) -> CustomerRecord:
    assert record is not None
    return record


def names(pop: ScreenPop) -> list[tuple[str, MatchKind]]:
    return [(candidate.name, candidate.reason) for candidate in pop.candidates]


def test_exact(lookup: CallerLookup) -> None:
    pop = lookup.look_up(sample.WANG_LI, withheld=False)
    assert pop.kind is MatchKind.EXACT
    assert names(pop) == [("王丽", MatchKind.EXACT)]
    record = the(pop.record)
    assert (record.name, record.standing, record.language, record.salutation) == (
        "王丽",
        Standing.ACTUAL,
        Language.ZH_CN,
        "女士",
    )
    assert [matter.kind for matter in record.matters] == [MatterKind.COMPLAINT, MatterKind.FOLLOW_UP]
    assert record.matters[0].number == f"C-{1:06d}"
    assert record.contacts[0].at_ms > record.contacts[-1].at_ms
    assert [(phone.label, phone.display) for phone in record.phones] == [("home", "+86 21 5555 0101")]
    assert record.address == "上海市徐汇区漕溪北路18号602室 200030"


@pytest.mark.parametrize("ani", ["02155550101", "862155550101", "0086 21 5555 0101", "０２１－５５５５０１０１"])
def test_every_spelling_of_a_number_is_exact(lookup: CallerLookup, ani: str) -> None:
    assert lookup.look_up(ani, withheld=False).kind is MatchKind.EXACT


def test_a_switchboard_is_the_company_and_its_desks(lookup: CallerLookup) -> None:
    pop = lookup.look_up(sample.CHENGUANG, withheld=False)
    assert names(pop) == [
        ("上海晨光贸易有限公司", MatchKind.EXACT),
        ("刘芳", MatchKind.EXTENSION),
        ("赵强", MatchKind.EXTENSION),
    ]
    assert the(pop.record).contact == ""
    assert pop.candidates[1].company == "上海晨光贸易有限公司"
    assert the(pop.record).customer_type == "企业客户"


def test_a_desk_is_exact_by_its_extension(lookup: CallerLookup) -> None:
    pop = lookup.look_up("021-55550105-31", withheld=False)
    assert pop.kind is MatchKind.EXACT
    assert (the(pop.record).name, the(pop.record).contact, the(pop.record).salutation) == (
        "上海晨光贸易有限公司",
        "赵强",
        "先生",
    )


def test_main_line_of_a_number_on_file_with_extension(lookup: CallerLookup, people: sa.Engine) -> None:
    with people.begin() as connection:
        connection.execute(sa.delete(models.Number).where(models.Number.extension.in_(["", "12"])))
    pop = lookup.look_up(sample.CHENGUANG, withheld=False)
    assert names(pop) == [("赵强", MatchKind.EXTENSION)]
    assert the(pop.record).contact == "赵强"


def test_two_desks_without_the_main_line_name_the_company_only(lookup: CallerLookup, people: sa.Engine) -> None:
    with people.begin() as connection:
        connection.execute(sa.delete(models.Number).where(models.Number.extension == ""))
    pop = lookup.look_up(sample.CHENGUANG, withheld=False)
    assert pop.kind is MatchKind.EXTENSION
    assert (the(pop.record).name, the(pop.record).contact) == ("上海晨光贸易有限公司", "")


def test_a_number_with_extension_finds_the_main_line_on_file(lookup: CallerLookup) -> None:
    pop = lookup.look_up(f"{sample.WANG_LI} ext 7", withheld=False)
    assert names(pop) == [("王丽", MatchKind.EXTENSION)]


def test_a_household_shares_a_line_and_who_called_last_comes_first(lookup: CallerLookup) -> None:
    pop = lookup.look_up(sample.ZHOU_FAMILY, withheld=False)
    assert names(pop) == [("周敏", MatchKind.SAME_LINE), ("周伟", MatchKind.SAME_LINE)]
    assert pop.kind is MatchKind.SAME_LINE
    assert the(pop.record).name == "周敏"


def test_local_number_without_its_area(lookup: CallerLookup) -> None:
    pop = lookup.look_up("5555 0101", withheld=False)
    assert names(pop) == [("王丽", MatchKind.LOCAL)]


def test_another_countrys_number_with_the_same_ending_is_nobody(lookup: CallerLookup) -> None:
    assert lookup.look_up("+492155550101", withheld=False).kind is MatchKind.UNKNOWN


def test_a_foreign_number_sent_as_national_is_local(lookup: CallerLookup) -> None:
    assert names(lookup.look_up("2079460103", withheld=False)) == [("Emma Clarke", MatchKind.LOCAL)]


@pytest.mark.parametrize(("ani", "withheld"), [("", False), ("   ", False), (sample.WANG_LI, True), ("", True)])
def test_withheld(lookup: CallerLookup, ani: str, withheld: bool) -> None:
    pop = lookup.look_up(ani, withheld)
    assert (pop.kind, pop.record, pop.candidates) == (MatchKind.WITHHELD, None, ())


@pytest.mark.parametrize("ani", ["+862155559999", "garbage", "'; DROP TABLE numbers; --", "1"])
def test_unknown(lookup: CallerLookup, ani: str) -> None:
    assert lookup.look_up(ani, withheld=False).kind is MatchKind.UNKNOWN


def test_a_failing_database_never_raises(lookup: CallerLookup, people: sa.Engine) -> None:
    with people.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE numbers RENAME TO lost")
    with structlog.testing.capture_logs() as logs:
        assert lookup.look_up(sample.WANG_LI, withheld=False).kind is MatchKind.UNAVAILABLE
    assert [entry["event"] for entry in logs] == ["caller look-up failed"]
    assert "5555" not in str(logs)
    with people.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE lost RENAME TO numbers")
    assert lookup.look_up(sample.WANG_LI, withheld=False).kind is MatchKind.EXACT


def test_what_another_connection_wrote_is_seen_at_once(lookup: CallerLookup, people: sa.Engine) -> None:
    assert lookup.look_up("+862155559999", withheld=False).kind is MatchKind.UNKNOWN
    with people.begin() as connection:
        connection.execute(
            sa.update(models.Number).where(models.Number.e164 == sample.WANG_LI).values(e164="+862155559999")
        )
    assert lookup.look_up("+862155559999", withheld=False).kind is MatchKind.EXACT


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_server_that_dropped_the_connection_is_asked_again(database_url: str) -> None:
    engine = open_database(database_url)
    sample.install_sample_people(engine, NOW)
    lookup = CallerLookup(engine, "CN")
    assert lookup.look_up(sample.WANG_LI, withheld=False).kind is MatchKind.EXACT
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    assert lookup.look_up(sample.WANG_LI, withheld=False).kind is MatchKind.EXACT
    lookup.close()
    engine.dispose()


def test_record(lookup: CallerLookup) -> None:
    found = the(lookup.look_up(sample.CHEN_JIANGUO, withheld=False).record)
    record = the(lookup.record(found.customer_id))
    assert record == found
    assert record.value_type is ValueType.MOST_VALUABLE
    assert record.contract_ends_at_ms == round(NOW * 1000) + 12 * 86_400_000
    assert lookup.record(999_999) is None
    assert lookup.record(10**30) is None
    assert lookup.record(-1) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("陈", ["陈建国"]),
        ("emma", ["Emma Clarke"]),
        ("CLARKE", ["Emma Clarke"]),
        ("  emma   clarke ", ["Emma Clarke"]),
        ("s0000103", ["Emma Clarke"]),
        ("5555 0101", ["王丽"]),
        ("020 7946 0104", ["James Wright"]),
        ("赵强", ["赵强"]),
        ("周", ["周伟", "周敏"]),
        ("上海晨光", ["上海晨光贸易有限公司"]),
        ("chenjianguo", ["陈建国"]),
        ("Chen Jian", ["陈建国"]),
        ("cjg", ["陈建国"]),
        ("zhouwei", ["周伟"]),
        ("zhw", []),
        ("shanghaichenguang", ["上海晨光贸易有限公司"]),
        ("shcg", ["上海晨光贸易有限公司"]),
        ("%", []),
        ("em\x00ma", ["Emma Clarke"]),
        ("", []),
        ("nobody at all", []),
    ],
)
def test_search(lookup: CallerLookup, text: str, found: list[str]) -> None:
    assert sorted(candidate.name for candidate in lookup.search(text)) == sorted(found)


@pytest.mark.parametrize("text", ["zenglv", "zl"])
def test_a_new_customer_is_found_by_pinyin(lookup: CallerLookup, text: str) -> None:
    record = lookup.create_customer(CustomerFields(name="曾吕"), "", NOW)
    assert record.customer_id in [one.customer_id for one in lookup.search(text)]


def test_names_as_written_and_as_spelled_share_the_room(lookup: CallerLookup) -> None:
    for number in range(6):
        lookup.create_customer(CustomerFields(name=f"Lina {number}"), "", NOW)
    lookup.create_customer(CustomerFields(name="李娜"), "", NOW)
    assert [one.name for one in lookup.search("lina", limit=3)] == ["Lina 0", "李娜", "Lina 1"]


@pytest.mark.parametrize("backend", ["sqlite"])  # PostgreSQL scans small tables whatever their indexes
def test_a_search_ranges_over_indexes_only(people: sa.Engine) -> None:
    given = {"first": "ww", "last": "ww~", "limit": 20}
    with people.connect() as connection:
        for statement in (*_AS_WRITTEN, *_AS_SPELLED):
            compiled = statement.compile(people)
            assert compiled.positiontup is not None
            values = tuple((compiled.params | given)[name] for name in compiled.positiontup)
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
            assert steps
            assert not [step for step in steps if step.startswith("SCAN")], steps
            assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_search_keeps_to_its_limit(lookup: CallerLookup) -> None:
    assert len(lookup.search("周", limit=1)) == 1


def test_a_new_customer_is_found_by_the_number_they_called_from(lookup: CallerLookup) -> None:
    fields = CustomerFields(
        name="  Ann\x00 Other ", phone="+44 20 7946 0199", language=Language.EN, remark="called\nabout a bill"
    )
    record = lookup.create_customer(fields, "+442079460198", NOW)
    assert (record.name, record.standing, record.code) == (
        "Ann Other",
        Standing.POTENTIAL,
        f"C{record.customer_id:07d}",
    )
    assert [phone.e164 for phone in record.phones] == ["+442079460198", "+442079460199"]
    assert lookup.look_up("+442079460198", withheld=False).record == record
    assert [one.customer_id for one in lookup.search("other")] == [record.customer_id]


def test_a_new_customer_without_a_number(lookup: CallerLookup) -> None:
    assert lookup.create_customer(CustomerFields(name="匿名"), "", NOW).phones == ()


def test_the_same_number_twice_is_kept_once(lookup: CallerLookup) -> None:
    record = lookup.create_customer(CustomerFields(name="吴", phone="021 5555 0177"), "+862155550177", NOW)
    assert [phone.e164 for phone in record.phones] == ["+862155550177"]


def test_a_nameless_customer_is_refused(lookup: CallerLookup) -> None:
    with pytest.raises(Refusal) as refused:
        lookup.create_customer(CustomerFields(name=" \x00 "), sample.WANG_LI, NOW)
    assert refused.value.error_id == "bad_field"


def test_sample_people_are_installed_once(people: sa.Engine) -> None:
    assert sample.install_sample_people(people, NOW) == 0


@pytest.mark.parametrize("backend", ["sqlite"])  # PostgreSQL scans small tables whatever their indexes
def test_the_ring_path_probes_indexes_only(people: sa.Engine) -> None:
    with people.connect() as connection:
        for statement, given in (
            (BY_E164.statement, {"number": "x"}),
            (BY_LAST8.statement, {"number": "x"}),
            (_PHONES.statement, {"customer": 1}),
            (_TIMELINE.statement, {"customer": 1}),
            (_MATTERS.statement, {"customer": 1}),
        ):
            compiled = statement.params(given).compile(people, compile_kwargs={"literal_binds": True})
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
            assert plan
            assert not [step for step in plan if step[3].startswith("SCAN")], plan
