"""Drafts on this PC: whole or not at all, each for its own call, readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.protocol.messages import LogDraft
from agent_desktop.ui.agent.log_drafts import KEPT_FOR_MS, CallKey, DraftShelf

KEY = CallKey(AgentId("li.wei@example/上海"), CallId(7), 1_000)
DRAFT = LogDraft(notes="客户要求换货", edited_ms=5, answers={"motive": "fixed"})


@pytest.fixture
def shelf(tmp_path: Path) -> DraftShelf:
    return DraftShelf(tmp_path / "drafts")


def test_what_was_kept_is_found_again(shelf: DraftShelf) -> None:
    assert shelf.find(KEY) is None
    assert shelf.keep(KEY, DRAFT)
    assert shelf.find(KEY) == DRAFT
    shelf.drop(KEY)
    assert shelf.find(KEY) is None


def test_what_was_jotted_down_is_found_without_waiting_for_the_disk(
    shelf: DraftShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", forced.append)
    assert shelf.jot(KEY, DRAFT)
    assert shelf.find(KEY) == DRAFT
    assert forced == []
    assert shelf.keep(KEY, DRAFT)
    assert len(forced) == 1


def test_a_user_id_cannot_leave_the_folder(shelf: DraftShelf, tmp_path: Path) -> None:
    shelf.keep(CallKey(AgentId("../../etc/passwd"), CallId(1), 1), DRAFT)
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / "drafts"]


def test_another_user_and_another_call_of_the_same_number_find_nothing(shelf: DraftShelf) -> None:
    shelf.keep(KEY, DRAFT)
    assert shelf.find(CallKey(AgentId("other"), KEY.call, KEY.arrived_ms)) is None
    assert shelf.find(CallKey(KEY.user, KEY.call, KEY.arrived_ms + 1)) is None


def test_files_are_for_the_owner_only(shelf: DraftShelf, tmp_path: Path) -> None:
    shelf.keep(KEY, DRAFT)
    (path,) = (tmp_path / "drafts").iterdir()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"user": 3}'])
def test_a_broken_file_is_told_and_not_trusted(shelf: DraftShelf, tmp_path: Path, content: bytes) -> None:
    shelf.keep(KEY, DRAFT)
    (path,) = (tmp_path / "drafts").iterdir()
    path.write_bytes(content)
    with capture_logs() as logs:
        assert shelf.find(KEY) is None
    assert [entry["event"] for entry in logs] == ["draft_not_readable"]


def test_a_refusing_disk_is_told_and_leaves_the_file_before_it(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file stands where the folder should be")
    with capture_logs() as logs:
        assert not DraftShelf(tmp_path / "drafts").keep(KEY, DRAFT)
    assert [entry["event"] for entry in logs] == ["draft_not_kept"]


def test_old_files_are_swept_and_young_ones_stay(shelf: DraftShelf, tmp_path: Path) -> None:
    young = CallKey(KEY.user, CallId(8), 2_000)
    shelf.keep(KEY, DRAFT)
    shelf.keep(young, DRAFT)
    old = next((tmp_path / "drafts").glob("*-7-0.json"))
    os.utime(old, (1_000, 1_000))
    assert shelf.sweep(1_000_000 + KEPT_FOR_MS + 1) == 1
    assert shelf.find(KEY) is None
    assert shelf.find(young) == DRAFT


def test_sweeping_a_folder_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert DraftShelf(tmp_path / "none").sweep(1) == 0
