"""The call log in the making: what is typed, where it is already safe, and what still keeps it from being complete.

Pure: time is an argument. A draft has three places, the screen, this PC and the centre; `saving` says which of them has the last
word typed. Of two drafts of one call the one edited last wins. The log counts as complete only when the centre answered so. Must
never import Qt or read a clock.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import msgspec

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import CallDesk, CallPhase, CompleteLog, LogDraft, Reason, SaveDraft

PAUSE_MS = 600
"""A pause in typing this long saves the draft."""
LONGEST_UNSAVED_MS = 3_000
"""Whoever types without a pause is saved in between all the same."""
WARNING_S = 10
"""So long before the end of wrap-up the timer asks for attention."""


class Saving(enum.Enum):
    """Where the last word typed is safe."""

    NOTHING = enum.auto()
    """There is nothing to save yet."""
    TYPING = enum.auto()
    """On the screen; the pause in typing has not come."""
    SENDING = enum.auto()
    """On this PC, and on its way to the centre."""
    LOCAL = enum.auto()
    """On this PC; the centre cannot be reached or did not take it."""
    SAVED = enum.auto()
    """At the centre."""
    NOWHERE = enum.auto()
    """On the screen only: the disk of this PC refused, and the centre has not answered yet."""


class LogProblem(enum.StrEnum):
    """What is missing before the log can be completed."""

    DISPOSITION_MISSING = "disposition_missing"
    FOLLOW_UP_MISSING = "follow_up_missing"
    FOLLOW_UP_PAST = "follow_up_past"


class Completion(enum.Enum):
    """How far the completion of the log has come."""

    OPEN = enum.auto()
    """Being written."""
    ASKED = enum.auto()
    """The centre was asked and has not answered."""
    DONE = enum.auto()
    """The centre has it on disk."""


class WrapUpTone(enum.Enum):
    """What the timer says."""

    NONE = enum.auto()
    """The call is still going on, or there is none."""
    RUNNING = enum.auto()
    ENDING = enum.auto()
    """The last seconds."""
    OVER = enum.auto()
    """Time is up and the log is still asked for."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The wrap-up timer; seconds are counted up once the time is over."""

    tone: WrapUpTone
    seconds: int


