"""Spellings that are kept for the next start of a centre."""

import json

import pytest
from structlog.testing import capture_logs

from agent_desktop import pinyin
from ivr.centre import spellings


@pytest.fixture
def nothing_recalled(monkeypatch):
    monkeypatch.setattr(pinyin, "recalled", {})
    pinyin.spelling.cache_clear()
    yield
    pinyin.spelling.cache_clear()


@pytest.mark.usefixtures("nothing_recalled")
def test_what_was_spelled_is_kept_and_needs_no_tables(tmp_path, monkeypatch):
    path = tmp_path / "spellings.json"
    spellings.keep(path, ["曾伟", "Emma Reed", "订单"])
    monkeypatch.setattr(pinyin, "_syllables", None)
    spellings.recall(path)
    assert pinyin.spelling("曾伟") == pinyin.Spelling("zengwei", "zw")
    assert pinyin.spelling("Emma Reed") is None


@pytest.mark.usefixtures("nothing_recalled")
@pytest.mark.parametrize("text", ["", "{", "[1]", '{"曾伟": [1]}', "null"])
def test_a_damaged_file_is_none(tmp_path, text):
    path = tmp_path / "spellings.json"
    path.write_text(text, encoding="utf-8")
    spellings.recall(path)
    assert pinyin.spelling("曾伟") == pinyin.Spelling("zengwei", "zw")
    spellings.keep(path, ["曾伟"])
    assert json.loads(path.read_text(encoding="utf-8")) == {"曾伟": {"full": "zengwei", "initials": "zw"}}


@pytest.mark.usefixtures("nothing_recalled")
def test_where_nothing_can_be_written_a_restart_takes_longer(tmp_path):
    with capture_logs() as said:
        spellings.keep(tmp_path / "nowhere" / "spellings.json", ["曾伟"])
    assert "cannot be kept" in said[0]["event"]
