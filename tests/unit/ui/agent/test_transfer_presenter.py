"""Where a call can go, narrowed by what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.messages import AgentState, Colleague, TransferTarget
from agent_desktop.protocol.record import Text
from agent_desktop.ui.agent.transfer_presenter import TargetKind, is_number, present
from tests.fakes.desks import TARGETS


def labels(typed: str, language: Language = Language.EN) -> list[str]:
    return [row.label for row in present(TARGETS, typed, language, {})]


def test_queues_first_then_agents_each_by_name() -> None:
    assert labels("") == [
        "Complaints",
        "English line",
        "Service hotline",
        "Chen Chen (6013)",
        "Priya Nair (6014)",
        "Wang Lei (6012)",
    ]


def test_who_can_take_a_call_comes_first_and_who_is_away_last() -> None:
    stand = {
        "wang": Colleague(AgentId("wang"), AgentState.READY),
        "chen": Colleague(AgentId("chen"), AgentState.LOGGED_OFF),
        "nair": Colleague(AgentId("nair"), AgentState.BUSY),
    }
    rows = present(TARGETS, "60", Language.EN, stand)[1:]
    assert [row.target for row in rows] == ["wang", "nair", "chen"]
    assert [row.colleague for row in rows] == [stand[row.target] for row in rows]
    stand["wang"] = Colleague(AgentId("wang"), AgentState.READY, station_up=False)
    assert [row.target for row in present(TARGETS, "60", Language.EN, stand)[1:]] == ["nair", "wang", "chen"]


def test_every_typed_word_counts() -> None:
    assert labels("lei wang") == ["Wang Lei (6012)"]
    assert labels("wang complaints") == []


def test_either_language_finds_and_the_windows_own_is_shown() -> None:
    assert labels("王磊") == ["Wang Lei (6012)"]
    assert labels("wang", Language.ZH_CN) == ["王磊 (6012)"]


@pytest.mark.parametrize("typed", ["zengwei", "zeng wei", "ZW"])
def test_a_chinese_name_is_found_in_pinyin(typed: str) -> None:
    targets = (*TARGETS, TransferTarget("agent", "7001", Text("曾伟", "曾伟"), "zengwei zw"))
    assert [row.target for row in present(targets, typed, Language.ZH_CN, {})] == ["7001"]


def test_letters_are_found_from_the_beginning_of_a_word_only() -> None:
    orders = TransferTarget("queue", "orders", Text("Orders", "订单"), "dingdan dd")
    daniel = TransferTarget("agent", "daniel", Text("Mr Daniel", "Mr Daniel"))
    assert [row.target for row in present((orders, daniel), "dan", Language.EN, {})] == ["daniel"]
    assert [row.target for row in present((orders, daniel), "单", Language.EN, {})] == ["orders"]


def test_a_number_can_be_dialled_and_still_narrows() -> None:
    rows = present(TARGETS, "6012", Language.EN, {})
    assert [row.kind for row in rows] == [TargetKind.NUMBER, TargetKind.AGENT]
    assert rows[0].target == "6012"


@pytest.mark.parametrize("typed", ["+44 20 7946-0000", "(0)20/7946 0000".replace("(0)", "0"), "110", "10"])
def test_numbers(typed: str) -> None:
    assert is_number(typed)


@pytest.mark.parametrize("typed", ["", "1", "wang", "12a", "+", "--", "١٢٣"])
def test_not_numbers(typed: str) -> None:
    assert not is_number(typed)


@given(st.text())
def test_whatever_is_typed_gives_rows_of_known_kinds(typed: str) -> None:
    assert all(row.target and row.kind in TargetKind for row in present(TARGETS, typed, Language.EN, {}))


def test_a_number_is_dialled_without_what_a_person_writes_between() -> None:
    row = present(TARGETS, " +44 (20) 7946-0000 ", Language.EN, {})[0]
    assert (row.target, row.label) == ("+442079460000", "+44 (20) 7946-0000")


def test_whoever_is_somebody_can_be_asked() -> None:
    rows = present(TARGETS, "", Language.EN, {}) + present((), "6012", Language.EN, {})
    assert {row.kind for row in rows if row.can_be_asked} == {TargetKind.AGENT, TargetKind.NUMBER}
