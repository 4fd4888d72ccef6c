"""What seats ask for finds whoever does it."""

from typing import get_args

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import CallId, Language, MonitorMode
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import CustomerFields, MatchKind
from agent_desktop.protocol.report import Kind
from ivr import inputs
from ivr.centre.desks import Desks
from ivr.centre.requests import MAX_DRAFT_BYTES, StoreRequests, core_request
from ivr.centre.to_seats import ToSeats
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB
from tests.fakes.seatcentre import BOSS, CATALOGUE, DISPOSITIONS, MISSED, MemoryFigures, MemoryStore

CALL = CallId(1)
SOLVED = m.LogDraft("solved")


RECORDING = (m.StartRecording, m.PauseRecording, m.ResumeRecording, m.StopRecording)


def every_request():
    """One of each kind."""
    yield m.SetAgentState(AgentState.READY)
    yield m.MakeCall("+441632960000")
    for kind in (m.AnswerCall, m.HoldCall, m.RetrieveCall, m.ClearConnection, *RECORDING):
        yield kind(CALL)
    yield m.DeclineCall(CALL, "wrong_skill")
    yield m.CallBack(CALL)
    yield m.PlayMessage(CALL, on=True)
    yield m.MuteCall(CALL, on=True)
    yield m.SingleStepTransferCall(CALL, "queue", "help")
    yield m.ConsultationCall(CALL, "agent", BOB)
    yield m.AlternateCall(CALL)
    yield m.ReconnectCall(CALL)
    yield m.ConferenceCall(CALL)
    yield m.TransferCall(CALL)
    yield m.GenerateDigits(CALL, "1")
    yield m.MonitorCall(CALL, MonitorMode.MONITOR)
    yield m.StopMonitoring()
    yield m.ExtendWrapUp(60)
    yield m.SaveDraft(CALL, SOLVED)
    yield m.CompleteLog(CALL, SOLVED)
    yield m.HandInDraft(CALL, 1_000, SOLVED)
    yield m.FetchScripts()
    yield m.WatchColleagues(watch=True)
    yield m.FetchMissedCalls()
    yield m.WatchBoard(watch=True)
    yield m.FetchFigures(Kind.QUEUE)
    yield m.WatchDesk(BOB)
    yield m.RequestHelp(wanted=True)
    yield m.EndHelp(BOB)
    yield m.DirectAgent(BOB, AgentState.READY, "it is full")
    yield m.AssignAgent(BOB, ("help",), ())
    yield m.RaiseCall(CALL)
    yield m.SetQueueOpen("help", open=False)
    yield m.SearchCustomers("chen")
    yield m.ChooseCustomer(CALL, 7)
    yield m.CreateCustomer(CALL, CustomerFields("New"))
    yield from of_a_class()


def of_a_class():
    yield m.TakeStep(CALL, "greeting", "welcome", "done")
    yield m.SayToCaller(CALL, "Hello")
    yield m.WatchClass(watch=True)
    yield m.StartWave(("renewal",), Language.EN, 1)
    yield m.TakeOverCaller(ANN, on=True)
    yield m.SpeakForCaller(ANN, "Hello")
    yield m.SendHint(ANN, "Smile")
    yield m.FetchAttempt("1-ann-1")


def test_every_request_goes_to_the_core_or_to_the_store():
    assert {type(body) for body in every_request()} == set(get_args(m.AnyRequestBody))
    to_core = {type(body).__name__ for body in every_request() if core_request(ANN, body) is not None}
    assert {type(body).__name__ for body in every_request()} - to_core == {
        "SaveDraft",
        "CompleteLog",
        "HandInDraft",
        "FetchScripts",
        "WatchColleagues",
        "FetchMissedCalls",
        "WatchBoard",
        "FetchFigures",
        "WatchDesk",
        "SearchCustomers",
        "ChooseCustomer",
        "CreateCustomer",
        *(type(body).__name__ for body in of_a_class()),
    }


@pytest.mark.parametrize(
    ("state", "wish"),
    [
        (AgentState.READY, inputs.BecomeReady(ANN)),
        (AgentState.NOT_READY, inputs.BecomeNotReady(ANN, "break")),
        (AgentState.LOGGED_OFF, inputs.LogOff(ANN)),
    ],
)
def test_agent_states(state, wish):
    assert core_request(ANN, m.SetAgentState(state, "break")) == wish


@pytest.mark.parametrize("state", [AgentState.BUSY, AgentState.RESERVED, AgentState.WRAP_UP])
def test_states_that_only_happen_cannot_be_asked_for(state):
    with pytest.raises(Refusal, match="wrong_state"):
        core_request(ANN, m.SetAgentState(state))


class Office:
    """Store requests on a real core and real desks."""

    def __init__(self):
        self.world = CoreWorld()
        self.desks = Desks(self.world.plan, CATALOGUE, str)
        self.store = MemoryStore()
        self.shown: list[ToSeats] = []
        self.heard: list[inputs.AnyInput] = []
        self.requests = StoreRequests(self, self.store, self.desks, DISPOSITIONS, self.shown.extend, MemoryFigures())
        self.world.ready(ANN)
        self.call = self.world.ring()
        self.news()

    def ask(self, request):
        self.world.tell(request)
        self.news()

    def happened(self, event):
        self.heard.append(event)
        self.ask(event)

    def news(self):
        for fact in self.world.facts:
            self.desks.apply(fact)
        self.world.facts.clear()

    async def do(self, body, agent=ANN):
        return await self.requests.do(agent, body)


