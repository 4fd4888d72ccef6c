"""What each kind of node does beyond menus: numbers keyed in, look-ups, conditions, callbacks, messages, PINs, marks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.protocol.record import Text
from ivr.flow.checkdigit import is_right
from ivr.flow.conditions import holds, mistake
from ivr.flow.loader import load_flow, load_flows
from ivr.flow.model import About, CheckDigit, CustomerKey, Flow
from ivr.flow.names import Figure
from ivr.flow.opening import next_time
from ivr.flow.state import Phase
from ivr.flow.steps import (
    Caller,
    CheckNumber,
    CheckPin,
    EndMessage,
    EnterQueue,
    FindAnswer,
    FindCustomer,
    HangUp,
    MessageEnded,
    Rate,
    RecordKeys,
    RecordMessage,
    RequestCallback,
    TransferFailed,
    TransferOut,
)
from ivr.flow.subflows import as_one
from tests.fakes.flowlines import NOON, Line, heard

KNOWN = Caller("13800138000", False, "95001", Language.EN, "ordinary", 7)
QUEUED = EnterQueue(QueueId("q"), 0)
AGENT, BYE = "\n  agent: {type: queue, queue: q}", "\n  bye: {type: hang_up}"


def speech(word: str) -> str:
    return f"{{en: {word}, zh_CN: {word}（中文）}}"


def flow(tmp_path: Path, nodes: str, start: str = "here") -> Flow:
    path = tmp_path / "f.yaml"
    ends = [end for name, end in (("agent", AGENT), ("bye", BYE)) if f": {name}" in nodes]
    path.write_text(f"language: en\nstart: {start}\nnodes:{nodes}{''.join(ends)}\n", encoding="utf-8")
    return load_flow(path)


# --- a number ---------------------------------------------------------------------------------------------------------

COLLECT = f"""
  here:
    type: collect
    say: {speech("number?")}
    into: card
    shortest: 4
    longest: 6
    label: {{en: Card, zh_CN: 卡号}}
    invalid: [{speech("wrong")}]
    no_input: [{speech("nothing")}]
    tries: 2
    next: bye
    otherwise: agent
"""


def test_a_number_is_complete_with_its_end_key_and_kept(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, COLLECT))
    actions = line.press("12345#")
    assert RecordKeys("here", "12345", Text("Card", "卡号")) in actions
    assert line.state.attributes == {"card": "12345"}
    assert actions[-1] == HangUp(Cause.NORMAL, "in_menu")


def test_a_pause_completes_a_number_too(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, COLLECT))
    line.press("1234")
    assert line.walk.deadline == NOON + 4
    assert line.wait()[-1] == HangUp(Cause.NORMAL, "in_menu")


@pytest.mark.parametrize("keys", ["123#", "1234567", "12*4#", "#"])
def test_a_number_that_cannot_be_is_asked_for_again_and_at_last_led_on(tmp_path: Path, keys: str) -> None:
    line = Line(flow(tmp_path, COLLECT))
    assert heard(line.press(keys)) == ["wrong", "number?"]
    line.hear_out()
    assert line.press(keys)[-1] == QUEUED
    assert line.state.attributes == {}


def test_who_keys_nothing_is_told_so(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, COLLECT))
    line.hear_out()
    assert heard(line.wait()) == ["nothing", "number?"]


def test_the_last_digit_of_a_number_of_fixed_length_completes_it(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, COLLECT.replace("shortest: 4", "shortest: 6")))
    assert line.press("12345")[-1] != HangUp(Cause.NORMAL, "in_menu")
    assert line.press("6")[-1] == HangUp(Cause.NORMAL, "in_menu")


def test_a_number_is_read_back_and_confirmed(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, COLLECT.replace("tries: 2", "tries: 3\n    confirm: true")))
    said = heard(line.press("1205#"))
    assert said[:5] == ["You entered", "one", "two", "zero", "five"]
    assert heard(line.press("2")) == ["number?"]
    line.press("1299#")
    line.hear_out()
    assert line.press("1")[-1] == HangUp(Cause.NORMAL, "in_menu")
    assert line.state.attributes == {"card": "1299"}


def test_who_knows_the_way_types_number_and_confirmation_ahead(tmp_path: Path) -> None:
    nodes = (
        COLLECT.replace("tries: 2", "confirm: true")
        + f"\n  first: {{type: say, say: {speech('hello')}, next: here, barge_in: false}}"
    )
    line = Line(flow(tmp_path, nodes, "first"))
    assert line.press("1234#1") == []
    assert line.hear_out()[-1] == HangUp(Cause.NORMAL, "in_menu")


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (CheckDigit.LUHN, "4111111111111111"),
        (CheckDigit.LUHN, "79927398713"),
        (CheckDigit.MOD11, "12345670"),
        (CheckDigit.MOD11_2, "11010519491231002*"),
        (CheckDigit.MOD11_2, "440524188001010014"),
    ],
)
def test_a_check_digit_notices_every_single_slip_and_most_swaps(rule: CheckDigit, right: str) -> None:
    if rule is CheckDigit.MOD11:
        right = next(right[:-1] + digit for digit in "0123456789" if is_right(rule, right[:-1] + digit))
        assert (
            sum(int(d) * w for d, w in zip("1234567", (2, 7, 6, 5, 4, 3, 2), strict=True)) % 11 == -int(right[-1]) % 11
        )
    assert is_right(rule, right)
    for place, digit in enumerate(right):
        others = set("0123456789") - {digit}
        assert not any(is_right(rule, right[:place] + other + right[place + 1 :]) for other in others)
    assert not is_right(rule, "")
    assert not is_right(rule, "5")


# --- conditions -------------------------------------------------------------------------------------------------------


def test_conditions() -> None:
    assert holds("gold", "gold")
    assert not holds("gold", "silver")
    assert holds("gold | silver", "silver")
    assert holds("!= gold", "silver")
    assert not holds("!= gold", "gold")
    assert holds("> 5", "10")
    assert not holds("> 5", "5")
    assert holds(">= 5", "5.0")
    assert holds("< 0", "-3")
    assert not holds("< 5", "")
    assert mistake("> many") is not None
    assert mistake(">= 5") is None


BRANCH = """
  here:
    type: branch
    rules:
      - {when: {waiting.q: '> 5', level: gold | silver}, next: agent}
      - {when: {hours.desk: closed}, next: bye}
    on: dnis
    cases: {'95002': again}
    otherwise: last
  desk: {type: hours, timezone: Asia/Shanghai, weekly: {mon-sun: ['00:00-24:00']}, open: here, closed: bye}
  again: {type: set, values: {level: gold}, next: desk}
  last: {type: transfer, number: '110', otherwise: again}
