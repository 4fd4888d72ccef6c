"""Sample data is believable: numbers, places, worth and history agree."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError
from agent_desktop.protocol.record import MatchKind, Stage, Standing, ValueType
from db import models, sample
from db.engine import open_database, reading
from db.lookup import CallerLookup
from db.migrate import differences
from db.numbers import normalise
from db.places import (
    AMERICA,
    BRITAIN,
    BRITISH_LINES,
    CHINA,
    Line,
    american_line,
    british_line,
    chinese_landline,
    chinese_mobile,
)
from db.seed import seed
from db.value import History, Scale, abc_classes, expected_value, stage, standing, value_type

NOW = 1_790_000_000.0
N = 600


def rows(engine: sa.Engine, model: Any) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(model.__table__).order_by(model.id))]


@pytest.fixture
def seeded(engine: sa.Engine) -> sa.Engine:
    told: list[int] = []
    seed(engine, N, told.append, at=NOW)
    assert told == [N]
    return engine


def test_everything_agrees(seeded: sa.Engine) -> None:
    customers = rows(seeded, models.Customer)
    numbers = rows(seeded, models.Number)
    assert len(customers) == N + len(sample.sample_people())
    assert differences(seeded) == []
    made = {customer["id"]: customer for customer in customers if customer["code"].startswith("C")}
    for number in numbers:
        known = normalise(number["raw"], "CN")
        assert (number["e164"], number["display"], number["last8"]) == (known.e164, known.display, known.last8)
        if customer := made.get(number["customer_id"]):
            assert number["e164"].startswith(f"+{customer['calling_code']}")
            assert number["label"] == "mobile" or customer["area_code"].lstrip("0") in number["e164"]


def test_both_languages_and_all_classes_are_there(seeded: sa.Engine) -> None:
    customers = rows(seeded, models.Customer)
    assert {customer["language"] for customer in customers} == {"en", "zh_CN"}
    for name, kinds in (("standing", Standing), ("value_type", ValueType), ("stage", Stage)):
        assert {customer[name] for customer in customers} == set(kinds)
    assert {customer["abc_class"] for customer in customers} == {"A", "B", "C"}
    assert any(re.search("[一-鿿]", customer["name"]) for customer in customers)


def test_worth_follows_from_sales(seeded: sa.Engine) -> None:
    bought: dict[int, list[dict[str, Any]]] = {}
    for sale in rows(seeded, models.Sale):
        assert sale["amount_minor"] == sale["unit_price_minor"] * sale["quantity"] - sale["discount_minor"]
        bought.setdefault(sale["customer_id"], []).append(sale)
    day = 86_400_000
    for customer in rows(seeded, models.Customer):
        if not customer["code"].startswith("C"):
            continue
        sales = bought.get(customer["id"], [])
        assert bool(sales) == (customer["rfm"] != "")
        if sales:
            last = (round(NOW * 1000) - max(sale["sold_ms"] for sale in sales)) // day
            assert (customer["standing"] == Standing.LOST) == (last > 540)
            assert customer["created_ms"] <= min(sale["sold_ms"] for sale in sales)
        else:
            assert customer["standing"] not in {Standing.ACTUAL, Standing.LOST}


def test_last_contact_is_the_newest_of_the_timeline(seeded: sa.Engine) -> None:
    newest: dict[int, int] = {}
    for entry in rows(seeded, models.TimelineEntry):
        newest[entry["customer_id"]] = max(entry["at_ms"], newest.get(entry["customer_id"], 0))
        assert entry["at_ms"] < NOW * 1000
    assert {customer["id"]: customer["last_contact_ms"] for customer in rows(seeded, models.Customer)} == {
        customer["id"]: newest.get(customer["id"]) for customer in rows(seeded, models.Customer)
    }


def test_the_same_seed_makes_the_same_data(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        engine = open_database(f"sqlite:///{tmp_path / name}.db")
        seed(engine, 100, lambda _done: None, at=NOW)
        made.append([rows(engine, model) for model in (models.Customer, models.Number, models.Sale, models.Matter)])
        engine.dispose()
    assert made[0] == made[1]


def test_seeded_customers_ring(seeded: sa.Engine) -> None:
    lookup = CallerLookup(seeded, "CN")
    for number in rows(seeded, models.Number)[::97]:
        pop = lookup.look_up(number["e164"], withheld=False)
        assert pop.kind in {MatchKind.EXACT, MatchKind.SAME_LINE}
        assert number["customer_id"] in {candidate.customer_id for candidate in pop.candidates}
    lookup.close()


def test_a_database_with_customers_is_not_touched_unless_asked(seeded: sa.Engine) -> None:
    with pytest.raises(UserError, match="--add"):
        seed(seeded, 10, lambda _done: None, at=NOW)
    seed(seeded, 50, lambda _done: None, at=NOW, add=True)
    customers = rows(seeded, models.Customer)
    assert len({customer["code"] for customer in customers}) == len(customers) == N + 50 + 12
    owners: dict[str, set[int]] = {}
    for number in rows(seeded, models.Number):
        owners.setdefault(number["e164"], set()).add(number["customer_id"])
    assert max(len(ids) for number, ids in owners.items() if number not in sample.sample_numbers()) <= 3


def test_ids_go_on_behind_the_seeded_ones(seeded: sa.Engine) -> None:
    with seeded.begin() as connection:
        statement = sa.insert(models.Matter).values(kind="order", subject="x", opened_ms=1).returning(models.Matter.id)
        highest = connection.execute(sa.select(sa.func.max(models.Matter.id))).scalar_one()
        assert connection.execute(statement).scalar_one() == highest + 1


def test_a_seeding_that_is_broken_off_leaves_no_customer_and_all_indexes(engine: sa.Engine) -> None:
    def break_off(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(engine, 100, break_off, at=NOW)
    assert len(rows(engine, models.Customer)) == len(sample.sample_people())
    assert differences(engine) == []


def test_elsewhere_numbers_are_written_internationally(engine: sa.Engine) -> None:
    seed(engine, 200, lambda _done: None, at=NOW, region="GB")
    for number in rows(engine, models.Number):
        assert normalise(number["raw"], "GB").e164 == number["e164"]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (lambda serial: chinese_landline(serial)[1], 40_000),
        (chinese_mobile, 40_000),
        (lambda serial: british_line(serial)[1], BRITISH_LINES),
        (lambda serial: american_line(serial)[1], 40_000),
    ],
)
def test_lines_are_nobody_elses(line: Callable[[int], Line], count: int) -> None:
    made = {line(serial).e164 for serial in range(count)}
    assert len(made) == count
    assert not made & sample.sample_numbers()


def test_places_have_their_own_area_codes() -> None:
    for country in (CHINA, BRITAIN, AMERICA):
        assert len({city.area_code for city in country}) == len(country)


def test_abc_is_the_share_of_cumulated_revenue() -> None:
    assert abc_classes([10, 800, 40, 100, 50, 0]) == "CACBBC"
    assert abc_classes([]) == ""
    assert abc_classes([0, 0]) == "CC"


def test_rfm_is_scored_by_fifths() -> None:
    scale = Scale.of([10, 20, 30, 40, 50], [1, 2, 3, 4, 5], [100, 200, 300, 400, 500])
    assert scale.rfm(History(10, 400, 5, 500)) == (5, 5, 5)
    assert scale.rfm(History(50, 400, 1, 100)) == (1, 1, 1)
    assert scale.rfm(History(30, 400, 3, 300)) == (3, 3, 3)


def test_equal_figures_get_equal_scores() -> None:
    scale = Scale.of([7] * 9, [1] * 9, [5] * 9)
    assert scale.rfm(History(7, 7, 1, 5)) == (5, 5, 5)


def test_lifetime_value_discounts_and_may_be_negative() -> None:
    history = History(10, 365, 1, 100_000)
    assert expected_value(history, 5, 0) == round(30_000 * sum((0.9 / 1.1) ** year for year in range(1, 6)))
    assert expected_value(history, 5, 40_000) < 0
    assert value_type("A", (5, 5, 5), -1) is ValueType.BELOW_ZERO
    assert value_type("A", (5, 5, 5), 1) is ValueType.MOST_VALUABLE
    assert value_type("B", (4, 3, 2), 1) is ValueType.MOST_GROWABLE
    assert value_type("A", (1, 5, 5), 1) is ValueType.ORDINARY


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        (5, 30, Stage.ACQUIRE),
        (5, 200, Stage.LIFT),
        (5, 900, Stage.MATURE),
        (300, 900, Stage.DECLINE),
        (600, 900, Stage.LEAVING),
    ],
)
def test_stages(last: int, first: int, expected: Stage) -> None:
    assert stage(History(last, first, 1, 1)) is expected
    assert (standing(History(last, first, 1, 1)) is Standing.LOST) == (expected is Stage.LEAVING)


def test_the_command(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    runner = CliRunner()
    done = runner.invoke(app, ["seed", "--customers", "40", "--database", url])
    assert done.exit_code == 0, done.output
    assert "40/40" in done.output
    again = runner.invoke(app, ["seed", "--customers", "40", "--database", url])
    assert isinstance(again.exception, UserError)
    assert runner.invoke(app, ["seed", "--customers", "40", "--database", url, "--add"]).exit_code == 0
