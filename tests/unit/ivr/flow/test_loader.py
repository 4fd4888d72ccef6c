"""Broken flow files: each mistake at its line; and the flows that are shipped."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import FileMistake
from agent_desktop.settings import load_settings
from ivr.flow.loader import load_flow, load_flows
from ivr.flow.model import Flow, HoursNode, MenuNode
from ivr.flow.speech import sounds_of

SHIPPED = Path(__file__).parents[4] / "ivr" / "flows"
GOOD = """\
language: en
start: hours
nodes:
  hours:
    type: hours
    timezone: Asia/Shanghai
    weekly:
      mon-fri: [09:00-12:00, 13:30-18:00]
    exceptions:
      2027-02-05..2027-02-07: []
    open: menu
    closed: bye
  menu:
    type: menu
    say: {en: For orders press 1., zh_CN: 订单请按 1。}
    keys:
      1: {label: {en: Orders, zh_CN: 订单}, next: queue}
      '*': {label: {en: Again, zh_CN: 重听}, next: menu}
    otherwise: queue
  queue:
    type: queue
    queue: orders
  bye:
    type: hang_up
    say: {en: Goodbye., zh_CN: 再见。}
"""
QUEUES = ("orders", "complaints")


def load(tmp_path: Path, text: str) -> Flow:
    path = tmp_path / "flow.yaml"
    path.write_text(text, encoding="utf-8")
    return load_flow(path, QUEUES)


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(FileMistake) as caught:
        load(tmp_path, text)
    return [(mistake.line, mistake.message) for mistake in caught.value.mistakes]


def test_a_good_file(tmp_path: Path) -> None:
    flow = load(tmp_path, GOOD)
    assert (flow.flow, flow.start, flow.language) == ("flow", "hours", Language.EN)
    hours = flow.nodes["hours"]
    assert isinstance(hours, HoursNode)
    assert list(hours.weekly) == ["mon", "tue", "wed", "thu", "fri"]
    assert list(hours.exceptions) == ["2027-02-05", "2027-02-06", "2027-02-07"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("start: hours", "start: hour", 2, "did you mean `hours`?"),
        ("start: hours\n", "", 1, "lacks `start`"),
        ("language: en", "language: english", 1, "unknown `english`"),
        ("type: queue", "type: quue", 21, "unknown type `quue`; did you mean `queue`?"),
        ("    type: queue\n", "", 20, "lacks `type`: one of say, menu, hours"),
        ("open: menu", "open: manu", 11, "leads to `manu`, but there is no such node; did you mean `menu`?"),
        ("closed: bye\n", "close: bye\n", 12, "unknown key `close`; did you mean `closed`?"),
        ("    otherwise: queue\n", "", 13, "`nodes.menu` lacks `otherwise`"),
        (", zh_CN: 再见。}", "}", 25, "lacks `zh_CN`"),
        ("en: Goodbye.", "en: ''", 25, "the text is empty"),
        ("zh_CN: 订单}", "zh_CN: ' '}", 17, "the text is empty"),
        ("'*': {", "A: {", 18, "`A` cannot be pressed"),
        ("queue: orders", "queue: order", 22, "there is no queue `order`; did you mean `orders`?"),
        ("timezone: Asia/Shanghai", "timezone: Asia/Peking", 6, "there is no time zone `Asia/Peking`"),
        ("13:30-18:00", "11:30-18:00", 8, "09:00-12:00 and 11:30-18:00 overlap"),
        ("13:30-18:00", "18:00-13:30", 8, "ends before it begins"),
        ("13:30-18:00", "13.30-18", 8, "is no time span"),
        ("mon-fri:", "mo-fr:", 8, "names no days"),
        ("[09:00-12:00, 13:30-18:00]", "[]", 7, "is never open"),
        ("2027-02-05..2027-02-07", "2027-02-30", 10, "is no date"),
        ("2027-02-05..2027-02-07: []", "2027-02-05..2027-02-07: []\n      2027-02-07: []", 11, "overlaps"),
        ("next: menu}", "next: nowhere}", 18, "leads to `nowhere`"),
        ("    otherwise: queue", "    otherwise: menu", 13, "presses nothing goes round for ever: menu → menu"),
        ("    closed: bye", "    closed: hours", 4, "goes round for ever: hours → hours"),
        ("    closed: bye", "    closed: queue", 23, "no call can reach `bye`"),
        ("    otherwise: queue", "    otherwise: queue\n    tries: 0", 20, "tries"),
        ("    otherwise: queue", "    otherwise: queue\n    timeout_s: soon", 20, "expected a number, got text"),
        ("    otherwise: queue", "    otherwise: queue\n    skip_if_known: yes", 20, "nothing to skip"),
        ("queue: orders", "queue: orders\n    priority: high", 23, "expected a whole number, got text"),
        ("type: hang_up", "type: hang_up\n    cause: bored", 25, "unknown `bored`"),
        ("nodes:", "node:", 3, "unknown key `node`; did you mean `nodes`?"),
    ],
)
def test_each_mistake_is_named_at_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert GOOD.count(old) >= 1
    found = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert any(where == line and words in what for where, what in found), found


def test_mistakes_of_several_nodes_are_all_named(tmp_path: Path) -> None:
    text = GOOD.replace("type: queue", "type: kueue").replace("open: menu", "open: manu").replace("mon-fri", "mo-fr")
    assert [line for line, _ in mistakes(tmp_path, text)] == [8, 11, 21]


def test_a_language_menu_that_is_skipped_may_not_lead_back_to_itself(tmp_path: Path) -> None:
    text = """\
