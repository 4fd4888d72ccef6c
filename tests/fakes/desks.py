"""A seat without a centre: a desk in whatever state a test wants, with a clock that is set by hand and a carrier that
remembers what was asked.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import AgentId, Capability, Language, QueueId
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentState,
    AgentView,
    AnyRequestBody,
    CallDesk,
    CallOffered,
    CallPhase,
    ConsultStage,
    ConsultView,
    QueueView,
    Reason,
    Role,
    Snapshot,
    TransferTarget,
    Welcome,
)
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui.desk import Desk, Reply
from tests.unit.ui.agent.sample import DISPOSITIONS, NOW, desk, pop, smith

LINE = frozenset(
    {
        Capability.ANSWER,
        Capability.HOLD,
        Capability.MUTE,
        Capability.TRANSFER,
        Capability.CONSULT,
        Capability.CONFERENCE,
        Capability.RECORD,
        Capability.SEND_DIGITS,
        Capability.DIAL,
        Capability.PROMPTS,
        Capability.PLAY_TO_AGENT,
    }
)
REASONS = (
    Reason("break", Text("Break", "小休")),
    Reason("lunch", Text("Lunch", "午餐")),
    Reason("training", Text("Training", "培训")),
    Reason("meeting", Text("Meeting", "会议")),
)
DECLINES = (
    Reason("language", Text("Not my language", "语言不通")),
    Reason("personal", Text("I know the caller", "与来电者相识")),
    Reason("technical", Text("Technical trouble", "设备故障")),
)
EXTENSIONS = (
    Reason("notes", Text("Long notes", "记录较长")),
    Reason("asking", Text("Asking a colleague", "咨询同事")),
)
LABELS = {
    "service": Text("Service hotline", "服务热线"),
    "complaints": Text("Complaints", "投诉处理"),
    "english": Text("English line", "英语坐席"),
}
TARGETS = (
    TransferTarget("queue", "service", LABELS["service"]),
    TransferTarget("queue", "complaints", LABELS["complaints"]),
    TransferTarget("queue", "english", LABELS["english"]),
    TransferTarget("agent", "wang", Text("Wang Lei (6012)", "王磊 (6012)")),
    TransferTarget("agent", "chen", Text("Chen Chen (6013)", "陈晨 (6013)")),
    TransferTarget("agent", "nair", Text("Priya Nair (6014)", "Priya Nair (6014)")),
)
SARA = Text("Sara Lind", "Sara Lind")
QUEUES = (
    QueueView(QueueId("service"), 3, NOW - 95_000),
    QueueView(QueueId("complaints"), 1, NOW - 12_000),
    QueueView(QueueId("english"), 0, None),
)


class Seat:
    """A desk with everything around it faked. `now` is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW
        self.rights = frozenset({"take_calls", "make_calls", "see_customers"})
        self.asked: list[tuple[AnyRequestBody, Reply]] = []
        self.desk = Desk(self._clock, self._carry)

    def _clock(self) -> int:
        return self.now

    def _carry(self, body: AnyRequestBody, reply: Reply) -> None:
        self.asked.append((body, reply))

    @property
    def last(self) -> AnyRequestBody:
        return self.asked[-1][0]

    def answer(self) -> None:
        """The centre does the oldest thing that was asked."""
        body, reply = self.asked.pop(0)
        reply(Answered("1", body, None))

    def refuse(self, error: str, **arguments: str) -> None:
        body, reply = self.asked.pop(0)
        reply(RequestRefused("1", body, error, arguments))

    def welcome(self, state: AgentState = AgentState.NOT_READY, **changes: object) -> None:
        """Log in and get a snapshot; `changes` are fields of the snapshot."""
        agent = AgentView(state, NOW - 125_000, reason="lunch" if state is AgentState.NOT_READY else "", station="6011")
        snapshot = Snapshot(
            agent=agent,
            queues=QUEUES,
            queue_labels=LABELS,
            not_ready_reasons=REASONS,
            decline_reasons=DECLINES,
            dispositions=DISPOSITIONS,
            transfer_targets=TARGETS,
            switch_up=True,
            line=LINE,
        )
        self.desk.welcome(
            Welcome(
                version=1,
                session="s",
                token="t",
                user=AgentId("zhao"),
                name="赵敏 Zhao Min",
                role=Role.AGENT,
                rights=self.rights,
                now_ms=self.now,
                number=0,
                snapshot=msgspec.structs.replace(snapshot, **changes),
            )
        )

    def in_call(self, phase: CallPhase, language: Language = Language.ZH_CN, /, **changes: object) -> None:
        """A call in this phase, as it comes about in life; `changes` are fields of its view."""
        self.desk.apply(CallOffered(call_in(phase, language, **changes)))
        states = {CallPhase.OFFERED: AgentState.RESERVED, CallPhase.WRAP_UP: AgentState.WRAP_UP}
        ends = self.now + 47_000 if phase is CallPhase.WRAP_UP else None
        state = states.get(phase, AgentState.BUSY)
        self.desk.apply(AgentChanged(AgentView(state, self.now - 8_000, wrap_up_ends_ms=ends, station="6011")))


def consulting(stage: ConsultStage, third: Text | None = None, kind: str = "agent") -> dict[str, object]:
    """Changes to a view: the agent asks somebody at this stage; the caller is held unless they talk."""
    asked = ConsultView(kind, "sara", third or SARA, stage, NOW - 25_000)
    held = stage in {ConsultStage.RINGING, ConsultStage.CONSULTING}
    return {"consult": asked, "held_ms": NOW - 43_000 if held else None}


def call_in(phase: CallPhase, language: Language = Language.ZH_CN, /, **changes: object) -> CallDesk:
    """A believable call in this phase."""
    screen = pop() if language is Language.ZH_CN else pop(record=smith())
    made = desk(screen, phase, language=language)
    times: dict[str, object] = {}
    if phase is CallPhase.OFFERED:
        times = {"offer_ends_ms": NOW + 17_000}
    if phase is CallPhase.CONSULTED:
        asking = ConsultView("agent", "sara", SARA, ConsultStage.CONSULTING, NOW - 25_000)
        times = {"answered_ms": NOW - 25_000, "asked_by": SARA.en, "consult": asking}
    if phase in {CallPhase.CONNECTED, CallPhase.HELD, CallPhase.WRAP_UP}:
        times = {"answered_ms": NOW - 128_000, "queued_ms": NOW - 150_000}
    if phase is CallPhase.HELD:
        times["held_ms"] = NOW - 31_000
    if phase is CallPhase.WRAP_UP:
        times["ended_ms"] = NOW - 13_000
    return msgspec.structs.replace(made, view=msgspec.structs.replace(made.view, **(times | changes)))
