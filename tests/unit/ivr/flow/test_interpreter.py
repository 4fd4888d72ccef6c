"""What callers meet in a voice menu."""

from __future__ import annotations

import msgspec
import pytest

from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.protocol.record import Text
from ivr.flow import interpreter, keying
from ivr.flow.model import (
    BranchNode,
    Choice,
    Ending,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    QueueNode,
    SayNode,
    Speech,
)
from ivr.flow.speech import prompts_of
from ivr.flow.state import FlowState, LanguageFrom, Phase
from ivr.flow.steps import (
    Action,
    Caller,
    ChooseLanguage,
    DigitPressed,
    EnterQueue,
    HangUp,
    Identified,
    PromptsEnded,
    RecordKeys,
    Say,
    StopSaying,
    TimedOut,
)
from tests.fakes.flowlines import Line as AnyLine
from tests.fakes.flowlines import heard

EN, ZH = Language.EN, Language.ZH_CN


def speech(word: str) -> Speech:
    return Speech(word, f"{word}（中文）")


def choice(next_: str, language: Language | None = None) -> Choice:
    return Choice(Text(next_, next_), next_, language)


WELCOME = SayNode(speech("welcome"), "language")
LANGUAGE = MenuNode(
    speech("which language"),
    {"1": choice("service", ZH), "2": choice("service", EN)},
    "service",
    tries=2,
    timeout_s=4,
    skip_if_known=True,
)
SERVICE = MenuNode(
    speech("what for"),
    {"1": choice("orders"), "2": choice("notice"), "0": choice("agent"), "91": choice("agent")},
    "agent",
    invalid=(speech("wrong"), speech("wrong again")),
    no_input=(speech("nothing heard"),),
    tries=3,
    timeout_s=6,
)
NODES: dict[str, Node] = {
    "welcome": WELCOME,
    "language": LANGUAGE,
    "service": SERVICE,
    "notice": SayNode(speech("calls are recorded"), "more", barge_in=False),
    "more": MenuNode(speech("more"), {"1": choice("orders"), "2": choice("goodbye")}, "goodbye", tries=1),
    "orders": QueueNode(QueueId("orders"), 5, frozenset({"orders"})),
    "agent": QueueNode(QueueId("general")),
    "goodbye": HangUpNode(speech("goodbye"), Cause.NORMAL, Ending.IN_MENU),
}
FLOW = Flow("test", "welcome", NODES)


class Line(AnyLine):
    def __init__(self, flow: Flow = FLOW, caller: Caller | None = None) -> None:
        super().__init__(flow, caller)


def said(word: str, language: Language = ZH) -> Say:
    return Say(prompts_of(speech(word), language), language)


def test_a_call_is_greeted_in_the_flows_own_language() -> None:
    line = Line()
    assert line.walk.actions == (said("welcome"),)
    assert (line.state.node, line.state.phase) == ("welcome", Phase.SPEAKING)


def test_a_choice_leads_to_its_queue_and_is_recorded() -> None:
    line = Line().at("service")
    line.hear_out()
    assert line.press("1") == [
        RecordKeys("service", "1", Text("orders", "orders")),
        EnterQueue(QueueId("orders"), 5, frozenset({"orders"})),
    ]
    assert (line.state.phase, line.walk.deadline) == (Phase.OVER, None)


def test_the_time_to_answer_begins_when_the_prompt_has_ended() -> None:
    line = Line().at("service")
    line.now += 20
    line.hear_out()
    assert (line.state.phase, line.walk.deadline) == (Phase.LISTENING, line.now + 6)


def test_a_key_cuts_the_prompt_short() -> None:
    line = Line().at("service")
    actions = line.press("0")
    assert actions[0] == StopSaying()
    assert actions[-1] == EnterQueue(QueueId("general"), 0)


def test_the_language_chosen_holds() -> None:
    line = Line().at("language")
    actions = line.press("2")
    assert ChooseLanguage(EN) in actions
    assert heard(actions) == ["what for"]
    line.send(Identified(ZH, "ordinary"))
    assert (line.state.language, line.state.language_from) == (EN, LanguageFrom.CALLER)
    line.hear_out()
    assert heard(line.press("2")) == ["calls are recorded"]


def test_a_customer_whose_language_is_on_file_is_not_asked_for_it() -> None:
    line = Line(caller=Caller("1", False, "95001", EN))
    assert line.walk.actions == (ChooseLanguage(EN), said("welcome", EN))
    assert line.hear_out() == (said("what for", EN),)


