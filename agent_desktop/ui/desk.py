"""What lies on an agent's desk: the seat's copy of what the centre has told it, and the one door for asking the centre.

`DeskState` is a frozen value; `Desk` holds the newest one, applies what arrives, and tells observers which kind of thing has
changed. Nothing is ever changed here because the user pressed something: only the centre's events change it. Must never
import Qt, and never read a clock by itself.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import msgspec

from agent_desktop.cti.vocabulary import AgentId, CallId, Capability
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentView,
    AnyEventBody,
    AnyRequestBody,
    AttemptKept,
    BoardChanged,
    CallChanged,
    CallDesk,
    CallOffered,
    CallRemoved,
    Caption,
    CaptionSpoken,
    ClassSeatChanged,
    Colleague,
    ColleaguesChanged,
    DeskShown,
    Notice,
    PopChanged,
    QueuesAssigned,
    QueuesChanged,
    QueueView,
    Reason,
    Role,
    Snapshot,
    SwitchChanged,
    TrainingChanged,
    TransferTarget,
    Welcome,
)
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered, RequestLost, RequestRefused
from agent_desktop.protocol.training import TrainingView
from agent_desktop.ui.board_state import BoardState, board_after

Observer = Callable[[], None]
Outcome = Answered | RequestRefused | RequestLost
"""How a request ended. Lost: the centre was started anew meanwhile, and the snapshot shows whether it was done."""
Reply = Callable[[Outcome], None]
ClassNews = ClassSeatChanged | AttemptKept
Carrier = Callable[[AnyRequestBody, Reply], None]


class Change(enum.Enum):
    """Which kind of thing has changed."""

    LINK = "link"
    """The link to the centre, or the centre's to the switch."""
    AGENT = "agent"
    """The agent's own state, name or rights."""
    QUEUES = "queues"
    """Figures of the agent's queues."""
    CALL = "call"
    """A call came, moved on or went."""
    POP = "pop"
    """Who is calling: with a new call, or when the customer is chosen or looked up late."""
    CAPTIONS = "captions"
    """A simulated caller spoke."""
    COLLEAGUES = "colleagues"
    """How colleagues stand, while the list of them is open."""
    BOARD = "board"
    """The supervisor's board, while it is watched."""
    SHOWN = "shown"
    """What lies on the desk of the agent whom a supervisor looks at."""
    CHOICES = "choices"
    """Reasons, dispositions, transfer targets: with a snapshot only."""
    TRAINING = "training"
    """What a class shows its trainee: sayings, a hint, a score."""
    ASKING = "asking"
    """A request was sent, or answered."""


class LinkState(enum.Enum):
    """The seat's link to its centre."""

    CONNECTING = "connecting"
    """Not in yet; nothing on the desk is true."""
    UP = "up"
    """What the desk shows is what the centre knows."""
    LOST = "lost"
    """What the desk shows is as old as the link's last message; another try is under way."""
    CLOSED = "closed"
    """Ended for good: logged off, replaced by another seat, or refused."""


@dataclass(frozen=True, slots=True)
class Link:
    """How the link stands, in milliseconds by the centre's clock."""

    state: LinkState = LinkState.CONNECTING
    since_ms: int = 0
    heard_ms: int = 0
    """When the centre was last heard of."""


@dataclass(frozen=True, slots=True)
class Who:
    """The user of this seat."""

    user: AgentId
    name: str
    role: Role
    rights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parted:
    """The call that left this desk last, and why (`CallRemoved.why`)."""

    call: CallId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """Everything that the window shows."""

    link: Link = Link()
    who: Who | None = None
    agent: AgentView | None = None
    """None until the first welcome."""
    queues: tuple[QueueView, ...] = ()
    queue_labels: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    not_ready_reasons: tuple[Reason, ...] = ()
    decline_reasons: tuple[Reason, ...] = ()
    extension_reasons: tuple[Reason, ...] = ()
    dispositions: tuple[Reason, ...] = ()
    transfer_targets: tuple[TransferTarget, ...] = ()
    colleagues: Mapping[str, Colleague] = field(default_factory=lambda: MappingProxyType({}))
    """How they stood when the centre last said so, by agent; true only while the list is open."""
    switch_up: bool = True
    line_trouble: Notice | None = None
    """What somebody can do about a switch that is not."""
    line: frozenset[Capability] = frozenset()
    calls: tuple[CallDesk, ...] = ()
    company: Text = Text("", "")  # noqa: RUF009 - frozen
    """In whose name calls are answered."""
    scripts: str = ""
    """Fingerprint of the centre's own scripts; empty: those that this program came with."""
    recording_notice: bool = False
    training: TrainingView | None = None
    """None: calls are real."""
    captions: tuple[Caption, ...] = ()
    """What the caller in hand said, oldest first."""
    parted: Parted | None = None
    board: BoardState = BoardState()  # noqa: RUF009 - frozen
    """Empty until the board is watched."""
    shown: DeskShown | None = None
    """The desk that a supervisor looked at last."""
    asking: frozenset[str] = frozenset()
    """Class names of the requests that are not answered yet."""

    @property
    def call(self) -> CallDesk | None:
        """The call in hand; the newest, should there be several."""
        return self.calls[-1] if self.calls else None

    @property
    def own_call(self) -> CallDesk | None:
        """The call in hand, unless it is a colleague's who only asks about it: that one has no script or log here, not yet."""
        return None if self.call is not None and self.call.view.is_asked_about else self.call


