"""Whom an agent may want to call."""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.protocol.messages import SearchCustomers
from agent_desktop.protocol.record import Phone
from agent_desktop.ui.agent.dial_presenter import DialPresenter
from tests.unit.ui.agent.sample import li, shared_line, smith

FOUND = shared_line().candidates


def typed(text: str) -> DialPresenter:
    presenter = DialPresenter()
    presenter.type(text)
    return presenter


def test_a_typed_number_comes_first_and_is_dialled_without_its_spaces() -> None:
    presenter = typed("+44 20 7946 0000")
    assert [(row.number, row.shown) for row in presenter.rows()] == [("+442079460000", "+44 20 7946 0000")]


def test_customers_who_were_found_come_with_their_number() -> None:
    presenter = typed("li xiu")
    assert presenter.rows() == ()
    assert presenter.ask_search() == SearchCustomers("li xiu")
    presenter.found("li xiu", FOUND)
    assert [(row.name, row.number) for row in presenter.rows()] == [(one.name, "02150801234") for one in FOUND]


def test_who_was_found_without_a_number_cannot_be_called() -> None:
    presenter = typed("li xiu")
    presenter.ask_search()
    presenter.found("li xiu", (replace(FOUND[0], number=""), replace(FOUND[1], number="138 **** 5678"), FOUND[2]))
    assert [row.name for row in presenter.rows()] == [FOUND[2].name]


def test_an_answer_to_what_was_typed_before_is_dropped() -> None:
    presenter = typed("li")
    presenter.ask_search()
    presenter.type("wang")
    presenter.found("li", FOUND)
    assert presenter.rows() == ()
    assert presenter.ask_search() == SearchCustomers("wang")
    assert presenter.ask_search() is None


def test_nobody_searches_without_the_right_or_with_too_little() -> None:
    assert typed("l").ask_search() is None
    barred = DialPresenter(may_search=False)
    barred.type("li xiu")
    assert barred.ask_search() is None


def test_before_anything_is_typed_the_last_callers_telephones_are_there() -> None:
    presenter = DialPresenter(last=li())
    assert [(row.name, row.label, row.number) for row in presenter.rows()] == [
        (li().contact, phone.label, phone.e164) for phone in li().phones
    ]
    presenter.type("5")
    assert presenter.rows() == ()


def test_a_fax_and_a_masked_number_are_not_called() -> None:
    phones = (Phone("fax", "021 5080 1299", "+862150801299"), Phone("mobile", "138 **** 5678", ""))
    assert DialPresenter(last=replace(smith(), phones=phones)).rows() == ()
