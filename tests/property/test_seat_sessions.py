"""Both ends of the seat protocol joined in memory by a bad network: cuts, delays, doubles, a centre that restarts.

Whatever happens in between, the seat has seen every event exactly once and in order, or a snapshot that contains it; and
each request was done at most once and ends in exactly one outcome.
"""

from collections import Counter, deque

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.centre_session import KEPT_EVENTS, CentreLink, CentreSession, Do, LoginAsked, Reply
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.seat_session import (
    MAX_PENDING,
    Answered,
    Credentials,
    Happened,
    Output,
    RequestLost,
    RequestRefused,
    SeatSession,
    SessionState,
    Welcomed,
)

SNAPSHOT = messages.Snapshot(
    agent=messages.AgentView(messages.AgentState.READY, 0),
    queues=(),
    queue_labels={},
    not_ready_reasons=(),
    decline_reasons=(),
    dispositions=(),
    transfer_targets=(),
    switch_up=True,
    line=frozenset(),
)


def numbered(number: int) -> messages.QueuesChanged:
    return messages.QueuesChanged((messages.QueueView(QueueId("q"), number, None),))


class BadNetwork(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.seat = SeatSession(Credentials(AgentId("mei"), "secret"), self.now)
        self.up: deque[str] = deque()
        self.down: deque[bytes] = deque()
        self.link: CentreLink | None = None
        self.session: CentreSession | None = None
        self.sessions = 0
        self.tokens: dict[str, CentreSession] = {}
        self.running: list[tuple[CentreSession, str]] = []
        self.done: Counter[tuple[str, str]] = Counter()
        self.asked: set[str] = set()
        self.outcomes: Counter[str] = Counter()
        self.shown = 0

    # --- the network ---

    @precondition(lambda self: self.seat.state is SessionState.DOWN)
    @rule()
    def connect(self) -> None:
        assert self.seat.retry_at is not None
        self.now = max(self.now, self.seat.retry_at)
        self.link = CentreLink()
        self.seat.link_up(self.now)
        self.pump()

    @rule(seconds=st.floats(0, 20))
    def cut(self, seconds: float) -> None:
        self.up.clear()
        self.down.clear()
        if self.link:
            self.link.close()
        self.link = None
        self.now += seconds
        self.take(self.seat.link_lost(self.now))

    @precondition(lambda self: self.up)
    @rule(count=st.integers(1, 5))
    def deliver_up(self, count: int) -> None:
        for _ in range(min(count, len(self.up))):
            self.centre_takes(self.up.popleft())

    @precondition(lambda self: self.up and self.up[0].startswith('{"type":"request"'))
    @rule()
    def deliver_up_double(self) -> None:
        self.centre_takes(self.up[0])

    @precondition(lambda self: self.down)
    @rule(count=st.integers(1, 5))
    def deliver_down(self, count: int) -> None:
        for _ in range(min(count, len(self.down))):
            if self.down:
                self.take(self.seat.receive(self.down.popleft(), self.now))

    @rule()
    def calm(self) -> None:
        """For a moment everything arrives at once."""
        if self.seat.state is SessionState.DOWN:
            self.connect()
        while self.up or self.down:
            self.deliver_up(len(self.up))
            self.deliver_down(len(self.down))

    # --- the centre ---

    @rule(count=st.sampled_from([1, 2, 10, KEPT_EVENTS + 1]))
    def publish(self, count: int) -> None:
        if self.session is None:
            return
        for _ in range(count):
            self.send(self.session.event(codec.encode_body(numbered(self.session.number + 1))))

    @precondition(lambda self: self.running)
    @rule(refuse=st.booleans())
    def finish(self, refuse: bool) -> None:
        session, request = self.running.pop(0)
        self.done[session.session, request] += 1
        message = session.refuse(request, "wrong_state", {}) if refuse else session.answer(request, None)
        if session is self.session:
            self.send(message)

    @precondition(lambda self: self.session is not None and self.session.number > KEPT_EVENTS)
    @rule()
    def restart_centre(self) -> None:
        self.session = None
        self.running.clear()
        self.cut(0.0)

    # --- the seat ---

    @precondition(lambda self: len(self.asked) - self.outcomes.total() < MAX_PENDING)
    @rule()
    def ask(self) -> None:
        self.asked.add(self.seat.ask(messages.HoldCall(CallId(1))))
        self.pump()

    # --- plumbing ---

    def pump(self) -> None:
        self.up.extend(self.seat.outgoing())

    def send(self, message: bytes) -> None:
        if self.link is not None and self.link.carries(self.session):
            self.down.append(message)

    def centre_takes(self, data: str) -> None:
        assert self.link is not None
        match self.link.receive(data):
            case LoginAsked(hello):
                self.log_in(self.link, hello)
            case Do(request):
                assert self.session is not None
                self.running.append((self.session, request.id))
            case Reply(message, close):
                self.down.append(message)
                assert not close

    def log_in(self, link: CentreLink, hello: messages.Hello) -> None:
        token = f"token {len(self.tokens)}"
        if hello.token and (self.session is None or not self.session.accepts(hello.token)):
            assert self.tokens[hello.token] is not self.session, "the seat was locked out of its own session"
            self.down.append(link.refuse_hello(ErrorId.SESSION_EXPIRED).message)
            return
        if hello.token and self.session:
            self.session.renew(hello.token, token)
        else:
            assert hello.password == "secret"
            self.sessions += 1
            self.session = CentreSession(f"session {self.sessions}", token)
        self.tokens[token] = self.session
        link.opened(self.session)
        self.welcome(self.session, hello.last_number if hello.token else None)

    def welcome(self, session: CentreSession, last: int | None) -> None:
        missed = None if last is None else session.missed_after(last)
        number = session.number if missed is None or last is None else last
        snapshot = SNAPSHOT if missed is None else None
        user, role = AgentId("mei"), messages.Role.AGENT
        self.down.append(
            codec.encode(
                messages.Welcome(1, session.session, session.token, user, "Mei", role, frozenset(), 0, number, snapshot)
            )
        )
        self.down.extend(missed or [])

    def take(self, outputs: list[Output]) -> None:
        for output in outputs:
            match output:
                case Welcomed(welcome) if welcome.snapshot:
                    self.shown = welcome.number
                case Happened(messages.QueuesChanged(queues)):
                    assert queues[0].waiting == self.shown + 1
                    self.shown += 1
                case Answered(request) | RequestRefused(request) | RequestLost(request):
                    self.outcomes[request] += 1
        self.pump()

    @invariant()
    def nothing_is_done_twice(self) -> None:
        assert not self.done or max(self.done.values()) == 1
        assert not self.outcomes or max(self.outcomes.values()) == 1

    def teardown(self) -> None:
        """The network is mended: everything arrives."""
        self.cut(0.0)
        for _ in range(10):
            if self.seat.state is SessionState.DOWN:
                self.connect()
            self.calm()
            while self.running:
                self.finish(refuse=False)
            self.calm()
            if self.seat.state is SessionState.LIVE:
                break
            self.cut(0.0)
        assert self.session is not None
        assert self.seat.state is SessionState.LIVE
        assert self.shown == self.session.number
        assert set(self.outcomes) == self.asked


BadNetwork.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestBadNetwork = BadNetwork.TestCase
