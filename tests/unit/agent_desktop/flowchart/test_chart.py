"""The chart of a flow: what it says, in both languages, and that the words fit their cards."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language
from agent_desktop.flowchart import boxes, chart, words
from agent_desktop.flowchart.boxes import box
from agent_desktop.flowchart.cards import Card, cards_of
from agent_desktop.flowchart.measure import shortened, width, wrapped
from ivr.flow import model
from ivr.flow.loader import load_flow, load_flows
from ivr.flow.model import Flow

ROOT = Path(__file__).parents[4]
SHIPPED = load_flows(ROOT / "ivr" / "flows")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def example(tmp_path: Path) -> Flow:
    """The flow of the documentation: every kind of node but one."""
    (yaml,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "flows.md").read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "main.yaml"
    path.write_text(yaml, encoding="utf-8")
    return load_flow(path)


def texts(flow: Flow, language: Language) -> list[str]:
    root = ET.fromstring(chart(flow, language))
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def card(flow: Flow, node: str, language: Language) -> Card:
    return next(card for card in cards_of(flow, language) if card.node == node)


def ways(flow: Flow, node: str, language: Language) -> list[tuple[str, str, str | None]]:
    return [(way.keys, way.label, way.target) for way in card(flow, node, language).ways]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_flow_is_drawn_with_all_its_nodes_and_keys(name: str, language: Language) -> None:
    said = texts(SHIPPED[name], language)
    for node_id, node in SHIPPED[name].nodes.items():
        assert node_id in said
        assert words.KINDS[type(node)][0].of(language) in said
        for keys, choice in getattr(node, "keys", {}).items():
            assert {keys, choice.label.of(language)} <= set(said)


def test_every_kind_of_node_has_its_look() -> None:
    assert set(words.KINDS) == set(get_args(model.Node))


def test_the_ways_of_a_menu_are_its_keys_and_what_happens_without_one(example: Flow) -> None:
    assert ways(example, "menu", Language.EN) == [
        ("1", "Repair", "remember"),
        ("2", "Call back", "call_back"),
        ("3", "Membership", "card"),
        ("4", "Night desk", "night_desk"),
        ("9", "Again", "menu"),
        ("", "Wrong key: asked again", None),
        ("", "No input for 6 s: again", None),
        ("", "No choice after 3 tries", "sorry"),
    ]
    assert ways(example, "menu", Language.ZH_CN)[-3:] == [
        ("", "按键错误：重新播报", None),
        ("", "6 秒无按键：重新播报", None),
        ("", "3 次仍未选择", "sorry"),
    ]


def test_a_menu_with_one_try_does_not_ask_again() -> None:
    assert ways(SHIPPED["account"], "again", Language.EN)[-1] == ("", "Wrong key or no input", "back")
    assert len(ways(SHIPPED["account"], "again", Language.EN)) == 3


def test_conditions_are_written_for_people(example: Flow) -> None:
    assert ways(example, "vip", Language.ZH_CN) == [("", "最具价值", "to_repairs"), ("", "其他情况", "crowded")]
    assert ways(example, "crowded", Language.EN)[0][1] == "waiting in repairs > 10 and ready in repairs < 1"
    assert ways(example, "crowded", Language.ZH_CN)[0][1] == "repairs 排队数 > 10，且 repairs 空闲坐席数 < 1"


def test_conditions_of_every_form(tmp_path: Path) -> None:
    path = tmp_path / "forms.yaml"
    path.write_text(
        """\
start: a
nodes:
  a:
    type: branch
    on: segment
    cases: {most_valuable | ordinary: end, "!= below_zero": end}
    rules:
      - {when: {points: ">= 5"}, next: end}
      - {when: {level: ""}, next: end}
    otherwise: end
  end: {type: hang_up}
""",
        encoding="utf-8",
    )
    said = [label for _, label, _ in ways(load_flow(path), "a", Language.EN)]
    assert said == ["points ≥ 5", "membership level nothing", "most valuable or ordinary", "≠ below zero", "Otherwise"]


def test_particulars(example: Flow) -> None:
    assert card(example, "hours", Language.EN).details == (
        "Mon–Fri 09:00–12:00, 13:30–18:00",
        "Sat 09:00–12:00",
        "8 holidays or special days",
        "Asia/Shanghai",
    )
    assert card(example, "card", Language.ZH_CN).details == (
        "8–16 位 · 以 # 结束",
        "校验位：luhn",
        "复述号码并请客户确认",
        "→ card",
    )
    assert card(example, "goodbye", Language.EN).details == (
        "In Chinese, then English",
        "Counted as: outside opening hours",
    )
    assert card(example, "to_repairs", Language.ZH_CN).details == ("队列：repairs · 优先级 5",)
    assert card(example, "more", Language.EN).another


def test_entries_are_flagged(example: Flow) -> None:
    said = texts(example, Language.ZH_CN)
    assert said.count("入口") == 1
    assert said.count("黑名单来电") == 1


def test_the_same_flow_is_the_same_picture(example: Flow) -> None:
    assert chart(example, Language.EN) == chart(example, Language.EN)


def test_what_looks_like_markup_is_text() -> None:
    node = model.HangUpNode(model.Speech(en="Tom & <Jerry>", zh_CN="“<再见>”"))
    flow = Flow("f", "end", {"end": node})
    assert "“Tom & <Jerry>”" in texts(flow, Language.EN)


# --- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_every_text_fits_its_card_in_the_widest_of_the_usual_fonts(
    qtbot: QtBot, example: Flow, language: Language
) -> None:
    for flow in (example, *SHIPPED.values()):
        for each in map(box, cards_of(flow, language)):
            for line in (*each.said, *each.details):
                assert pixels(line, boxes.TEXT_SIZE) <= boxes.INNER, line
            for row in each.rows:
                assert all(row.label_x + pixels(line, boxes.TEXT_SIZE) <= boxes.WIDTH for line in row.label), row
            assert pixels(each.node, boxes.NODE_SIZE, bold=True) <= boxes.INNER


@pytest.mark.parametrize("name", ["w" * 60, "opening_hours_of_the_service_line_at_night", "m" * 60])
def test_the_longest_name_fits_its_card(qtbot: QtBot, name: str) -> None:
    (card,) = cards_of(Flow("f", name, {name: model.ReturnNode()}), Language.EN)
    assert pixels(box(card).node, boxes.NODE_SIZE, bold=True) <= boxes.INNER


def pixels(text: str, size: float, *, bold: bool = False) -> float:
    font = QFont("DejaVu Sans")
    font.setPixelSize(round(size * 10))
    font.setBold(bold)
    return QFontMetricsF(font).horizontalAdvance(text) / 10


def test_characters_of_chinese_are_as_wide_as_high() -> None:
    assert width("订单，", 12.0) == pytest.approx(36.0)


def test_lines_break_between_words_and_between_characters_but_not_before_punctuation() -> None:
    assert wrapped("press one now", width("press one", 12.0), 12.0, 3) == ["press one", "now"]
    assert wrapped("订单请按一。", 12.0 * 5, 12.0, 3) == ["订单请按", "一。"]


def test_what_has_no_room_is_left_out_with_an_ellipsis() -> None:
    assert wrapped("one two three four", width("one two", 12.0), 12.0, 2) == ["one two", "three…"]
    assert shortened("one two", width("one…", 12.0), 12.0) == "one…"
    assert wrapped("a" * 40, 60.0, 12.0, 9) != ["a" * 40]
