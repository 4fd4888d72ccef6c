"""A centre for seats: the real core with a switch that behaves, real desks, a real WebSocket server, a store in memory."""

import asyncio

import argon2

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import Role
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Credentials
from db.users import Account
from ivr.centre.auth import Gate
from ivr.centre.desks import Catalogue, Desks
from ivr.centre.listening import Endpoint
from ivr.centre.requests import StoreRequests
from ivr.centre.seats import Limits, Seats
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, HELP
from tests.fakes.records import customer

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DISPOSITIONS = (
    m.Reason("solved", Text("Solved", "已解决")),
    m.Reason("complaint", Text("Complaint", "投诉"), needs_follow_up=True),
)
CATALOGUE = Catalogue((), (), DISPOSITIONS)
MISSED = m.MissedCall("+862155550101", "021 5555 0101", "Chen Jie", 1_000_000, 2, HELP)
BOSS, COACH, LEAD = AgentId("boss"), AgentId("coach"), AgentId("lead")


class Accounts:
    """Everybody's password is their name, backwards."""

    def __init__(self):
        people = [(ANN, Role.AGENT), (BOB, Role.AGENT), (BOSS, Role.ADMINISTRATOR), (COACH, Role.TRAINER)]
        people.append((LEAD, Role.SUPERVISOR))
        self.accounts = {
            user: Account(user, user.title(), role, CHEAP.hash(user[::-1]), disabled=False) for user, role in people
        }
        self.down = False

    def find(self, user):
        if self.down:
            raise Refusal(ErrorId.STORE_UNAVAILABLE)
        return self.accounts.get(user)


class MemoryStore:
    """Keeps what it is given. `down`: does not answer. `held`: an event to wait for before each write."""

    def __init__(self):
        self.drafts, self.logs, self.created, self.down, self.held = {}, [], [], False, None
        self.legs: set[tuple[AgentId, int]] = set()

    async def _turn(self):
        if self.held is not None:
            await self.held.wait()
        if self.down:
            raise Refusal(ErrorId.STORE_UNAVAILABLE)

    async def save_draft(self, agent, call, draft):
        await self._turn()
        self.drafts[agent, call] = draft

    async def complete_log(self, agent, call, log):
        await self._turn()
        self.logs.append((agent, call, log))

    async def file_late(self, agent, late):
        await self._turn()
        if (agent, late.call) not in self.legs:
            raise Refusal(ErrorId.NOT_YOUR_CALL, call=str(late.call))
        self.logs.append((agent, late.call, late.draft))
        return True

    async def missed_calls(self, queues):
        await self._turn()
        return tuple(MISSED for queue in queues if queue == MISSED.queue)

    async def search_customers(self, text):
        await self._turn()
        return customer(7).candidates if text == "chen" else ()

    async def customer(self, customer_id):
        await self._turn()
        if customer_id != 7:
            raise Refusal(ErrorId.NO_SUCH_CUSTOMER, customer=str(customer_id))
        return customer(7).record

    async def create_customer(self, fields, ani):
        await self._turn()
        self.created.append((fields, ani))
        return customer(8).record


class MemoryFigures:
    """One page for each kind, the same on any day. `held`: an event to wait for."""

    def __init__(self):
        self.held = None

    async def page(self, wanted):
        if self.held is not None:
            await self.held.wait()
        if wanted.day > "2000-01-01":
            raise Refusal(ErrorId.DAY_TO_COME, day=wanted.day)
        return m.DayFigures(wanted.kind, wanted.day, 0, 86_400_000, 0)


class SeatCentre:
    """`async with SeatCentre() as centre:` — it listens on a free loopback port."""

    def __init__(self, limits=None, endpoint=None):
        self.world = CoreWorld()
        self.desks = Desks(self.world.plan, CATALOGUE, lambda number: f"<{number}>")
        self.store, self.figures = MemoryStore(), MemoryFigures()
        self.accounts = Accounts()
        self.happenings, self.happened_again = [], asyncio.Event()
        self.shown = 0
        self.clock = 1_000.0
        self.gate = Gate(self.accounts, lambda: self.clock, hasher=CHEAP)
        self.seats = Seats(
            endpoint or Endpoint("127.0.0.1", 0),
            gate=self.gate,
            centre=self,
            desks=self.desks,
            store_requests=StoreRequests(self, self.store, self.desks, DISPOSITIONS, self.show, self.figures),
            limits=limits or Limits(),
        )

    async def __aenter__(self):
        await self.seats.start()
        self.news()
        return self

    async def __aexit__(self, *_):
        await self.seats.stop()
        self.gate.close()

    def seat(self, user=ANN, password=None, **more):
        return HeadlessSeat(self.seats.url, Credentials(user, password or user[::-1]), **more)

    def ask(self, request):
        self.happened_again.set()
        self.world.give(request)
        self.world.settle()
        self.news()

    async def until(self, reached):
        """Wait for something to be so that an agent asks for, or that happens to a seat."""
        while not reached():
            self.happened_again.clear()
            await asyncio.wait_for(self.happened_again.wait(), 5)

    def happened(self, event):
        self.happenings.append(event)
        self.ask(event)

    def show(self, news):
        self.seats.show(news)

    def news(self):
        """Bring what the core has decided to the seats."""
        new, self.shown = self.world.facts[self.shown :], len(self.world.facts)
        for fact in new:
            self.show(self.desks.apply(fact))
        self.show(self.desks.flush())
        self.show(self.desks.flush_board())

    def ring(self, ani="+442079460103", pop=None):
        call = self.world.ring(ani=ani)
        self.news() if pop is None else self._ring_known(call, pop)
        return call

    def _ring_known(self, call, pop):
        arrived, *rest = self.world.facts[self.shown :]
        self.shown = len(self.world.facts)
        self.show(self.desks.apply(arrived))
        self.show(self.desks.identify(call, pop))
        for fact in rest:
            self.show(self.desks.apply(fact))
        self.show(self.desks.flush())
        self.show(self.desks.flush_board())