def same_part(one: CallDesk | None, other: CallDesk) -> bool:
    """Whether both are the same part of the same call: one that is offered to its agent anew is another, with a log of its own."""
    return one is not None and (one.view.call, one.view.offered_ms) == (other.view.call, other.view.offered_ms)


def welcomed(state: DeskState, message: Welcome) -> DeskState:
    """The desk after a welcome: drawn from nothing, or the same desk with the link back."""
    who = Who(message.user, message.name, message.role, message.rights)
    state = replace(state, who=who, link=Link(LinkState.UP, message.now_ms, message.now_ms))
    return _drawn(state, message.snapshot) if message.snapshot else state


def _drawn(state: DeskState, snapshot: Snapshot) -> DeskState:
    same_call = state.call and snapshot.calls and state.call.view.call == snapshot.calls[-1].view.call
    return replace(
        state,
        agent=snapshot.agent,
        queues=snapshot.queues,
        queue_labels=snapshot.queue_labels,
        not_ready_reasons=snapshot.not_ready_reasons,
        decline_reasons=snapshot.decline_reasons,
        extension_reasons=snapshot.extension_reasons,
        dispositions=snapshot.dispositions,
        transfer_targets=snapshot.transfer_targets,
        switch_up=snapshot.switch_up,
        line_trouble=snapshot.line_trouble,
        line=snapshot.line,
        calls=snapshot.calls,
        company=snapshot.company,
        scripts=snapshot.scripts,
        recording_notice=snapshot.recording_notice,
        training=snapshot.training,
        captions=state.captions if same_call else (),
    )


def applied(  # noqa: C901, PLR0911, PLR0912 - one line per event
    state: DeskState, body: AnyEventBody
) -> tuple[DeskState, tuple[Change, ...]]:
    """The desk after an event, and what has changed on it. What concerns a call that is not here changes nothing."""
    match body:
        case AgentChanged(agent=agent):
            return replace(state, agent=agent), (Change.AGENT,)
        case QueuesChanged(queues=moved):
            return replace(state, queues=_merged(state.queues, moved)), (Change.QUEUES,)
        case CallOffered(desk=desk):
            others = tuple(one for one in state.calls if one.view.call != desk.view.call)
            return replace(state, calls=(*others, desk), captions=()), (Change.CALL, Change.POP)
        case CallChanged(view=view):
            return _with_call(state, view.call, view=view), (Change.CALL,)
        case PopChanged(call=call, pop=pop):
            return _with_call(state, call, pop=pop), (Change.POP,)
        case CallRemoved(call=call, why=why):
            return _without_call(state, call, why), (Change.CALL, Change.POP)
        case CaptionSpoken(call=call, caption=caption):
            return _with_caption(state, call, caption), (Change.CAPTIONS,)
        case SwitchChanged(up=up, line=line, trouble=trouble):
            return replace(state, switch_up=up, line=line, line_trouble=trouble), (Change.LINK,)
        case ColleaguesChanged(colleagues=colleagues):
            known: dict[str, Colleague] = {**state.colleagues, **{one.agent: one for one in colleagues}}
            return replace(state, colleagues=MappingProxyType(known)), (Change.COLLEAGUES,)
        case QueuesAssigned(queues=queues):
            return replace(state, queues=queues), (Change.QUEUES,)
        case BoardChanged():
            return replace(state, board=board_after(state.board, body)), (Change.BOARD,)
        case DeskShown():
            return replace(state, shown=body), (Change.SHOWN,)
        case TrainingChanged(training=training):
            return replace(state, training=training), (Change.TRAINING,)
        case Notice() | ClassSeatChanged() | AttemptKept():
            return state, ()


def _merged(old: tuple[QueueView, ...], moved: tuple[QueueView, ...]) -> tuple[QueueView, ...]:
    """The moved ones in the places of the old; new ones at the end."""
    newer = {view.queue: view for view in moved}
    kept = tuple(newer.pop(view.queue, view) for view in old)
    return (*kept, *newer.values())