"""


def test_a_branch_looks_at_queues_attributes_hours_and_the_call(tmp_path: Path) -> None:
    waiting = {"q": 6.0}
    here = flow(tmp_path, BRANCH.replace("open: here", "open: bye"))

    def arrive(caller: Caller) -> Line:
        return Line(here, caller, lambda figure, queue: waiting[queue] if figure is Figure.WAITING else 0)

    assert arrive(Caller("1", False, "1", attributes={"level": "silver"})).state.node == "agent"
    assert arrive(Caller("1", False, "1", attributes={"level": "tin"})).state.node == "last"
    assert arrive(Caller("1", False, "95002")).state.node == "bye"
    waiting["q"] = 5
    assert arrive(Caller("1", False, "1", attributes={"level": "gold"})).state.node == "last"


# --- the store --------------------------------------------------------------------------------------------------------

LOOK_UP = """
  here: {type: look_up, by: number, value: ani, found: told, otherwise: agent}
  told: {type: say, say: {en: 'You have {points:number} points.', zh_CN: '积分{points}。'}, next: bye}
"""


def test_a_look_up_makes_the_call_the_customers(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, LOOK_UP))
    assert line.asked == FindCustomer(CustomerKey.NUMBER, "13800138000")
    actions = line.answer(True, customer="9", points="1205")
    assert heard(actions) == ["You have", "one", "thousand", "two", "hundred", "and", "five", "points."]
    assert (line.state.customer, line.state.attributes["points"]) == (9, "1205")


@pytest.mark.parametrize("late", [True, False])
def test_nobody_found_and_no_answer_lead_the_same_way(tmp_path: Path, late: bool) -> None:
    line = Line(flow(tmp_path, LOOK_UP))
    assert line.wait()[-1] == QUEUED if late else line.answer(False)[-1] == QUEUED


def test_an_answer_that_comes_too_late_means_nothing(tmp_path: Path) -> None:
    nodes = LOOK_UP.replace("otherwise: agent", "otherwise: again") + (
        f"\n  again: {{type: menu, say: {speech('menu')}, keys: {{1: {{label: {speech('a')}, next: bye}}}}, otherwise: agent}}"
    )
    line = Line(flow(tmp_path, nodes))
    line.wait()
    before = line.state
    line.answer(True, customer="9", points="5")
    assert line.state is before


def test_keys_pressed_while_the_store_is_asked_are_kept(tmp_path: Path) -> None:
    nodes = LOOK_UP.replace("otherwise: agent", "otherwise: again") + (
        f"\n  again: {{type: menu, say: {speech('menu')}, keys: {{1: {{label: {speech('a')}, next: bye}}}}, otherwise: agent}}"
    )
    line = Line(flow(tmp_path, nodes))
    line.press("1")
    assert line.answer(False)[-1] == HangUp(Cause.NORMAL, "in_menu")


ANSWER = """
  here: {type: answer, about: balance, next: bye, otherwise: agent}