def test_a_customer_identified_during_the_welcome_is_not_asked_either() -> None:
    line = Line()
    assert line.send(Identified(EN, "most_valuable")) == (ChooseLanguage(EN),)
    assert line.hear_out() == (said("what for", EN),)
    assert line.state.segment == "most_valuable"


def test_who_is_identified_while_being_asked_is_not_interrupted() -> None:
    line = Line().at("language")
    assert line.send(Identified(EN, "")) == (ChooseLanguage(EN),)
    assert (line.state.node, line.state.phase) == ("language", Phase.SPEAKING)


def test_keys_typed_ahead_are_meant_for_the_menus_in_their_order() -> None:
    line = Line()
    line.send(Identified(EN, ""))  # the first key would be taken for the second menu if the language were passed over
    actions = line.press("11")
    assert [action.node for action in actions if isinstance(action, RecordKeys)] == ["language", "service"]
    assert actions[-1] == EnterQueue(QueueId("orders"), 5, frozenset({"orders"}))


def test_a_message_that_may_not_be_interrupted_is_heard_in_full_and_keys_are_kept() -> None:
    line = Line().at("service")
    line.press("2")
    assert line.state.node == "notice"
    assert line.press("2") == []
    actions = line.hear_out()
    assert actions == (RecordKeys("more", "2", Text("goodbye", "goodbye")), said("goodbye"))


def test_keys_during_a_menu_that_may_not_be_interrupted_count_at_its_end() -> None:
    patient = msgspec.structs.replace(SERVICE, barge_in=False)
    line = Line(msgspec.structs.replace(FLOW, nodes=NODES | {"service": patient})).at("service")
    assert line.press("1") == []
    assert line.hear_out()[-1] == EnterQueue(QueueId("orders"), 5, frozenset({"orders"}))


def test_wrong_keys_are_told_so_and_at_last_led_on() -> None:
    line = Line().at("service")
    assert heard(line.press("5")) == ["wrong（中文）", "what for（中文）"]
    line.hear_out()
    assert heard(line.press("#")) == ["wrong again（中文）", "what for（中文）"]
    assert line.press("7")[-1] == EnterQueue(QueueId("general"), 0)


def test_silence_is_told_so_and_at_last_led_on() -> None:
    line = Line().at("service")
    for _ in range(2):
        line.hear_out()
        assert heard(line.wait()) == ["nothing heard（中文）", "what for（中文）"]
    line.hear_out()
    assert line.wait() == (EnterQueue(QueueId("general"), 0),)


def test_failures_of_one_menu_do_not_count_in_the_next() -> None:
    line = Line().at("language")
    line.press("9")
    line.press("1")
    assert (line.state.node, line.state.failures) == ("service", 0)


def test_what_was_typed_ahead_is_thrown_away_after_a_wrong_key() -> None:
    line = Line().at("service")
    line.press("2")
    line.press("712")  # during the notice: 7 is no choice of the menu behind it, and the rest goes with it
    assert heard(line.hear_out()) == ["goodbye（中文）"]
    assert line.state.pressed == ""


def test_a_long_choice_waits_for_its_other_keys() -> None:
    line = Line().at("service")
    assert line.press("9") == [StopSaying()]
    assert (line.state.phase, line.walk.deadline) == (Phase.LISTENING, line.now + keying.BETWEEN_KEYS_S)
    line.hear_out()  # the end of the prompt that was cut short
    assert line.state.pressed == "9"
    assert line.press("1")[-1] == EnterQueue(QueueId("general"), 0)


def test_half_a_long_choice_is_a_wrong_key() -> None:
    line = Line().at("service")
    line.press("9")
    assert heard(line.wait()) == ["wrong（中文）", "what for（中文）"]


def test_a_choice_that_begins_a_longer_one_is_taken_when_nothing_follows() -> None:
    keys = SERVICE.keys | {"9": choice("orders")}
    line = Line(msgspec.structs.replace(FLOW, nodes=NODES | {"service": msgspec.structs.replace(SERVICE, keys=keys)}))
    line.at("service").press("9")
    assert line.state.phase is Phase.LISTENING
    assert line.wait()[-1] == EnterQueue(QueueId("orders"), 5, frozenset({"orders"}))


