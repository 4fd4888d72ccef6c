"""Why a record is shown, what is asked when the agent picks, searches or files."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from agent_desktop.cti.vocabulary import CallId, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import ChooseCustomer, CreateCustomer, SearchCustomers
from agent_desktop.protocol.record import Candidate, CustomerFields, MatchKind, ScreenPop, Standing
from agent_desktop.ui.agent.record_presenter import (
    BannerTone,
    FieldProblem,
    MatterReason,
    MenuReason,
    Page,
    RecordPresenter,
    joined_customer,
)
from agent_desktop.ui.agent.record_rows import (
    ContactRow,
    FactKind,
    FactRow,
    FiguresRow,
    Heading,
    MatterRow,
    RemarkRow,
    Section,
    TagsRow,
    Urgency,
    rows_of,
    urgency,
)
from tests.unit.ui.agent.sample import DAY, HOUR, NOW, desk, li, pop, shared_line, smith, sure


def shown(screen: ScreenPop | None = None) -> RecordPresenter:
    presenter = RecordPresenter()
    presenter.show(desk(screen))
    return presenter


def page(presenter: RecordPresenter) -> Page:
    return presenter.page


def test_without_a_call_the_panel_is_calm() -> None:
    presenter = RecordPresenter()
    assert page(presenter) is Page.EMPTY
    assert presenter.headline(NOW) is None
    assert presenter.banner() is None
    assert presenter.rows(NOW) == ()


def test_the_headline_tells_who_and_why() -> None:
    headline = sure(shown().headline(NOW))
    assert (headline.name, headline.salutation, headline.number) == ("采购部 李秀英", "女士", "138 1234 5678")
    assert headline.standing is Standing.ACTUAL
    menu, matter = headline.reasons
    assert isinstance(menu, MenuReason)
    assert menu.keys == "2"
    assert isinstance(matter, MatterReason)
    assert matter.matter.number == "T-20931"
    assert matter.urgency is Urgency.OVERDUE


def test_the_headline_of_a_stranger_is_what_the_line_told() -> None:
    unknown = desk(ScreenPop(MatchKind.UNKNOWN))
    unknown = msgspec.structs.replace(unknown, view=msgspec.structs.replace(unknown.view, ani_name="J DOE", path=()))
    presenter = RecordPresenter()
    presenter.show(unknown)
    headline = sure(presenter.headline(NOW))
    assert headline.name == "J DOE"
    assert headline.standing is None
    assert headline.reasons == ()
    assert page(presenter) is Page.FIND
    assert presenter.prefilled() == CustomerFields(name="J DOE", phone="138 1234 5678", language=Language.ZH_CN)


def test_a_withheld_number_is_neither_shown_nor_filed() -> None:
    hidden = desk(ScreenPop(MatchKind.WITHHELD))
    hidden = msgspec.structs.replace(hidden, view=msgspec.structs.replace(hidden.view, withheld=True))
    presenter = RecordPresenter()
    presenter.show(hidden)
    assert sure(presenter.headline(NOW)).number == ""
    assert presenter.prefilled().phone == ""
    assert sure(presenter.banner()).tone is BannerTone.NOBODY


@pytest.mark.parametrize(
    ("kind", "tone", "confirm", "joined"),
    [
        (MatchKind.EXACT, BannerTone.SURE, False, 1042),
        (MatchKind.EXTENSION, BannerTone.SURE, False, 1042),
        (MatchKind.CHOSEN, BannerTone.SURE, False, 1042),
        (MatchKind.SAME_LINE, BannerTone.CHECK, True, None),
        (MatchKind.LOCAL, BannerTone.CHECK, True, None),
    ],
)
def test_a_guess_is_never_taken_for_a_certainty(kind: MatchKind, tone: Any, confirm: bool, joined: int | None) -> None:
    presenter = shown(pop(kind))
    banner = sure(presenter.banner())
    assert (banner.kind, banner.tone, banner.confirm) == (kind, tone, confirm)
    assert joined_customer(sure(presenter.desk).pop) == joined


def test_several_on_one_line_are_chosen_from_rather_than_confirmed() -> None:
    presenter = shown(shared_line())
    assert sure(presenter.banner()).candidates == 3
    assert not sure(presenter.banner()).confirm
    assert presenter.ask_choose(1043) == ChooseCustomer(CallId(7), 1043)


def test_a_request_under_way_is_not_made_twice() -> None:
    presenter = shown(pop(MatchKind.LOCAL))
    assert presenter.ask_confirm() == ChooseCustomer(CallId(7), 1042)
    assert presenter.ask_confirm() is None
    presenter.refused(Refusal("no_such_customer", customer="1042"))
    assert sure(presenter.error).error_id == "no_such_customer"
    assert presenter.ask_confirm() is not None
    assert presenter.error is None


def test_the_search_opens_over_a_record_and_goes_back_to_it() -> None:
    presenter = shown()
    presenter.open_find()
    assert page(presenter) is Page.FIND
    assert presenter.can_go_back
    presenter.close_find()
    assert page(presenter) is Page.RECORD


def test_a_short_or_repeated_search_asks_nothing() -> None:
    presenter = shown(ScreenPop(MatchKind.UNKNOWN))
    assert presenter.ask_search(" l ") is None
    assert presenter.ask_search("  li   wei ") == SearchCustomers("li wei")
    assert presenter.ask_search("li wei") is None


def test_an_overtaken_answer_is_dropped() -> None:
    presenter = shown(ScreenPop(MatchKind.UNKNOWN))
    hit = Candidate(5, "Li Wei", "", "C-5", MatchKind.CHOSEN, "")
    presenter.ask_search("li")
    presenter.ask_search("li wei")
    presenter.found("li", (hit, hit))
    presenter.refused(Refusal("store_unavailable"), "li")
    assert presenter.results is None
    assert presenter.error is None
    presenter.found("li wei", (hit,))
    assert presenter.results == (hit,)


def test_a_refused_search_can_be_asked_again() -> None:
    presenter = shown(ScreenPop(MatchKind.UNAVAILABLE))
    presenter.ask_search("li wei")
    presenter.refused(Refusal("store_unavailable"), "li wei")
    assert sure(presenter.error).error_id == "store_unavailable"
    assert presenter.ask_search("li wei") == SearchCustomers("li wei")


def test_another_call_forgets_the_search_of_the_one_before() -> None:
    presenter = shown()
    presenter.open_find()
    presenter.ask_search("somebody")
    presenter.show(desk(call=8))
    assert page(presenter) is Page.RECORD
    assert presenter.searched == ""


def test_news_of_the_same_call_leave_the_search_alone() -> None:
    presenter = shown()
    presenter.open_find()
    presenter.ask_search("somebody")
    presenter.show(desk())
    assert page(presenter) is Page.FIND
    presenter.show(desk(pop(MatchKind.CHOSEN, smith())))
    assert page(presenter) is Page.RECORD


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (CustomerFields(name="  "), FieldProblem.NAME_MISSING),
        (CustomerFields(name="Li", email="li at example"), FieldProblem.EMAIL_WRONG),
        (CustomerFields(name="Li", email="li@example"), FieldProblem.EMAIL_WRONG),
        (CustomerFields(name="Li", email="@example.org"), FieldProblem.EMAIL_WRONG),
    ],
)
def test_a_form_that_is_not_fit_says_what_is_wrong(fields: CustomerFields, problem: FieldProblem) -> None:
    assert shown(ScreenPop(MatchKind.UNKNOWN)).ask_create(fields) is problem


def test_a_fit_form_files_the_caller() -> None:
    fields = CustomerFields(name="Li", email="li@example.org", phone="(0)20/7946-0000 ext 12")
    assert shown(ScreenPop(MatchKind.UNKNOWN)).ask_create(fields) == CreateCustomer(CallId(7), fields)


def test_rows_stand_in_the_agents_order() -> None:
    rows = rows_of(li(), NOW)
    assert isinstance(rows[0], RemarkRow)
    assert isinstance(rows[1], TagsRow)
    headings = [row.section for row in rows if isinstance(row, Heading)]
    assert headings == [Section.MATTERS, Section.VALUE, Section.CONTACTS, Section.DETAILS]
    assert [row.urgency for row in rows if isinstance(row, MatterRow)] == [
        Urgency.OVERDUE,
        Urgency.SOON,
        Urgency.LATER,
    ]
    assert [row.last for row in rows if isinstance(row, ContactRow)] == [False, False, False, True]


def test_a_contract_that_ends_soon_is_marked() -> None:
    contract = next(row for row in rows_of(li(), NOW) if isinstance(row, FactRow) and row.kind is FactKind.CONTRACT)
    assert contract.urgency is Urgency.SOON


def test_a_thin_record_shows_no_empty_sections() -> None:
    bare = msgspec.structs.replace(
        smith(), matters=(), contacts=(), tags=(), phones=(), email="", address="", abc_class="", rfm="",
        membership_level="", contract_ends_at_ms=None, customer_type="",
    )  # fmt: skip
    rows = rows_of(bare, NOW)
    assert [row.section for row in rows if isinstance(row, Heading)] == [Section.VALUE, Section.DETAILS]
    assert [len(row.figures) for row in rows if isinstance(row, FiguresRow)] == [2, 1]
    assert [row.kind for row in rows if isinstance(row, FactRow)] == [FactKind.LANGUAGE, FactKind.CODE]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, Urgency.NONE),
        (NOW - 1, Urgency.OVERDUE),
        (NOW, Urgency.SOON),
        (NOW + DAY, Urgency.SOON),
        (NOW + DAY + HOUR, Urgency.LATER),
    ],
)
def test_urgency_is_told_by_the_clock_given(due: int | None, expected: Urgency) -> None:
    assert urgency(due, NOW) is expected