def _with_call(state: DeskState, call: CallId, **changed: object) -> DeskState:
    calls = tuple(msgspec.structs.replace(one, **changed) if one.view.call == call else one for one in state.calls)
    return replace(state, calls=calls)


def _without_call(state: DeskState, call: CallId, why: str) -> DeskState:
    left = tuple(one for one in state.calls if one.view.call != call)
    return replace(state, calls=left, captions=(), parted=Parted(call, why))


def _with_caption(state: DeskState, call: CallId, caption: Caption) -> DeskState:
    in_hand = state.call is not None and state.call.view.call == call
    return replace(state, captions=(*state.captions, caption)) if in_hand else state


class Desk:
    """The newest state of the desk, those who watch it, and the door to the centre.

    `clock` gives milliseconds of the seat's own clock; `carrier` takes a request to the centre and calls back once with its
    outcome. A refusal that nobody waits for reaches the notice observers.
    """

    def __init__(self, clock: Callable[[], int], carrier: Carrier | None = None) -> None:
        self.state = DeskState()
        self.carrier = carrier
        self._clock = clock
        self._offset_ms = 0
        self._observers: dict[Change, list[Observer]] = defaultdict(list)
        self._notice_observers: list[Callable[[Notice], None]] = []
        self._class_observers: list[Callable[[ClassNews], None]] = []

    def now_ms(self) -> int:
        """The centre's time: in which all times on the desk are given."""
        return self._clock() + self._offset_ms

    def subscribe(self, observer: Observer, *changes: Change) -> None:
        """Call `observer` after each of these changes."""
        for change in changes:
            self._observers[change].append(observer)

    def subscribe_notices(self, observer: Callable[[Notice], None]) -> None:
        """Call `observer` with what the user ought to know."""
        self._notice_observers.append(observer)

    def subscribe_class(self, observer: Callable[[ClassNews], None]) -> None:
        """Call `observer` with how the class goes that this user leads."""
        self._class_observers.append(observer)

    def welcome(self, message: Welcome) -> None:
        self._offset_ms = message.now_ms - self._clock()
        self.state = welcomed(self.state, message)
        self._tell(Change if message.snapshot else (Change.LINK, Change.AGENT))

    def apply(self, body: AnyEventBody) -> None:
        if isinstance(body, Notice):
            self.notify(body)
            return
        if isinstance(body, ClassSeatChanged | AttemptKept):
            for observer in self._class_observers:
                observer(body)
            return
        state, changes = applied(self.state, body)
        if state != self.state:
            self.state = state
            self._tell(changes)

    def restore(self, state: DeskState) -> None:
        """Lay out again what lay here before."""
        self.state = state
        self._tell((Change.CALL, Change.POP))

    def heard(self) -> None:
        """The centre gave a sign of life; nothing else has changed, so nobody is told."""
        self.state = replace(self.state, link=replace(self.state.link, heard_ms=self.now_ms()))

    def link_became(self, link: LinkState) -> None:
        if link is not self.state.link.state:
            heard_ms = self.state.link.heard_ms
            self.state = replace(self.state, link=Link(link, self.now_ms(), heard_ms))
            self._tell((Change.LINK,))

    def ask(self, body: AnyRequestBody, then: Reply | None = None) -> None:
        """Ask the centre for a service. `then` gets the outcome; without it a refusal is shown as a notice."""
        if self.carrier is None:
            raise RuntimeError("the desk has no carrier: wire it to a link before anything is asked")
        service = type(body).__name__
        self._asking(self.state.asking | {service})
        self.carrier(body, _Waiting(self, service, then))

    def notify(self, notice: Notice) -> None:
        for observer in self._notice_observers:
            observer(notice)

    def answered(self, service: str, outcome: Outcome, then: Reply | None) -> None:
        """A request is over: called once by the reply that `ask` gave to the carrier."""
        self._asking(self.state.asking - {service})
        if then is not None:
            then(outcome)
        elif isinstance(outcome, RequestRefused):
            self.notify(Notice(outcome.error, outcome.arguments))

    def _asking(self, services: frozenset[str]) -> None:
        self.state = replace(self.state, asking=services)
        self._tell((Change.ASKING,))

    def _tell(self, changes: Iterable[Change]) -> None:
        """Each observer once, though several of its kinds have changed."""
        told: list[Observer] = []
        for change in changes:
            for observer in self._observers[change]:
                if observer not in told:
                    told.append(observer)
                    observer()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The reply that a carrier calls."""

    desk: Desk
    service: str
    then: Reply | None

    def __call__(self, outcome: Outcome) -> None:
        self.desk.answered(self.service, outcome, self.then)