"""


def test_an_answer_is_said_in_the_callers_language(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, ANSWER), KNOWN)
    assert line.asked == FindAnswer(About.BALANCE, 7, "")
    assert (
        heard(line.answer(True, balance="1205", currency="USD"))
        == [
            "Your balance is",
            *["twelve", "dollars", "and", "five", "cents"],
            ".",
        ][:-1]
    )
    chinese = Line(flow(tmp_path, ANSWER), Caller("1", False, "1", Language.ZH_CN, "", 7))
    assert "".join(heard(chinese.answer(True, owed="20050", currency="CNY"))) == "您的账户欠费二百元五角"


def test_who_is_not_known_is_told_nothing(tmp_path: Path) -> None:
    assert Line(flow(tmp_path, ANSWER)).walk.actions[-1] == QUEUED


PIN = f"""
  here:
    type: identify
    say: {speech("PIN?")}
    length: 4
    tries: 2
    invalid: [{speech("wrong")}]
    next: bye
    otherwise: agent
"""


def test_a_right_pin_leads_on_and_is_asked_for_once(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, PIN), KNOWN)
    line.press("1234")
    assert line.asked == CheckPin(7, "1234")
    assert line.answer(True)[-1] == HangUp(Cause.NORMAL, "in_menu")
    assert line.state.attributes["identified"] == "yes"
    again = Line(flow(tmp_path, PIN), Caller("1", False, "1", customer=7, attributes={"identified": "yes"}))
    assert again.state.node == "bye"


def test_attempts_are_limited_and_the_pin_is_nowhere_in_the_record(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, PIN), KNOWN)
    actions = line.press("0000")
    assert heard(line.answer(False)) == ["wrong", "PIN?"]
    actions += line.press("1111")
    assert line.answer(False)[-1] == QUEUED
    assert not [action for action in actions if isinstance(action, RecordKeys)]
    assert line.state.pressed == ""


def test_a_locked_pin_ends_the_attempts_at_once(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, PIN), KNOWN)
    line.press("0000")
    assert line.answer(False, locked="yes")[-1] == QUEUED


def test_a_stranger_has_no_pin(tmp_path: Path) -> None:
    assert Line(flow(tmp_path, PIN)).walk.actions[-1] == QUEUED


# --- out of the flow --------------------------------------------------------------------------------------------------

CALLBACK = f"""
  here: {{type: callback, queue: q, number: other, at: clock, timezone: Asia/Shanghai, otherwise: agent, say: {speech("promised")}}}
  start: {{type: set, values: {{other: '{{ani}}', clock: '0930'}}, next: here}}
"""


def test_a_callback_to_another_number_at_a_time(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, CALLBACK, "start"))
    assert line.asked == CheckNumber("13800138000")
    request, said = line.answer(True, number="+8613800138000")
    assert isinstance(request, RequestCallback)
    assert request.at is not None
    assert request.at > NOON
    assert f"{datetime.fromtimestamp(request.at, ZoneInfo('Asia/Shanghai')):%H:%M}" == "09:30"
    assert (request.number, heard([said])) == ("+8613800138000", ["promised"])
    assert line.hear_out()[-1] == HangUp(Cause.NORMAL, "in_menu")


def test_a_number_that_cannot_be_called_is_not_promised_a_call(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, CALLBACK, "start"))
    assert line.answer(False)[-1] == QUEUED


def test_a_time_that_no_clock_shows_is_not_promised_either(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, CALLBACK.replace("0930", "2560"), "start"))
    assert line.answer(True, number="+861")[-1] == QUEUED


def test_the_next_time_of_a_clock_is_today_or_tomorrow() -> None:
    noon = datetime(2027, 3, 27, 12, 0, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
    assert next_time("1230", "Europe/Berlin", noon) == noon + 1800
    assert next_time("12:00", "Europe/Berlin", noon) == noon + 23 * 3600  # the clocks go forward that night
    assert next_time("24:00", "Europe/Berlin", noon) is None


def test_put_through_to_a_number_and_back(tmp_path: Path) -> None:
    nodes = f"\n  here: {{type: transfer, number: '+861012345678', otherwise: agent, say: {speech('wait')}}}"
    line = Line(flow(tmp_path, nodes))
    assert heard(line.walk.actions) == ["wait"]
    assert line.hear_out() == (TransferOut("+861012345678", 30.0),)
    assert (line.state.phase, line.walk.deadline) == (Phase.DIALLING, None)
    assert line.press("1") == []
    assert line.send(TransferFailed())[-1] == QUEUED


VOICEMAIL = f"""
  here: {{type: voicemail, say: {speech("speak")}, queue: q, longest_s: 60, next: bye}}
