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
from ivr.flow.subflows import NO_ENTRIES, Entries, in_use

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
        ("    type: queue\n", "", 20, "lacks `type`: one of say, menu, collect"),
        ("open: menu", "open: manu", 11, "leads to `manu`, but there is no such node; did you mean `menu`?"),
        ("closed: bye\n", "close: bye\n", 12, "unknown key `close`; did you mean `closed`?"),
        ("    otherwise: queue\n", "", 13, "`nodes.menu` lacks `otherwise`"),
        ("{en: For orders press 1., ", "{", 15, "nobody who speaks English would hear or see anything"),
        ("{en: Orders, ", "{", 17, "`nodes.menu.keys.1.label` lacks `en`"),
        (", zh_CN: 再见。}", "}", 25, "nobody who speaks Chinese would hear or see anything"),
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
        ("      mon-fri: [09:00-12:00, 13:30-18:00]\n", "      {}\n", 7, "is never open"),
        ("mon-fri: [09:00-12:00, 13:30-18:00]", "mon-fri:", 8, "expected a list, got nothing"),
        ("mon-fri:", "mon-fri: [09:00-12:00]\n      fri-sun:", 9, "`fri-sun` overlaps `mon-fri`"),
        ("2027-02-05..2027-02-07", "2027-02-05..2027-02-04", 10, "ends before it begins"),
        ("      2027-02-05..2027-02-07: []", "      2027-02-05: []\n      2027-02-05: [10:00-11:00]", 11, "2027-02-05"),
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


def entries(*numbers: str, waiting: str = "", after: str = "") -> Entries:
    return Entries(frozenset(numbers), frozenset({waiting} - {""}), frozenset({after} - {""}))


def test_an_empty_directory_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileMistake, match="holds no flow"):
        load_flows(tmp_path, QUEUES)


def test_the_shipped_flows() -> None:
    flows = load_flows(SHIPPED, load_settings().queues, entries("main", "direct", "satisfaction", waiting="waiting"))
    assert set(flows) == {"account", "direct", "main", "satisfaction", "waiting"}
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
    assert in_use(flows, {"main"}) == {"main": main}, "no voice speaks what no call comes to"


def test_sounds_are_named_by_their_words_and_a_bilingual_prompt_is_in_both_folders() -> None:
    sounds = list(sounds_of(load_flows(SHIPPED)["main"]))
    welcome = {(sound.language, sound.spoken, sound.text) for sound in sounds if sound.name == "main.welcome"}
    assert {(folder, spoken) for folder, spoken, _ in welcome} == {(a, b) for a in Language for b in Language}
    assert len({sound.media for sound in sounds if sound.name == "main.welcome"}) == 2
    assert all(sound.media.startswith("agent-desktop/") for sound in sounds)
    assert {"main.service.invalid-1", "main.service.no-input-1", "main.closed"} <= {sound.name for sound in sounds}


# --- what a node asks for ---------------------------------------------------------------------------------------------

NUMBERS = """\
start: card
nodes:
  card:
    type: collect
    say: {en: 'Hello {card:digits}.', zh_CN: 请输入。}
    into: card
    shortest: 3
    longest: 5
    next: find
    otherwise: bye
  find: {type: look_up, by: account, value: card, found: crowd, otherwise: bye}
  crowd:
    type: branch
    rules:
      - {when: {waiting.orders: '> 5', hours.desk: open}, next: bye}
    on: segment
    cases: {ordinary | below_zero: desk}
    otherwise: bye
  desk: {type: hours, timezone: UTC, weekly: {mon: ['01:00-02:00']}, open: call, closed: bye}
  call: {type: callback, queue: orders, at: card, timezone: UTC, otherwise: bye}
  bye: {type: hang_up}
"""


def test_a_good_file_with_numbers(tmp_path: Path) -> None:
    assert set(load(tmp_path, NUMBERS).nodes) == {"card", "find", "crowd", "desk", "call", "bye"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("shortest: 3", "shortest: 6", 7, "no number is at least 6 and at most 5 digits long"),
        ("请输入。}", "请输入。, file: card}", 5, "a recording cannot say `{card}`"),
        ("into: card", "into: level", 6, "is known already"),
        ("into: card", "into: Card", 6, "into"),
        ("{card:digits}", "{card:digit}", 5, "`digit` is no way to say a value; did you mean `digits`?"),
        ("{card:digits}", "{cart:digits}", 5, "nothing gives `cart` a value; did you mean `card`?"),
        ("value: card", "value: crd", 11, "nothing gives `crd` a value; did you mean `card`?"),
        ("by: account", "by: acount", 11, "did you mean `account`?"),
        ("> 5", "> many", 15, "compares with something that is no number"),
        ("waiting.orders", "waiting.order", 15, "there is no queue `order`; did you mean `orders`?"),
        ("waiting.orders", "waitin.orders", 15, "`waitin` is no figure of a queue; did you mean `waiting`?"),
        ("hours.desk: open", "hours.desk: shut", 15, "there is no hours `shut`"),
        ("hours.desk", "hours.call", 15, "`call` is no node of opening hours"),
        ("ordinary | below_zero", "ordinary | below", 17, "there is no segment `below`; did you mean `below_zero`?"),
        ("    on: segment\n", "", 12, "`on` and `cases` belong together"),
        ("at: card, timezone: UTC", "at: card", 20, "there is no time zone"),
        ("otherwise: bye}\n  bye", "otherwise: nowhere}\n  bye", 20, "leads to `nowhere`"),
        ("start: card", "start: card\nblocked: nobody", 2, "there is no node `nobody`"),
    ],
)
def test_each_mistake_about_numbers_is_named_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in NUMBERS
    found = mistakes(tmp_path, NUMBERS.replace(old, new, 1))
    assert any(where == line and words in what for where, what in found), found