@dataclass(slots=True)
class LogPresenter:
    """The state of the log panel for one call."""

    dispositions: tuple[Reason, ...] = ()
    desk: CallDesk | None = None
    draft: LogDraft = field(default_factory=LogDraft)
    completion: Completion = Completion.OPEN
    error: Refusal | None = None
    """Why the centre did not complete it, until it is tried again."""
    problems: frozenset[LogProblem] = frozenset()
    """Shown once completing was tried, and cleared as they are mended."""
    suggestion: str = ""
    """The disposition that the script proposes; empty when there is none or it is taken."""
    saved_at_ms: int | None = None
    link_up: bool = True
    _at_centre: LogDraft = field(default_factory=LogDraft)
    _sending: LogDraft | None = None
    _kept: LogDraft | None = None
    """What this PC has on disk."""
    _first_change_ms: int | None = None
    _last_change_ms: int = 0
    _disk_refused: bool = False

    # --- the call ----------------------------------------------------------------------------------------------------

    @property
    def call(self) -> CallId | None:
        return self.desk.view.call if self.desk else None

    def open(self, desk: CallDesk | None, kept: LogDraft | None, now_ms: int) -> None:
        """Another call, or none. `kept` is what this PC has of it; the newer of it and the centre's stands."""
        self.desk = desk
        self.completion, self.error, self.problems = Completion.OPEN, None, frozenset()
        self.suggestion, self.saved_at_ms, self._sending = "", None, None
        self._first_change_ms, self._disk_refused = None, False
        self._at_centre = desk.draft if desk else LogDraft()
        self._kept = kept
        self.draft = newest(self._at_centre, kept)
        if self.draft != self._at_centre:
            self._changed(now_ms - PAUSE_MS)

    def move(self, desk: CallDesk) -> None:
        """The same call moved on; what is typed stays, unless the centre has something newer from another seat."""
        self.desk = desk
        if desk.draft.edited_ms > self.draft.edited_ms:
            self.draft = self._at_centre = desk.draft
            self._first_change_ms = None

    def redrawn(self, desk: CallDesk) -> None:
        """The centre told all that it knows, as after a restart: what it has of this log is this, whatever it once took."""
        if desk.view.call == self.call and self._sending is None and self.completion is Completion.OPEN:
            self._at_centre = msgspec.structs.replace(desk.draft, customer_id=self.draft.customer_id)

    # --- typing ------------------------------------------------------------------------------------------------------

    def type_notes(self, text: str, now_ms: int) -> None:
        self._edit(now_ms, notes=_storable(text))

    def choose_disposition(self, code: str, now_ms: int) -> None:
        if code == self.suggestion:
            self.suggestion = ""
        self._edit(now_ms, disposition=code)

    def set_follow_up(self, at_ms: int | None, note: str, now_ms: int) -> None:
        self._edit(now_ms, follow_up_at_ms=at_ms, follow_up_note=_storable(note) if at_ms is not None else "")

    def take_script(self, script: str, state: str, answers: dict[str, str], now_ms: int) -> None:
        """The script moved on: its place and its answers belong to the log."""
        self._edit(now_ms, script=script, script_state=state, answers=dict(answers))

    def join_customer(self, customer_id: int | None) -> None:
        """The customer behind the call is known, or no longer. The centre told so: it goes along, but is nothing typed."""
        if self.completion is not Completion.DONE:
            self.draft = msgspec.structs.replace(self.draft, customer_id=customer_id)
            self._at_centre = msgspec.structs.replace(self._at_centre, customer_id=customer_id)

    def suggest(self, code: str) -> None:
        """The script proposes how the call is to be classified; the agent decides."""
        known = any(reason.code == code for reason in self.dispositions)
        self.suggestion = code if known and code != self.draft.disposition else ""

    def _edit(self, now_ms: int, **changes: object) -> None:
        if self.desk is None or self.completion is Completion.DONE:
            return
        edited = msgspec.structs.replace(self.draft, **changes)
        if edited == self.draft:
            return
        self.draft = msgspec.structs.replace(edited, edited_ms=now_ms)
        if self.problems:
            self.problems &= self._missing(now_ms)
        self._changed(now_ms)

    def _changed(self, now_ms: int) -> None:
        if self._first_change_ms is None:
            self._first_change_ms = now_ms
        self._last_change_ms = now_ms

    # --- saving ------------------------------------------------------------------------------------------------------

    @property
    def deadline_ms(self) -> int | None:
        """When `due` wants to be asked next; None while nothing waits."""
        if self._first_change_ms is None:
            return None
        return min(self._last_change_ms + PAUSE_MS, self._first_change_ms + LONGEST_UNSAVED_MS)

    def due(self, now_ms: int) -> LogDraft | None:
        """What is to be kept on this PC now. Follow with `kept`, then ask `to_send`."""
        deadline = self.deadline_ms
        if deadline is None or now_ms < deadline:
            return None
        self._first_change_ms = None
        return self.draft

    def kept(self, draft: LogDraft, stored: bool) -> None:
        """The disk of this PC took the draft, or refused it."""
        self._disk_refused = not stored
        if stored:
            self._kept = draft

    def to_send(self) -> SaveDraft | None:
        """The draft for the centre, when the centre can be reached, lacks it, and has answered the one before."""
        if self.call is None or not self.link_up or self._sending is not None or self.draft == self._at_centre:
            return None
        if self.completion is not Completion.OPEN:
            return None
        self._sending = self.draft
        return SaveDraft(self.call, self.draft)

    def saved(self, draft: LogDraft, now_ms: int) -> None:
        """The centre has the draft."""
        if self._sending == draft:
            self._sending = None
        self._at_centre = draft
        self.saved_at_ms = now_ms

    def not_saved(self) -> None:
        """The centre did not take the draft. It stays on this PC and goes again with the next change or the next link."""
        self._sending = None

    def link(self, up: bool) -> None:
        """The link to the centre came or went; requests that were under way are answered or sent again by it."""
        self.link_up = up

    @property
    def safe(self) -> bool:
        """The centre has the last word typed."""
        return self.draft == self._at_centre

    @property
    def saving(self) -> Saving:
        if self.desk is None or self.draft == self._at_centre:
            return Saving.SAVED if self.saved_at_ms is not None else Saving.NOTHING
        if self._disk_refused:
            return Saving.NOWHERE
        if self._kept == self.draft and not (self.link_up and self._sending is not None):
            return Saving.LOCAL
        return Saving.SENDING if self._sending is not None and self._first_change_ms is None else Saving.TYPING

    # --- completing --------------------------------------------------------------------------------------------------

    def reason(self) -> Reason | None:
        """The chosen disposition."""
        return next((reason for reason in self.dispositions if reason.code == self.draft.disposition), None)

    @property
    def needs_follow_up(self) -> bool:
        reason = self.reason()
        return reason is not None and reason.needs_follow_up

    def ask_complete(self, now_ms: int) -> CompleteLog | None:
        """Complete the log; None when something is missing (see `problems`) or the centre is asked already."""
        if self.call is None or self.completion is not Completion.OPEN:
            return None
        self.problems = self._missing(now_ms)
        if self.problems:
            return None
        self.completion, self.error = Completion.ASKED, None
        return CompleteLog(self.call, self.draft)

    def completed(self, now_ms: int) -> None:
        """It is on disk at the centre."""
        self.completion = Completion.DONE
        self._at_centre, self.saved_at_ms, self._first_change_ms = self.draft, now_ms, None

    def refused(self, error: Refusal) -> None:
        """The centre did not complete it; nothing is lost and it can be tried again."""
        self.completion, self.error = Completion.OPEN, error

    def unanswered(self) -> None:
        """The link was lost for so long that nobody knows whether it was done; the desk shows whether the call still stands."""
        self.completion = Completion.OPEN

    def _missing(self, now_ms: int) -> frozenset[LogProblem]:
        missing = set()
        if self.reason() is None:
            missing.add(LogProblem.DISPOSITION_MISSING)
        at_ms = self.draft.follow_up_at_ms
        if at_ms is None and self.needs_follow_up:
            missing.add(LogProblem.FOLLOW_UP_MISSING)
        if at_ms is not None and at_ms <= now_ms:
            missing.add(LogProblem.FOLLOW_UP_PAST)
        return frozenset(missing)


def _storable(text: str) -> str:
    """What a database can keep: a pasted NUL is no character of anybody's."""
    return text.replace("\0", "")


def newest(centre: LogDraft, kept: LogDraft | None) -> LogDraft:
    """Of the centre's draft and this PC's, the one edited last; the centre's when they are of one moment."""
    return kept if kept is not None and kept.edited_ms > centre.edited_ms else centre


def groups_of(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The call types, in the order in which the centre lists them."""
    return tuple(dict.fromkeys(reason.group for reason in reasons))


def wrap_up(phase: CallPhase | None, ends_ms: int | None, now_ms: int) -> WrapUp:
    """The wrap-up timer for a call in that phase."""
    if phase is not CallPhase.WRAP_UP or ends_ms is None:
        return WrapUp(WrapUpTone.NONE, 0)
    left_s = -((now_ms - ends_ms) // 1000)
    if left_s <= 0:
        return WrapUp(WrapUpTone.OVER, -left_s)
    return WrapUp(WrapUpTone.ENDING if left_s <= WARNING_S else WrapUpTone.RUNNING, left_s)