@pytest.fixture
def ringing():
    return Office()


@pytest.fixture
def office(ringing):
    ringing.ask(inputs.AcceptOffer(ANN, ringing.call))
    return ringing


@pytest.mark.parametrize("body", list(of_a_class()), ids=lambda body: type(body).__name__)
async def test_without_a_class_nobody_leads_one(office, body):
    with pytest.raises(Refusal, match="no_class"):
        await office.do(body, ANN)


@pytest.mark.parametrize(
    "body",
    [
        body
        for body in every_request()
        if hasattr(body, "call") and core_request(ANN, body) is None and body not in list(of_a_class())
    ],
    ids=lambda body: type(body).__name__,
)
async def test_others_leave_a_call_alone(office, body):
    with pytest.raises(Refusal, match="not_your_call"):
        await office.do(body, BOB)
    assert (office.store.drafts, office.store.logs, office.store.created) == ({}, [], [])


@pytest.mark.parametrize(
    ("log", "error"),
    [
        (m.LogDraft(), "disposition_unknown"),
        (m.LogDraft("made_up"), "disposition_unknown"),
        (m.LogDraft("complaint"), "follow_up_missing"),
        (m.LogDraft("solved", "x" * MAX_DRAFT_BYTES), "too_large"),
        (m.LogDraft("solved", "a\0b"), "bad_field"),
    ],
)
async def test_a_log_that_cannot_be_kept_is_refused_before_anything_is_written(office, log, error):
    with pytest.raises(Refusal, match=error):
        await office.do(m.CompleteLog(office.call, log))
    assert office.store.logs == []
    assert office.desks.desk(ANN, office.call).draft == m.LogDraft()


async def test_a_late_draft_joins_the_log_of_a_call_that_has_left_the_desk(office):
    office.store.legs.add((ANN, 99))
    assert await office.do(m.HandInDraft(CallId(99), 1_000, SOLVED)) == m.HandedIn(filed=True)
    assert office.store.logs == [(ANN, 99, SOLVED)]
    with pytest.raises(Refusal, match="too_large"):
        await office.do(m.HandInDraft(CallId(99), 1_000, m.LogDraft(notes="x" * MAX_DRAFT_BYTES)))


async def test_missed_calls_are_those_of_the_agents_queues(office):
    assert await office.do(m.FetchMissedCalls()) == m.MissedCalls((MISSED,))
    assert await office.do(m.FetchMissedCalls(), BOSS) == m.MissedCalls(())


async def test_a_call_that_only_rings_has_no_log_yet(ringing):
    with pytest.raises(Refusal, match="wrong_state"):
        await ringing.do(m.CompleteLog(ringing.call, SOLVED))


async def test_the_core_hears_of_a_log_when_it_is_on_disk(office):
    office.world.hang_up(office.call)
    office.news()
    office.store.down = True
    with pytest.raises(Refusal, match="store_unavailable"):
        await office.do(m.CompleteLog(office.call, SOLVED))
    assert office.world.agent(ANN).state is AgentState.WRAP_UP
    office.store.down = False
    await office.do(m.CompleteLog(office.call, SOLVED))
    assert office.world.agent(ANN).state is AgentState.READY


async def test_a_log_that_was_overtaken_by_the_end_of_wrap_up_is_kept(office):
    office.world.hang_up(office.call)
    office.news()

    async def slow(agent, call, log):
        office.world.wait(60.0)
        office.store.logs.append((agent, call, log))

    office.store.complete_log = slow
    with capture_logs() as logs:
        await office.do(m.CompleteLog(office.call, SOLVED))
    assert office.store.logs == [(ANN, office.call, SOLVED)]
    assert [entry["event"] for entry in logs] == ["log_was_late"]


async def test_a_choice_for_a_call_that_has_gone_meanwhile_disturbs_nobody(ringing):
    async def slow(customer_id):
        ringing.world.hang_up(ringing.call)
        ringing.news()
        return await MemoryStore().customer(customer_id)

    ringing.store.customer = slow
    chosen = await ringing.do(m.ChooseCustomer(ringing.call, 7))
    assert chosen.record.customer_id == 7
    assert ringing.shown == []


async def test_a_choice_reaches_the_seat_and_the_core(ringing):
    await ringing.do(m.ChooseCustomer(ringing.call, 7))
    (item,) = ringing.shown
    assert (item.agents, item.body.pop.kind) == ((ANN,), MatchKind.CHOSEN)
    assert ringing.heard == [inputs.CallerIdentified(ringing.call, 7, None, "ordinary")]


async def test_a_customer_needs_a_name(office):
    with pytest.raises(Refusal, match="field=name"):
        await office.do(m.CreateCustomer(office.call, CustomerFields("  ")))


async def test_the_store_does_only_its_own(office):
    with pytest.raises(Refusal, match="unknown_request"):
        await office.do(m.AnswerCall(office.call))
