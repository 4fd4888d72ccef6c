"""Numbers, amounts, dates and times as a native speaker would say them; and every word of them has its sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import Language
from ivr.flow import spoken
from ivr.flow.model import About, AnswerNode, Flow, HangUpNode, SayNode, Speech
from ivr.flow.speech import prompts_of, sounds_of

EN, ZH = Language.EN, Language.ZH_CN


def said(format_: str, value: str, currency: str = "CNY") -> tuple[str, str]:
    return (
        " ".join(spoken.say(format_, value, EN, currency)),
        "".join(spoken.say(format_, value, ZH, currency)),
    )


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("0", "zero", "零"),
        ("2", "two", "二"),
        ("12", "twelve", "十二"),
        ("101", "one hundred and one", "一百零一"),
        ("112", "one hundred and twelve", "一百一十二"),
        ("1002", "one thousand and two", "一千零二"),
        ("1010", "one thousand and ten", "一千零一十"),
        ("2200", "two thousand two hundred", "两千二百"),
        ("20000", "twenty thousand", "两万"),
        ("12345", "twelve thousand three hundred and forty-five", "一万两千三百四十五"),
        ("10020000", "ten million twenty thousand", "一千零二万"),
        ("200000000", "two hundred million", "两亿"),
        ("-3.50", "minus three point five zero", "负三点五零"),
        ("many", "", ""),
    ],
)
def test_numbers(value: str, english: str, chinese: str) -> None:
    assert said("number", value) == (english, chinese)


@pytest.mark.parametrize(
    ("minor", "currency", "english", "chinese"),
    [
        ("0", "CNY", "zero yuan", "零元"),
        ("5", "CNY", "zero point zero five yuan", "五分"),
        ("200", "CNY", "two yuan", "两元"),
        ("205", "CNY", "two point zero five yuan", "两元零五分"),
        ("1250", "CNY", "twelve point five yuan", "十二元五角"),
        ("-100", "USD", "minus one dollar", "负一美元"),
        ("201", "USD", "two dollars and one cent", "两美元零一美分"),
        ("50", "GBP", "fifty pence", "五十便士"),
        ("1200", "XXX", "twelve", "十二"),
    ],
)
def test_amounts(minor: str, currency: str, english: str, chinese: str) -> None:
    assert said("money", minor, currency) == (english, chinese)


@pytest.mark.parametrize(
    ("format_", "value", "english", "chinese"),
    [
        ("date", "2027-02-06", "February sixth twenty twenty-seven", "二零二七年二月六日"),
        ("date", "2005-12-31", "December thirty-first two thousand and five", "二零零五年十二月三十一日"),
        ("date", "2012-10-12", "October twelfth twenty twelve", "二零一二年十月十二日"),
        ("date", "2027-02-30", "", ""),
        ("time", "1430", "two thirty p.m.", "十四点三十分"),
        ("time", "00:05", "twelve oh five a.m.", "零点零五分"),
        ("time", "1200", "twelve p.m.", "十二点整"),
        ("time", "2460", "", ""),
        ("digits", "01#", "zero one hash", "零幺井号"),
    ],
)
def test_dates_times_and_rows_of_digits(format_: str, value: str, english: str, chinese: str) -> None:
    assert said(format_, value) == (english, chinese)


values = st.one_of(
    st.tuples(st.just("number"), st.integers(-(10**12) + 1, 10**12 - 1).map(str)),
    st.tuples(st.just("money"), st.integers(-(10**14) + 1, 10**14 - 1).map(str)),
    st.tuples(st.just("date"), st.dates().map(str)),
    st.tuples(st.just("time"), st.times().map(lambda time: f"{time:%H%M}")),
    st.tuples(st.just("digits"), st.text("0123456789*#", min_size=1, max_size=30)),
)
WORDS = {language: frozenset(spoken.vocabulary(language)) for language in Language}


@given(values, st.sampled_from(Language), st.sampled_from(["CNY", "USD", "EUR", "GBP", "HKD", "JPY"]))
def test_every_word_is_of_the_vocabulary(value: tuple[str, str], language: Language, currency: str) -> None:
    words = spoken.say(*value, language, currency)
    assert words
    assert set(words) <= WORDS[language]


def test_every_piece_of_a_text_with_values_has_a_sound() -> None:
    speech = Speech("You have {points:number} points.", "您有{points}分。", in_each=(ZH, EN))
    flow = Flow("f", "a", {"a": SayNode(speech, "b"), "b": AnswerNode(About.ORDER, "c", "c"), "c": HangUpNode()})
    made = {(sound.language, sound.media) for sound in sounds_of(flow)}
    for language in Language:
        prompts = prompts_of(speech, language, {"points": "1205"})
        assert [prompt.text for prompt in prompts][-3:] == ["and", "five", "points."]
        assert {(language, prompt.media) for prompt in prompts} <= made


def test_a_flow_without_values_needs_no_vocabulary() -> None:
    plain = Flow("f", "a", {"a": SayNode(Speech("hello", "你好"), "b"), "b": HangUpNode()})
    assert len(list(sounds_of(plain))) == 2