# --- several flows ----------------------------------------------------------------------------------------------------

CALLING = "start: a\nnodes:\n  a: {type: flow, flow: NAME, next: b}\n  b: {type: hang_up}\n"
CALLED = "start: a\nnodes:\n  a: {type: return}\n"


def strays(tmp_path: Path, begins: Entries = NO_ENTRIES, **files: str) -> list[tuple[str, int, str]]:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    try:
        load_flows(tmp_path, QUEUES, begins)
    except FileMistake as error:
        return [(mistake.path.stem, mistake.line, mistake.message) for mistake in error.mistakes]
    return []


def test_flows_that_call_one_another(tmp_path: Path) -> None:
    assert strays(tmp_path, entries("one"), one=CALLING.replace("NAME", "two"), two=CALLED) == []


def test_a_flow_that_is_not_there(tmp_path: Path) -> None:
    ((flow, line, message),) = strays(tmp_path, one=CALLING.replace("NAME", "tow"), two=CALLED)
    assert (flow, line) == ("one", 3)
    assert "there is no flow `tow`; did you mean `two`?" in message


def test_a_flow_that_calls_itself_by_way_of_another(tmp_path: Path) -> None:
    one, two = CALLING.replace("NAME", "two"), CALLING.replace("NAME", "one")
    found = strays(tmp_path, one=one, two=two)
    assert [(flow, line) for flow, line, _ in found] == [("one", 3), ("two", 3)]
    assert "a flow cannot call itself: one → two → one" in found[0][2]


def test_what_follows_a_flow_that_never_comes_back_is_never_reached(tmp_path: Path) -> None:
    dead = CALLED.replace("return", "hang_up")
    ((flow, line, message),) = strays(tmp_path, one=CALLING.replace("NAME", "two"), two=dead)
    assert (flow, line) == ("one", 3)
    assert "`two` has no `return`" in message


def test_a_return_that_leads_nowhere_is_a_dead_end(tmp_path: Path) -> None:
    ((flow, line, message),) = strays(tmp_path, entries("two"), two=CALLED)
    assert (flow, line) == ("two", 3)
    assert "a dead end" in message


def test_names_are_shared_by_flows_that_call_one_another(tmp_path: Path) -> None:
    two = "start: a\nnodes:\n  a: {type: set, values: {mark: 'yes'}, next: b}\n  b: {type: return}\n"
    one = CALLING.replace("NAME", "two").replace(
        "b: {type: hang_up}", "b: {type: branch, on: mark, cases: {yes: c}, otherwise: c}"
    )
    one += "  c: {type: hang_up}\n"
    assert strays(tmp_path, one=one, two=two) == []
    ((flow, line, message),) = strays(tmp_path, one=one, two=two.replace("mark:", "mrk:"))
    assert (flow, line) == ("one", 4)
    assert "nothing gives `mark` a value; did you mean `mrk`?" in message


# --- flows for callers who wait ---------------------------------------------------------------------------------------

WAITING = """\
start: music
nodes:
  music:
    type: wait
    seconds: 30
    keys:
      1: {label: {en: Call back, zh_CN: 回电}, next: call_back}
    next: told
  told: {type: announce, next: music}
  call_back: {type: callback, otherwise: music}
"""


def test_a_flow_for_callers_who_wait_may_go_round_for_ever_and_needs_no_queue(tmp_path: Path) -> None:
    assert strays(tmp_path, entries("one", waiting="wait"), one=CALLED.replace("return", "hang_up"), wait=WAITING) == []


def test_a_number_does_not_lead_to_a_flow_for_callers_who_wait(tmp_path: Path) -> None:
    found = strays(tmp_path, entries("wait"), wait=WAITING)
    assert [(line, message.partition(":")[0]) for _, line, message in found] == [
        (3, "`nodes.music`"),
        (9, "`nodes.told`"),
        (10, "`nodes.call_back`"),
    ]
    assert "while_waiting" in found[0][2]
    assert "names no queue" in found[2][2]


def test_who_comes_from_a_queue_hears_no_place_in_it_any_more_but_may_be_called_back(tmp_path: Path) -> None:
    found = strays(tmp_path, entries(after="wait"), wait=WAITING)
    assert [line for _, line, _ in found] == [3, 9]


def test_each_use_of_a_flow_is_judged_by_itself(tmp_path: Path) -> None:
    found = strays(tmp_path, entries(waiting="wait", after="wait"), wait=WAITING)
    assert [line for _, line, _ in found] == [3, 9]
    one = CALLED.replace("return", "hang_up")
    ((flow, line, message),) = strays(tmp_path, entries("one", waiting="one"), one=one, wait=WAITING)
    assert (flow, line) == ("one", 1)
    assert "one of its own" in message


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("      1: {label", "      12: {label", 7, "cannot be pressed"),
        ("seconds: 30", "seconds: 0", 5, ">= 1"),
        ("type: announce, next", "type: announce, position: false, expected_wait: false, next", 9, "tells nothing"),
        ("next: told\n", "next: tld\n", 8, "did you mean `told`"),
        ("next: music}\n  call_back", "next: told}\n  call_back", 9, "round for ever"),
    ],
)
def test_each_mistake_about_waiting_is_named_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in WAITING
    found = mistakes(tmp_path, WAITING.replace(old, new, 1))
    assert any(where == line and words in what for where, what in found), found
