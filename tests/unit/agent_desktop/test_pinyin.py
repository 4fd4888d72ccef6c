"""Chinese names as they are typed on a Latin keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.pinyin import Spelling, spelling, typed


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("王伟", "wangwei", "ww"),
        ("欧阳建国", "ouyangjianguo", "oyjg"),
        ("吕布", "lvbu", "lb"),
        ("曾国藩", "zengguofan", "zgf"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("单于丹", "chanyudan", "cyd"),
        ("重庆长江商行", "chongqingchangjiangshanghang", "cqcjsh"),
        ("ABC公司", "abcgongsi", "abcgs"),
        ("王伟（采购）", "wangweicaigou", "wwcg"),
    ],
)
def test_names_are_spelled_as_they_are_said(name, full, initials):
    assert spelling(name) == Spelling(full, initials)


@pytest.mark.parametrize("name", ["", "  ", "Emma Clarke", "138", "Ünal"])
def test_what_is_not_chinese_has_no_spelling(name):
    assert spelling(name) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Wang Wei", "wangwei"),
        ("xi'an", "xian"),
        ("LÜ", "lv"),
        ("ｗｗ", "ww"),
        ("w", ""),
        ("王", ""),
        ("138", ""),
        ("a%", ""),
    ],
)
def test_what_is_typed_is_brought_into_the_same_form(text, key):
    assert typed(text) == key


@given(st.text())
def test_whatever_a_name_is_its_spelling_can_be_typed(name):
    found = spelling(name)
    assert found is None or all(typed(key) in {key, ""} for key in (found.full, found.initials))
