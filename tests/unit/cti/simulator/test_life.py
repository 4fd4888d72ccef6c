"""Callers in a call."""

from __future__ import annotations

from agent_desktop.cti.simulator.callers import Act, Line, When
from agent_desktop.cti.simulator.life import HangUp, Life, Press, Say, Stage
from agent_desktop.cti.simulator.model import Heard
from tests.fakes.simulated import Bench, caller


def in_the_menu(*acts: Act, **fields: object) -> Life:
    life = Life(caller(acts=acts, **fields), 0.0)
    life.hear(Heard.ANSWERED, 1.0)
    return life


def voice(life: Life, began: float, ended: float, *, several: bool = False) -> None:
    life.hear(Heard.PROMPTS_BEGAN if several else Heard.PROMPT_BEGAN, began)
    life.hear(Heard.PROMPT_ENDED, ended)


def test_a_key_is_pressed_when_the_voice_has_finished_and_nothing_follows() -> None:
    life = in_the_menu(Act(press="2", after_s=1.5))
    voice(life, 1.0, 5.0)
    life.hear(Heard.PROMPT_BEGAN, 5.0)
    assert life.tick(20.0) == []
    life.hear(Heard.PROMPT_ENDED, 20.0)
    assert life.tick(21.4) == []
    assert life.tick(21.5) == [Press("2")]


def test_an_impatient_caller_interrupts() -> None:
    life = in_the_menu(Act(press="0", when=When.PROMPT, prompt=2, after_s=0.5))
    voice(life, 1.0, 5.0)
    life.hear(Heard.PROMPT_BEGAN, 5.0)
    assert life.tick(5.5) == [Press("0")]


def test_keys_of_one_act_follow_at_a_finger_s_pace() -> None:
    life = in_the_menu(Act(press="12#", when=When.ANSWERED, after_s=1.0))
    assert life.tick(2.0) == [Press("1")]
    assert life.tick(3.0) == [Press("2"), Press("#")]


def test_who_is_not_asked_for_a_language_does_not_choose_one() -> None:
    acts = (Act(press="1", when=When.LANGUAGE), Act(press="2"))
    asked = in_the_menu(*acts)
    voice(asked, 1.0, 5.0, several=True)
    assert asked.tick(6.0) == [Press("1")]
    voice(asked, 6.0, 9.0)
    assert asked.tick(10.0) == [Press("2")]
    known = in_the_menu(*acts)
    voice(known, 1.0, 5.0, several=True)
    voice(known, 5.0, 9.0)
    assert known.tick(10.0) == [Press("2")]


def test_a_language_that_is_not_asked_for_leaves_nothing_behind() -> None:
    life = in_the_menu(Act(press="1", when=When.LANGUAGE, after_s=2.0))
    voice(life, 1.0, 5.0, several=True)
    voice(life, 5.0, 9.0)
    assert life.tick(80.0) == []


def test_a_menu_that_leads_nowhere_is_left() -> None:
    assert in_the_menu(menu_s=30.0).tick(31.0) == [HangUp()]


def test_nobody_rings_for_ever() -> None:
    assert Life(caller(rings_s=45.0), 0.0).tick(45.0) == [HangUp()]


def test_patience_in_the_queue_counts_from_the_first_music() -> None:
    life = in_the_menu(patience_s=60.0)
    life.hear(Heard.MUSIC, 10.0)
    life.hear(Heard.SILENCE, 30.0)
    life.hear(Heard.MUSIC, 40.0)
    assert life.tick(69.0) == []
    assert life.tick(70.0) == [HangUp()]


def talking(**fields: object) -> Life:
    life = in_the_menu(lines=(Line("one", 2.0), Line("two", 4.0)), **fields)
    life.hear(Heard.MUSIC, 5.0)
    life.hear(Heard.PEOPLE, 10.0)
    return life


def test_lines_are_said_in_order_and_then_goodbye() -> None:
    life = talking()
    language = life.caller.language
    assert life.tick(12.0) == [Say("one", language)]
    assert life.tick(16.0) == [Say("two", language)]
    assert life.tick(18.9) == []
    assert life.tick(19.0) == [HangUp()]


def test_nothing_is_said_on_hold_and_the_talk_goes_on_after_it() -> None:
    life = talking(talk_s=20.0)
    life.tick(12.0)
    life.hear(Heard.SILENCE, 13.0)
    life.hear(Heard.MUSIC, 13.0)
    assert life.stage is Stage.HELD
    assert life.tick(100.0) == []
    life.hear(Heard.PEOPLE, 100.0)
    assert life.tick(102.9) == []
    assert [type(deed) for deed in life.tick(103.0)] == [Say]
    assert life.tick(116.9) == []
    assert life.tick(117.0) == [HangUp()]


def test_who_is_forgotten_on_hold_or_left_alone_goes() -> None:
    held = talking(hold_s=30.0)
    held.hear(Heard.MUSIC, 11.0)
    assert held.tick(41.0) == [HangUp()]
    alone = talking(silence_s=8.0)
    alone.hear(Heard.SILENCE, 11.0)
    assert alone.tick(19.0) == [HangUp()]


def test_a_polite_caller_leaves_the_end_to_the_agent() -> None:
    life = talking(hangs_up_first=False)
    life.tick(16.0)
    assert life.tick(60.0) == []
    assert life.tick(16.0 + 3.0 + 120.0) == [HangUp()]


def test_a_dead_line_ends_everything() -> None:
    life = talking()
    life.hear(Heard.GONE, 11.0)
    assert (life.stage, life.next_deadline(), life.tick(1e9)) == (Stage.GONE, None, [])


def test_a_whole_call_against_the_switch() -> None:
    bench = Bench()
    anna = caller(acts=(Act(press="2"),), lines=(Line("Hello?", 1.0),), hold_s=60.0)
    channel = bench.place(anna)
    bench.ask("POST", f"channels/{channel}/answer")
    bench.ask("POST", f"channels/{channel}/play/p", media="sound:menu")
    bench.wait(3.5)
    assert bench.of("ChannelDtmfReceived")[0]["digit"] == "2"
    bench.ask("POST", f"channels/{channel}/moh")
    bench.ask("POST", "channels", endpoint="PJSIP/1001", app="desk", channelId="a")
    bench.ask("POST", "bridges/b", type="mixing")
    bench.ask("DELETE", f"channels/{channel}/moh")
    bench.ask("POST", "bridges/b/addChannel", channel=f"{channel},a")
    bench.wait(1)
    assert bench.of("ChannelUserevent")[0]["userevent"] == {"text": "Hello?", "language": "en", "eventname": "Spoke"}
    bench.wait(10)
    assert bench.stages() == ["calling", "listening", "waiting", "talking", "gone"]
    assert bench.ask("GET", "channels")[1][0]["id"] == "a"
