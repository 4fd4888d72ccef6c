"""Chinese names as they are typed on a Latin keyboard."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from agent_desktop import pinyin
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


# --- kept for the next start --------------------------------------------------------------------------------------------


@pytest.fixture
def nothing_recalled(monkeypatch):
    monkeypatch.setattr(pinyin, "_recalled", {})
    pinyin.spelling.cache_clear()
    yield
    pinyin.spelling.cache_clear()


@pytest.mark.usefixtures("nothing_recalled")
def test_what_was_spelled_is_kept_and_needs_no_tables(tmp_path, monkeypatch):
    path = tmp_path / "spellings.json"
    pinyin.keep(path, ["曾伟", "Emma Reed", "订单"])
    monkeypatch.setattr(pinyin, "_syllables", None)
    pinyin.recall(path)
    assert pinyin.spelling("曾伟") == pinyin.Spelling("zengwei", "zw")
    assert pinyin.spelling("Emma Reed") is None


@pytest.mark.usefixtures("nothing_recalled")
@pytest.mark.parametrize("text", ["", "{", "[1]", '{"曾伟": ["a"]}', "null"])
def test_a_damaged_file_is_none(tmp_path, text):
    path = tmp_path / "spellings.json"
    path.write_text(text, encoding="utf-8")
    pinyin.recall(path)
    assert pinyin.spelling("曾伟") == pinyin.Spelling("zengwei", "zw")
    pinyin.keep(path, ["曾伟"])
    assert json.loads(path.read_text(encoding="utf-8")) == {"曾伟": ["zengwei", "zw"]}


@pytest.mark.usefixtures("nothing_recalled")
def test_where_nothing_can_be_written_a_restart_takes_longer(tmp_path):
    with capture_logs() as said:
        pinyin.keep(tmp_path / "nowhere" / "spellings.json", ["曾伟"])
    assert "cannot be kept" in said[0]["event"]