def test_the_call_ends_after_the_goodbye_and_keys_do_not_matter() -> None:
    line = Line().at("service")
    line.press("2")
    line.press("2")
    line.hear_out()
    assert (line.state.node, line.state.phase) == ("goodbye", Phase.SPEAKING)
    before = line.state
    assert line.press("12") == []
    assert line.state == before
    assert line.hear_out() == (HangUp(Cause.NORMAL, "in_menu"),)


def test_hanging_up_without_a_word() -> None:
    flow = Flow("f", "end", {"end": HangUpNode(cause=Cause.REJECTED, outcome=Ending.REFUSED)})
    assert Line(flow).walk.actions == (HangUp(Cause.REJECTED, "refused"),)


def test_a_prompt_whose_end_is_never_reported_does_not_hold_the_caller() -> None:
    line = Line()
    assert line.wait() == (StopSaying(), said("which language"))


@pytest.mark.parametrize("digit", ["", "A", "12", "é", "١"])
def test_what_no_keypad_sends_changes_nothing(digit: str) -> None:
    line = Line().at("service")
    before = line.state
    assert line.send(DigitPressed(digit)) == ()
    assert line.state is before


def test_late_and_early_events_change_nothing() -> None:
    line = Line().at("service")
    line.hear_out()
    before, deadline = line.state, line.walk.deadline
    assert line.hear_out() == ()
    assert line.send(TimedOut()) == ()
    assert (line.state, line.walk.deadline) == (before, deadline)
    line.press("0")
    for event in (PromptsEnded(), TimedOut(), DigitPressed("1"), Identified(EN, "x")):
        over = line.state
        assert line.send(event) == ()
        assert line.state is over


def test_an_event_of_another_kind_changes_nothing() -> None:
    line = Line()
    before = line.state
    assert line.send("rubbish") == ()  # type: ignore[arg-type]
    assert line.state is before


def test_somebody_who_leans_on_a_key_is_not_remembered_for_ever() -> None:
    flow = msgspec.structs.replace(FLOW, start="notice")
    line = Line(flow)
    line.press("1" * 500)
    assert len(line.state.pressed) == interpreter.MOST_KEYS


def test_branches_look_at_language_segment_and_dialled_number() -> None:
    nodes: dict[str, Node] = {
        "by_number": BranchNode("c", "dnis", {"95001": "by_language"}),
        "by_language": BranchNode("b", "language", {"en": "by_segment"}),
        "by_segment": BranchNode("b", "segment", {"most_valuable": "a"}),
        "a": QueueNode(QueueId("a")),
        "b": QueueNode(QueueId("b")),
        "c": QueueNode(QueueId("c")),
    }
    flow = Flow("f", "by_number", nodes)

    def queue(caller: Caller) -> Action:
        return Line(flow, caller).walk.actions[-1]

    assert queue(Caller("", True, "95001", EN, "most_valuable")) == EnterQueue(QueueId("a"), 0)
    assert queue(Caller("", True, "95001", EN, "ordinary")) == EnterQueue(QueueId("b"), 0)
    assert queue(Caller("", True, "95001", None, "most_valuable")) == EnterQueue(QueueId("b"), 0)
    assert queue(Caller("", True, "110", EN, "most_valuable")) == EnterQueue(QueueId("c"), 0)


def test_opening_hours_decide_at_the_moment_the_call_gets_there() -> None:
    hours = HoursNode("UTC", {"mon": ("09:00-18:00",)}, "open", "closed")
    nodes: dict[str, Node] = {
        "hours": hours,
        "open": QueueNode(QueueId("q")),
        "closed": HangUpNode(outcome=Ending.CLOSED),
    }
    flow = Flow("f", "hours", nodes)
    monday = 1_769_990_400.0  # 2026-02-02 00:00 UTC
    caller = Caller("1", False, "1")
    assert interpreter.begin(flow, caller, monday + 9 * 3600).actions == (EnterQueue(QueueId("q"), 0),)
    assert interpreter.begin(flow, caller, monday + 18 * 3600).actions == (HangUp(Cause.NORMAL, "closed"),)


def test_a_state_survives_a_snapshot() -> None:
    line = Line().at("service")
    line.press("9")
    assert msgspec.json.decode(msgspec.json.encode(line.state), type=FlowState) == line.state
    assert msgspec.json.decode(msgspec.json.encode(FLOW), type=Flow) == FLOW