"""


def test_a_message_is_recorded_until_its_end_key(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, VOICEMAIL))
    assert line.hear_out() == (RecordMessage(QueueId("q"), 60, 2),)
    assert line.press("1") == []
    assert line.press("#") == [EndMessage()]
    assert line.send(MessageEnded())[-1] == HangUp(Cause.NORMAL, "in_menu")


def test_a_message_whose_end_is_never_told_does_not_hold_the_caller(tmp_path: Path) -> None:
    line = Line(flow(tmp_path, VOICEMAIL))
    line.hear_out()
    assert line.walk.deadline == NOON + 65
    assert line.wait() == (EndMessage(), HangUp(Cause.NORMAL, "in_menu"))


RATE = f"""
  here: {{type: rate, say: {speech("how was it")}, tries: 2, next: bye, otherwise: agent}}
"""


def test_a_mark_from_one_to_five(tmp_path: Path) -> None:
    assert Rate(4) in Line(flow(tmp_path, RATE)).press("4")
    line = Line(flow(tmp_path, RATE))
    assert heard(line.press("6")) == ["how was it"]
    assert line.press("0")[-1] == QUEUED


# --- the block list ---------------------------------------------------------------------------------------------------


def test_a_blocked_number_is_refused_or_has_its_own_node(tmp_path: Path) -> None:
    blocked = Caller("1", False, "1", blocked=True)
    assert Line(flow(tmp_path, RATE), blocked).walk.actions == (HangUp(Cause.REJECTED, "refused"),)
    nodes = RATE + f"\n  go_away: {{type: hang_up, say: {speech('go away')}}}"
    own = flow(tmp_path, nodes, "here\nblocked: go_away")
    assert heard(Line(own, blocked).walk.actions) == ["go away"]


# --- sub-flows --------------------------------------------------------------------------------------------------------

OUTER = f"""\
start: here
language: en
nodes:
  here: {{type: flow, flow: inner, next: after}}
  after: {{type: branch, on: mark, cases: {{yes: bye}}, otherwise: twice}}
  twice: {{type: flow, flow: inner, next: bye}}
{BYE}
"""
INNER = f"""\
start: hours
language: en
nodes:
  hours: {{type: hours, timezone: Asia/Shanghai, weekly: {{mon-sun: ['00:00-24:00']}}, open: ask, closed: back}}
  ask: {{type: branch, on: hours.hours, cases: {{open: menu}}, otherwise: back}}
  menu: {{type: menu, say: {speech("menu")}, keys: {{1: {{label: {speech("a")}, next: mark}}, 2: {{label: {speech("b")}, next: back}}}}, otherwise: back}}
  mark: {{type: set, values: {{mark: 'yes'}}, next: back}}
  back: {{type: return}}
"""


def test_a_flow_goes_through_another_and_comes_back_where_it_was_called(tmp_path: Path) -> None:
    (tmp_path / "outer.yaml").write_text(OUTER, encoding="utf-8")
    (tmp_path / "inner.yaml").write_text(INNER, encoding="utf-8")
    outer = as_one(load_flows(tmp_path))["outer"]
    line = Line(outer)
    assert line.state.node == "here/menu"
    assert line.press("1")[-1] == HangUp(Cause.NORMAL, "in_menu")
    line = Line(outer)
    assert heard(line.press("2")) == ["menu"]
    assert line.state.node == "twice/menu"
    line.press("2")
    assert line.state.node == "bye"
