"""Who gave up waiting and is to be called back."""

import pytest
import sqlalchemy as sa

from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, QueueId
from agent_desktop.protocol.messages import MissedCall
from agent_desktop.protocol.record import CustomerFields
from db.lookup import CallerLookup
from db.projection import Projection
from ivr import facts as f

HELP, SALES, BOTH = QueueId("help"), QueueId("sales"), (QueueId("help"), QueueId("sales"))
LIN = AgentId("lin")
CHEN, CHEN_AS_DIALLED = "021 5555 0101", "+862155550101"


class Days:
    """Calls, one after another, each a hundred seconds long."""

    def __init__(self, engine: sa.Engine) -> None:
        self.lookup = CallerLookup(engine, "CN")
        self._projection = Projection(engine)
        self._facts = self._calls = 0

    def give_up(self, ani: str = CHEN, queue: QueueId = HELP, *, withheld: bool = False, name: str = "") -> int:
        call = self._next()
        arrived = f.CallArrived(call, ConnectionId("c"), ani, name, withheld, "4000")
        ended = f.CallCleared(call, Cause.NORMAL, "abandoned")
        self._tell(arrived, f.Queued(call, queue, 0), ended, f.CallLogged(call, None, ""))
        return self._calls * 100_000

    def talk(self, ani: str, *, out: bool = False) -> None:
        call = self._next()
        began = (
            f.CallMade(call, LIN, ani, "", HELP) if out else f.CallArrived(call, ConnectionId("c"), ani, "", False, "")
        )
        self._tell(began, f.Established(call, LIN, 1), f.CallCleared(call, Cause.NORMAL, "handled"))

    def ring_in_vain(self, number: str) -> None:
        call = self._next()
        self._tell(f.CallMade(call, LIN, number, "", HELP), f.CallCleared(call, Cause.NO_ANSWER, "not_reached"))

    def missed(self, *queues: QueueId, since_ms: int = 0) -> tuple[MissedCall, ...]:
        return self.lookup.missed(queues or BOTH, since_ms)

    def _next(self) -> CallId:
        self._calls += 1
        return CallId(self._calls)

    def _tell(self, *told: f.AnyFact) -> None:
        batch = []
        for fact in told:
            self._facts += 1
            batch.append(f.NumberedFact(self._facts, self._calls * 100.0, fact))
        self._projection.apply(batch)


@pytest.fixture
def days(engine: sa.Engine):
    made = Days(engine)
    yield made
    made.lookup.close()


def test_who_gave_up_is_missed_the_latest_first_and_each_once(days: Days) -> None:
    days.give_up()
    other = days.give_up("010 8888 0202", SALES, name="Wang Li")
    again = days.give_up(CHEN_AS_DIALLED)
    assert days.missed() == (
        MissedCall(CHEN_AS_DIALLED, "+86 21 5555 0101", "", again, 2, HELP),
        MissedCall("+861088880202", "+86 10 8888 0202", "Wang Li", other, 1, SALES),
    )
    assert [each.queue for each in days.missed(SALES)] == [SALES]
    assert days.missed(QueueId("elsewhere")) == ()


@pytest.mark.parametrize(("number", "out"), [(CHEN, False), (CHEN_AS_DIALLED, False), (CHEN_AS_DIALLED, True)])
def test_who_has_been_spoken_to_since_is_missed_no_more(days: Days, number: str, out: bool) -> None:
    days.give_up()
    days.talk(number, out=out)
    assert days.missed() == ()
    days.give_up()
    assert [each.times for each in days.missed()] == [2]


def test_a_call_back_that_nobody_answered_leaves_them_missed(days: Days) -> None:
    days.talk(CHEN)
    days.give_up()
    days.ring_in_vain(CHEN_AS_DIALLED)
    assert len(days.missed()) == 1


def test_nobody_can_call_back_whose_number_is_not_known_or_who_called_long_ago(days: Days) -> None:
    days.give_up("", withheld=True)
    days.give_up(CHEN, withheld=True)
    days.give_up("anonymous")
    at = days.give_up("010 8888 0202")
    assert len(days.missed(since_ms=at)) == 1
    assert days.missed(since_ms=at + 1) == ()


def test_a_customer_goes_by_their_name(days: Days, engine: sa.Engine) -> None:
    record = days.lookup.create_customer(CustomerFields("陈洁"), CHEN, 1.0)
    days.give_up(name="CHEN J")
    projection = Projection(engine)
    projection.apply([f.NumberedFact(5, 100.0, f.CallerIdentified(CallId(1), record.customer_id))])
    assert [each.name for each in days.missed()] == ["陈洁"]