start: language
nodes:
  language:
    type: menu
    skip_if_known: true
    say: {en: a, zh_CN: b}
    keys:
      1: {label: {en: a, zh_CN: b}, language: en, next: hello}
    otherwise: end
  hello: {type: say, say: {en: a, zh_CN: b}, next: language}
  end: {type: hang_up}
"""
    assert mistakes(tmp_path, text) == [
        (3, "`nodes.language`: a caller who presses nothing goes round for ever: language → hello → language")
    ]


def test_a_branch_looks_for_what_can_be(tmp_path: Path) -> None:
    text = """\
start: who
nodes:
  who:
    type: branch
    on: segment
    cases:
      most_valuble: end
    otherwise: end
  end: {type: hang_up}
"""
    assert mistakes(tmp_path, text) == [
        (7, "`nodes.who.cases.most_valuble`: there is no segment `most_valuble`; did you mean `most_valuable`?")
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "nodes: 3", "start: a\nnodes: {}", "start: a\nnodes: {a: }", "{", "a: !!x y"]
)
def test_what_is_no_flow_at_all(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_a_directory_names_the_mistakes_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("open: menu", "open: x"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("start: [", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(FileMistake) as caught:
        load_flows(tmp_path, QUEUES)
    assert {mistake.path.name for mistake in caught.value.mistakes} == {"a.yaml", "b.yaml"}


def test_an_empty_directory_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileMistake, match="holds no flow"):
        load_flows(tmp_path, QUEUES)


def test_the_shipped_flows() -> None:
    flows = load_flows(SHIPPED, load_settings().queues)
    assert set(flows) == {"main", "direct"}
    main = flows["main"]
    service = main.nodes["service"]
    assert isinstance(service, MenuNode)
    assert {keys: choice.next for keys, choice in service.keys.items()} == {
        "1": "to_orders",
        "2": "to_complaints",
        "3": "to_repairs",
        "0": "to_agent",
    }
    assert msgspec.json.decode(msgspec.json.encode(flows), type=dict[str, Flow]) == flows


def test_sounds_are_named_by_their_words_and_a_bilingual_prompt_is_in_both_folders() -> None:
    sounds = list(sounds_of(load_flows(SHIPPED)["main"]))
    welcome = {(sound.language, sound.spoken, sound.text) for sound in sounds if sound.name == "main.welcome"}
    assert {(folder, spoken) for folder, spoken, _ in welcome} == {(a, b) for a in Language for b in Language}
    assert len({sound.media for sound in sounds if sound.name == "main.welcome"}) == 2
    assert all(sound.media.startswith("agent-desktop/") for sound in sounds)
    assert {"main.service.invalid-1", "main.service.no-input-1", "main.closed"} <= {sound.name for sound in sounds}
