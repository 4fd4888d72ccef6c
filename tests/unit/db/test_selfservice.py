"""What callers are told of their file, how they are found, what is counted against them."""

import pytest
import sqlalchemy as sa

from agent_desktop.errors import UserError
from agent_desktop.protocol.record import MatterKind
from db import models, sample
from db.blocks import Blocks
from db.lookup import CallerLookup
from db.selfservice import LOCKED_MS, MOST_WRONG, SelfService

NOW = 1_790_000_000.0
DAY_MS = 86_400_000


@pytest.fixture
def service(engine: sa.Engine) -> SelfService:
    sample.install_sample_people(engine, NOW)
    return SelfService(engine, "CN", "Asia/Shanghai")


@pytest.fixture
def wang(service: SelfService) -> int:
    found = service.by_number(sample.WANG_LI)
    assert found is not None
    return found


def change(engine: sa.Engine, customer: int, **values: object) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(models.Customer).where(models.Customer.id == customer).values(**values))


def test_a_customer_is_found_by_what_they_can_key_in(service: SelfService, wang: int) -> None:
    code = service.attributes(wang)["customer_code"]
    digits = "".join(letter for letter in code if letter.isdigit())
    assert service.by_code(code) == wang
    assert service.by_code(digits) in {wang, None}
    assert service.by_account("880155200101") == wang
    assert service.by_account("8801552001019") is None
    assert service.by_account("") is None
    assert service.by_number("not a number") is None


def test_the_digits_of_our_own_codes_are_enough(engine: sa.Engine, service: SelfService, wang: int) -> None:
    change(engine, wang, code=f"C{wang:07d}")
    assert service.by_code(str(wang)) == wang


def test_a_line_that_several_share_is_nobodys(engine: sa.Engine, service: SelfService, wang: int) -> None:
    with engine.begin() as connection:
        other = connection.scalars(sa.select(models.Customer.id).where(models.Customer.id != wang)).first()
        row = connection.execute(sa.select(models.Number).where(models.Number.customer_id == wang)).mappings().first()
        assert row is not None
        copied = {**row, "customer_id": other}
        del copied["id"]
        connection.execute(sa.insert(models.Number).values(copied))
    assert service.by_number(sample.WANG_LI) is None


@pytest.mark.parametrize(
    ("minor", "currency", "told"),
    [
        (1250, "CNY", {"balance": "1250", "currency": "CNY"}),
        (-1250, "USD", {"owed": "1250", "currency": "USD"}),
        (1250, "JPY", {"balance": "125000", "currency": "JPY"}),
        (1250, "KWD", {"balance": "125", "currency": "KWD"}),
    ],
)
def test_the_balance(service: SelfService, wang: int, minor: int, currency: str, told: dict[str, str]) -> None:
    change(service._engine, wang, balance_minor=minor, currency=currency)
    assert service.balance(wang, "") == told


def test_a_customer_who_is_gone_is_told_nothing(service: SelfService) -> None:
    assert service.balance(999_999, "") is None
    assert service.points(999_999, "") is None
    assert service.order(999_999, "") is None
    assert service.ticket(999_999, "") is None


def test_the_order_with_these_digits_or_the_latest(engine: sa.Engine, service: SelfService, wang: int) -> None:
    row = {"customer_id": wang, "product": "p", "unit_price_minor": 1, "quantity": 1, "discount_minor": 0}
    row |= {"amount_minor": 1, "currency": "CNY"}
    at_ms = round(NOW * 1000) + DAY_MS
    with engine.begin() as connection:
        for number, status, sold_ms in (("SO0000777-01", "shipped", at_ms), ("SO0000777-02", "paid", at_ms + DAY_MS)):
            values = row | {"order_number": number, "status": status, "sold_ms": sold_ms}
            connection.execute(sa.insert(models.Sale).values(values))
    latest = service.order(wang, "")
    assert latest is not None
    assert latest["status"] == "paid"
    assert service.order(wang, "77701") == {"status": "shipped", "date": "2026-09-22"}
    assert service.order(wang, "000077701") == {"status": "shipped", "date": "2026-09-22"}
    assert service.order(wang, "999") is None


def test_a_ticket_open_due_and_closed(engine: sa.Engine, service: SelfService, wang: int) -> None:
    opened = round(NOW * 1000)
    with engine.begin() as connection:
        connection.execute(sa.delete(models.Matter).where(models.Matter.customer_id == wang))
        row = {"customer_id": wang, "kind": MatterKind.REPAIR, "subject": "s", "opened_ms": opened}
        add = sa.insert(models.Matter).returning(models.Matter.id)
        number = connection.execute(add.values(row)).scalar_one()
        connection.execute(
            sa.insert(models.Matter).values(row | {"kind": MatterKind.FOLLOW_UP, "opened_ms": opened + 1})
        )

    def becomes(**values: int) -> dict[str, str] | None:
        with engine.begin() as connection:
            connection.execute(sa.update(models.Matter).where(models.Matter.id == number).values(**values))
        return service.ticket(wang, f"{number:06d}")

    assert service.ticket(wang, "") == {"status": "open", "date": "2026-09-21"}
    assert becomes(due_ms=opened - 365 * DAY_MS) == {"status": "open", "date": "2026-09-21"}
    assert becomes(due_ms=4_102_416_000_000) == {"status": "due", "date": "2026-09-21", "due": "2100-01-01"}
    assert becomes(closed_ms=opened + DAY_MS) == {"status": "closed", "date": "2026-09-21", "done": "2026-09-22"}


def test_wrong_pins_are_counted_over_all_calls_and_lock_it_for_a_day(service: SelfService, wang: int) -> None:
    assert service.pin(wang, NOW) is None
    service.set_pin(wang, "hash")
    for _ in range(MOST_WRONG - 1):
        service.note_pin(wang, NOW, right=False)
    service.note_pin(wang, NOW, right=True)
    for _ in range(MOST_WRONG - 1):
        service.note_pin(wang, NOW, right=False)
    kept = service.pin(wang, NOW)
    assert kept is not None
    assert not kept.locked
    service.note_pin(wang, NOW, right=False)
    locked, later = service.pin(wang, NOW + LOCKED_MS / 1000 - 1), service.pin(wang, NOW + LOCKED_MS / 1000)
    assert locked is not None
    assert later is not None
    assert (locked.locked, later.locked) == (True, False)
    service.set_pin(wang, "new")
    fresh = service.pin(wang, NOW)
    assert fresh is not None
    assert (fresh.pin_hash, fresh.locked) == ("new", False)


def test_a_block_ends_by_itself(engine: sa.Engine) -> None:
    blocks, lookup = Blocks(engine, "CN"), CallerLookup(engine, "CN")
    assert blocks.add("138 0013 8000", NOW + 10, "harassing", "lin", NOW) == "+8613800138000"
    assert lookup.is_blocked("+8613800138000", NOW)
    assert not lookup.is_blocked("13800138000", NOW + 10)
    assert not lookup.is_blocked("13800138001", NOW)
    assert not lookup.is_blocked("", NOW)
    blocks.add("+8613800138000", NOW + 99, "again", "lin", NOW)
    assert [(one.number, one.reason) for one in blocks.all(NOW)] == [("+8613800138000", "again")]
    assert blocks.all(NOW + 99) == ()
    with pytest.raises(UserError):
        blocks.add("nobody", NOW, "", "", NOW)
    lookup.close()
