"""What is typed is safe somewhere, and a log is complete only when the centre says so."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import CallPhase, CompleteLog, LogDraft, SaveDraft
from agent_desktop.ui.agent.log_presenter import (
    LONGEST_UNSAVED_MS,
    PAUSE_MS,
    Completion,
    LogPresenter,
    LogProblem,
    Saving,
    WrapUpTone,
    groups_of,
    newest,
    wrap_up,
)
from tests.unit.ui.agent.sample import DISPOSITIONS, HOUR, NOW, desk, sure


def opened(kept: LogDraft | None = None, draft: LogDraft | None = None) -> LogPresenter:
    presenter = LogPresenter(dispositions=DISPOSITIONS)
    presenter.open(desk(draft=draft), kept, NOW)
    return presenter


def save(presenter: LogPresenter, now: int) -> SaveDraft | None:
    """What the panel does when the timer fires, with a good disk."""
    due = presenter.due(now)
    if due is None:
        return None
    presenter.kept(due, stored=True)
    return presenter.to_send()


def saving(presenter: LogPresenter) -> Saving:
    return presenter.saving


def completion(presenter: LogPresenter) -> Completion:
    return presenter.completion


def test_a_pause_in_typing_saves() -> None:
    presenter = opened()
    assert saving(presenter) is Saving.NOTHING
    presenter.type_notes("asks for", NOW)
    assert saving(presenter) is Saving.TYPING
    assert presenter.deadline_ms == NOW + PAUSE_MS
    assert save(presenter, NOW + PAUSE_MS - 1) is None
    sent = sure(save(presenter, NOW + PAUSE_MS))
    assert sent == SaveDraft(CallId(7), LogDraft(notes="asks for", edited_ms=NOW))
    assert saving(presenter) is Saving.SENDING
    presenter.saved(sent.draft, NOW + 650)
    assert saving(presenter) is Saving.SAVED
    assert presenter.saved_at_ms == NOW + 650


def test_typing_without_a_pause_is_saved_in_between() -> None:
    presenter = opened()
    for tick in range(0, LONGEST_UNSAVED_MS, 300):
        presenter.type_notes("x" * (tick + 1), NOW + tick)
    assert presenter.deadline_ms == NOW + LONGEST_UNSAVED_MS


def test_typing_during_a_save_is_saved_after_it() -> None:
    presenter = opened()
    presenter.type_notes("one", NOW)
    first = sure(save(presenter, NOW + 600))
    presenter.type_notes("one two", NOW + 610)
    assert save(presenter, NOW + 1300) is None
    presenter.saved(first.draft, NOW + 1400)
    assert sure(presenter.to_send()).draft.notes == "one two"


def test_without_a_link_it_is_kept_here_and_sent_when_the_link_is_back() -> None:
    presenter = opened()
    presenter.link(up=False)
    presenter.type_notes("one", NOW)
    assert save(presenter, NOW + 600) is None
    assert saving(presenter) is Saving.LOCAL
    presenter.link(up=True)
    assert sure(presenter.to_send()).draft.notes == "one"
    assert saving(presenter) is Saving.SENDING


def test_a_save_that_was_refused_stays_here() -> None:
    presenter = opened()
    presenter.type_notes("one", NOW)
    save(presenter, NOW + 600)
    presenter.not_saved()
    assert saving(presenter) is Saving.LOCAL
    presenter.type_notes("one two", NOW + 700)
    assert sure(save(presenter, NOW + 1300)).draft.notes == "one two"


def test_a_refusing_disk_is_told_until_the_centre_has_it() -> None:
    presenter = opened()
    presenter.type_notes("one", NOW)
    presenter.kept(sure(presenter.due(NOW + 600)), stored=False)
    sent = sure(presenter.to_send())
    assert saving(presenter) is Saving.NOWHERE
    presenter.saved(sent.draft, NOW + 610)
    assert saving(presenter) is Saving.SAVED


def test_a_seat_that_was_killed_comes_back_to_the_newer_notes() -> None:
    here = LogDraft(notes="typed last, link was dead", edited_ms=NOW - 5_000)
    centre = LogDraft(notes="typed last", edited_ms=NOW - 9_000)
    presenter = opened(kept=here, draft=centre)
    assert presenter.draft == here
    assert sure(save(presenter, NOW)).draft == here


def test_what_was_typed_at_another_seat_since_is_not_overwritten() -> None:
    presenter = opened(
        kept=LogDraft(notes="old seat", edited_ms=NOW - 9_000), draft=LogDraft(notes="new seat", edited_ms=NOW - 5_000)
    )
    assert presenter.draft.notes == "new seat"
    assert presenter.deadline_ms is None


def test_of_two_drafts_of_one_moment_the_centres_stands() -> None:
    centre = LogDraft(notes="a", edited_ms=5)
    assert newest(centre, LogDraft(notes="b", edited_ms=5)) is centre
    assert newest(centre, None) is centre


def test_a_snapshot_does_not_take_back_what_was_typed_since() -> None:
    presenter = opened()
    presenter.type_notes("longer", NOW)
    presenter.move(desk(draft=LogDraft(notes="long", edited_ms=NOW - 1)))
    assert presenter.draft.notes == "longer"


def test_completing_asks_for_what_is_missing_first() -> None:
    presenter = opened()
    assert presenter.ask_complete(NOW) is None
    assert presenter.problems == {LogProblem.DISPOSITION_MISSING}
    presenter.choose_disposition("complaint_escalated", NOW)
    assert presenter.problems == frozenset()
    assert presenter.ask_complete(NOW) is None
    assert presenter.problems == {LogProblem.FOLLOW_UP_MISSING}
    presenter.set_follow_up(NOW - 1, "call back", NOW)
    assert presenter.ask_complete(NOW) is None
    assert presenter.problems == {LogProblem.FOLLOW_UP_PAST}
    presenter.set_follow_up(NOW + HOUR, "call back", NOW)
    asked = presenter.ask_complete(NOW)
    assert isinstance(asked, CompleteLog)
    assert asked.log.follow_up_at_ms == NOW + HOUR


def test_the_log_is_complete_when_the_centre_says_so_and_not_before() -> None:
    presenter = opened()
    presenter.choose_disposition("silent", NOW)
    assert presenter.ask_complete(NOW) is not None
    assert completion(presenter) is Completion.ASKED
    assert presenter.ask_complete(NOW) is None
    presenter.refused(Refusal("store_unavailable"))
    assert completion(presenter) is Completion.OPEN
    assert sure(presenter.error).error_id == "store_unavailable"
    assert presenter.ask_complete(NOW) is not None
    presenter.completed(NOW + 5)
    assert completion(presenter) is Completion.DONE
    assert saving(presenter) is Saving.SAVED
    presenter.type_notes("too late", NOW + 6)
    assert presenter.draft.notes == ""


def test_no_draft_follows_the_complete_log() -> None:
    presenter = opened()
    presenter.choose_disposition("silent", NOW)
    presenter.ask_complete(NOW)
    assert presenter.to_send() is None


def test_a_disposition_that_the_centre_does_not_know_any_more_is_missing() -> None:
    presenter = opened(draft=LogDraft(disposition="gone", edited_ms=1))
    assert presenter.ask_complete(NOW) is None
    assert presenter.problems == {LogProblem.DISPOSITION_MISSING}


def test_the_script_proposes_and_the_agent_decides() -> None:
    presenter = opened()
    presenter.suggest("no such thing")
    assert presenter.suggestion == ""
    presenter.suggest("silent")
    assert presenter.suggestion == "silent"
    assert presenter.draft.disposition == ""
    presenter.choose_disposition("silent", NOW)
    assert presenter.suggestion == ""


def test_a_follow_up_without_a_time_keeps_no_note() -> None:
    presenter = opened()
    presenter.set_follow_up(NOW + HOUR, "send the offer", NOW)
    presenter.set_follow_up(None, "send the offer", NOW)
    assert presenter.draft.follow_up_note == ""


def test_nothing_is_kept_without_a_call() -> None:
    presenter = LogPresenter(dispositions=DISPOSITIONS)
    presenter.type_notes("nobody's", NOW)
    assert presenter.draft == LogDraft()
    assert presenter.deadline_ms is None
    assert presenter.ask_complete(NOW) is None


def test_groups_stand_in_the_centres_order() -> None:
    assert groups_of(DISPOSITIONS) == ("enquiry", "complaint", "repair", "no_service")


@pytest.mark.parametrize(
    ("left_ms", "tone", "seconds"),
    [
        (60_000, WrapUpTone.RUNNING, 60),
        (10_001, WrapUpTone.RUNNING, 11),
        (10_000, WrapUpTone.ENDING, 10),
        (1, WrapUpTone.ENDING, 1),
        (0, WrapUpTone.OVER, 0),
        (-61_000, WrapUpTone.OVER, 61),
    ],
)
def test_the_timer_asks_for_the_log_after_its_end_too(left_ms: int, tone: Any, seconds: int) -> None:
    timer = wrap_up(CallPhase.WRAP_UP, NOW + left_ms, NOW)
    assert (timer.tone, timer.seconds) == (tone, seconds)


@pytest.mark.parametrize("phase", [None, CallPhase.OFFERED, CallPhase.CONNECTED, CallPhase.HELD])
def test_there_is_no_timer_before_the_call_is_over(phase: CallPhase | None) -> None:
    assert wrap_up(phase, NOW, NOW).tone is WrapUpTone.NONE


class Safety(RuleBasedStateMachine):
    """However typing, pauses, links, kills and refusals follow each other, what was kept before a kill is there after it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.disk: LogDraft | None = None
        self.centre = LogDraft()
        self.wire: SaveDraft | None = None
        self.link_up = True
        self.presenter = opened()

    @rule(text=st.text(max_size=5))
    def types(self, text: str) -> None:
        self.now += 50
        self.presenter.type_notes(text, self.now)

    @rule(pause=st.integers(min_value=1, max_value=4000))
    def pauses(self, pause: int) -> None:
        self.now += pause
        due = self.presenter.due(self.now)
        if due is not None:
            self.disk = due
            self.presenter.kept(due, stored=True)
        self.send()

    def send(self) -> None:
        request = self.presenter.to_send()
        if request is not None:
            assert self.wire is None, "one draft at a time"
            self.wire = request

    @precondition(lambda self: self.wire is not None and self.link_up)
    @rule(takes=st.booleans())
    def centre_answers(self, takes: bool) -> None:
        request, self.wire = sure(self.wire), None
        if takes:
            self.centre = request.draft
            self.presenter.saved(request.draft, self.now)
            self.send()
        else:
            self.presenter.not_saved()

    @rule(up=st.booleans())
    def link_changes(self, up: bool) -> None:
        self.link_up = up
        self.presenter.link(up)
        self.send()

    @rule()
    def seat_is_killed_and_comes_back(self) -> None:
        self.now += 1000
        self.wire = None
        self.link_up = True
        self.presenter = LogPresenter(dispositions=DISPOSITIONS)
        self.presenter.open(desk(draft=self.centre), self.disk, self.now)
        assert self.presenter.draft.edited_ms == max(self.centre.edited_ms, self.disk.edited_ms if self.disk else 0)

    @invariant()
    def saved_means_at_the_centre(self) -> None:
        if self.presenter.saving is Saving.SAVED:
            assert self.presenter.draft == self.centre

    @invariant()
    def local_means_on_the_disk(self) -> None:
        if self.presenter.saving in {Saving.LOCAL, Saving.SENDING}:
            assert self.disk == self.presenter.draft

    @invariant()
    def typed_and_not_kept_waits_for_a_pause(self) -> None:
        if self.presenter.draft not in (self.disk, self.centre):
            assert self.presenter.deadline_ms is not None
            assert self.presenter.deadline_ms <= self.now + PAUSE_MS


TestSafety = Safety.TestCase


def test_the_kept_file_and_the_wire_agree_on_the_shape() -> None:
    draft = LogDraft(notes="字", answers={"a": "b"}, edited_ms=NOW)
    assert msgspec.json.decode(msgspec.json.encode(draft), type=LogDraft) == draft
