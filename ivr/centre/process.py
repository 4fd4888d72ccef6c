"""A centre, put together: database, journal, core, switch, prompts and seats around one another. The wiring, readable in one go.

    async with Centre(settings) as centre:
        await centre.serve()

What only some centres need is loaded by those: one that starts again has people on the line. Whatever a person has to mend before a centre can run is a `UserError` from `__aenter__`, and nothing is left half started.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import msgspec
import structlog

from agent_desktop.cti.ari import AriSwitch
from agent_desktop.cti.switch import AnyCommand, Switch
from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.errors import Refusal, UserError
from agent_desktop.files import make_folder
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import Notice
from agent_desktop.protocol.record import CustomerRecord, MatchKind, ScreenPop
from agent_desktop.scripts.model import Scripts
from agent_desktop.settings import Settings, switch_password
from agent_desktop.settings.model import SwitchKind
from db.catalogue import sync_dispositions, sync_queues
from db.engine import open_database
from ivr import facts, inputs, prompts
from ivr.centre import day_figures, promises, spellings, waking
from ivr.centre import plan as plans
from ivr.centre.auth import Gate
from ivr.centre.board import Board, Reckoning
from ivr.centre.catalogue import catalogue, dispositions, endpoint, login_limits
from ivr.centre.day import Opening, midnight
from ivr.centre.desks import Desks
from ivr.centre.journal import Journal
from ivr.centre.lock import only_one
from ivr.centre.memory import Memory
from ivr.centre.requests import StoreRequests
from ivr.centre.seats import Seats
from ivr.centre.shell import Shell, SteadyClock
from ivr.centre.store import Store
from ivr.centre.to_seats import ToSeats
from ivr.centre.watching import watch
from ivr.core.core import Core
from ivr.facts import NumberedFact
from ivr.flow.model import Flow
from ivr.flow.steps import Answered, Question
from ivr.flow.subflows import in_use
from ivr.plan import Plan

if TYPE_CHECKING:
    from agent_desktop.cti.modem.switch import ModemSwitch
    from agent_desktop.cti.simulator.server import SimulatorServer
    from agent_desktop.cti.simulator.traffic import Traffic
    from agent_desktop.training.model import Scenario
    from ivr.centre.classroom import Classroom

log = structlog.get_logger(__name__)

_SHORT_NUMBER = re.compile(r"[0-9]{2,6}")
"""A number inside the house, or a service number: dialled as it is."""
_DAY_BACK_AFTER_S = 2.0
"""Until then a centre that starts again has more urgent things to do."""
_SPELLINGS = "spellings.json"
_LANES = 8
"""Sockets to an Asterisk: so many requests may wait for something in it without any other one waiting for them."""


class Surroundings:
    """What the shell carries effects out with (`ivr.centre.shell.Surroundings`)."""

    def __init__(self, settings: Settings, store: Store, switch: Switch) -> None:
        self._directory = settings.journal_directory
        self.store = store
        self._switch = switch
        self.filed = asyncio.Event()
        """A log is complete: there may be a promise in it, or one less."""
        self.seats: Seats | None = None
        self.classroom: Classroom | None = None

    def look_up(self, ani: str, withheld: bool, customer_id: int | None = None) -> ScreenPop:
        return _as_chosen(self.store.look_up(ani, withheld), customer_id, self.store)

    def is_blocked(self, ani: str, withheld: bool) -> bool:
        return self.store.is_blocked(ani, withheld)

    async def answer(self, number: int, question: Question) -> tuple[Answered, CustomerRecord | None]:
        return await self.store.answer(number, question)

    def command(self, command: AnyCommand) -> None:
        self._switch.send(command)

    def record(self, fact: NumberedFact) -> None:
        self.store.record(fact)
        if isinstance(fact.fact, facts.LegLogged):
            self.filed.set()
        if self.classroom is not None:
            self.classroom.take(fact)

    def show(self, messages: list[ToSeats]) -> None:
        if self.seats is not None:
            self.seats.show(messages)

    def journal_broke(self) -> None:
        waking.mark_broken(self._directory)

    def new_journal(self, core: Core, memory: Memory) -> Journal | None:
        if not self.store.up_to_date:
            return None
        return waking.begin_anew(self._directory, core, core.plan, memory)

    def health(self, healthy: bool) -> None:
        """The database stopped answering, or answers again."""
        if not healthy:
            self.show([ToSeats(None, Notice(ErrorId.STORE_UNAVAILABLE))])


class Front:
    """The core as seats may ask it: outside numbers are brought into E.164 on the way (`ivr.centre.seats.Centre`)."""

    def __init__(self, shell: Shell, store: Store) -> None:
        self._shell = shell
        self._store = store

    def ask(self, request: inputs.AnyRequest) -> None:
        """Ask the core.

        Raises:
            Refusal: it cannot be; nothing has changed.

        """
        match request:
            case inputs.SingleStepTransferCall(kind="number") | inputs.ConsultationCall(kind="number"):
                request = msgspec.structs.replace(request, target=self._dialable(request.target))
            case inputs.MakeCall():
                request = msgspec.structs.replace(request, number=self._dialable(request.number))
        self._shell.ask(request)

    def happened(self, event: inputs.AnyInput) -> None:
        """Tell the core."""
        self._shell.happened(event)

    def _dialable(self, typed: str) -> str:
        number = self._store.dialable(typed)
        if number is None and _SHORT_NUMBER.fullmatch(typed.strip()):
            number = typed.strip()
        if number is None:
            raise Refusal(ErrorId.UNKNOWN_TARGET, kind="number", target=typed)
        return number


@dataclass(frozen=True, slots=True)
class Teaching:
    """What makes a centre a classroom. `attempts` is the folder that they are kept in."""

    scenarios: dict[str, Scenario]
    scripts: Scripts
    attempts: Path


class Centre:
    """One running centre."""

    def __init__(
        self,
        settings: Settings,
        *,
        traffic: Traffic | None = None,
        lessons: Teaching | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """With `lessons` its calls are practice: they come from the simulated switch, and a trainer may lead a class.

        `clock` gives Unix seconds to what decides by them: the core, the simulated switch, the class.
        """
        self._settings = settings
        self._clock = clock
        self._traffic = traffic
        self._teaching = lessons
        self._stack = AsyncExitStack()
        self.url = ""
        """Where seats connect."""
        self.prompts_ready = asyncio.Event()
        """Callers hear the menus."""
        self.simulator: SimulatorServer | None = None
        """The built-in switch, when the settings ask for it."""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def serve(self) -> None:
        """Run until cancelled.

        Raises:
            UserError: the switch cannot be used as it is set up.

        """
        await self._switch.run(self._shell.happened)

    async def take_up_flows(self) -> int:
        """Read the flows again and go by them, once they can be heard; gives how many there are.

        Raises:
            FileMistake: all that is wrong with them; nothing has changed.

        """
        settings = self._settings
        flows = plans.load_flows_of(settings)
        await self._speak_prompts(in_use(flows, settings.first_flows))
        self._shell.happened(plans.change(settings, flows))
        return len(flows)

    async def _start(self, stack: AsyncExitStack) -> None:
        settings = self._settings
        flows = plans.load_flows_of(settings)
        plan = plans.plan(settings, flows)
        make_folder(settings.data_directory)
        stack.enter_context(only_one(settings.data_directory))
        spellings.recall(settings.data_directory / _SPELLINGS)
        engine = open_database(settings.database_url)
        store = Store(engine, settings.centre.region, settings.centre.timezone)
        stack.push_async_callback(self._close_store, store)
        sync_queues(engine, {queue.queue: queue.label for queue in plan.queues})
        sync_dispositions(engine, dispositions(settings))
        awake = waking.wake(settings.journal_directory, plan, store)
        stack.callback(awake.journal.close)

        self._switch = await self._make_switch(stack)
        around = Surroundings(settings, store, self._switch)
        opening = Opening.of(awake, self._clock())
        desks = self._make_desks(awake, opening, store)
        self._shell = Shell(
            awake.core,
            journal=awake.journal,
            desks=desks,
            memory=awake.memory,
            around=around,
            clock=SteadyClock(self._clock),
        )
        stack.callback(self._shell.stop)
        store.start(self._shell.sync_journal, around.health)

        gate = Gate(store.users, time.monotonic, login_limits(settings))
        stack.callback(gate.close)
        front = Front(self._shell, store)
        store_requests = StoreRequests(front, store, desks, dispositions(settings), around.show, self._figures(plan))
        around.seats = Seats(endpoint(settings), gate=gate, centre=front, desks=desks, store_requests=store_requests)
        if self._teaching is not None:
            self._teach(self._teaching, around, desks, store_requests, stack)
        await around.seats.start()
        stack.push_async_callback(around.seats.stop)
        self.url = around.seats.url
        self._go_by(flows)
        watching = asyncio.create_task(watch(settings.flows_directory, self.take_up_flows))
        stack.push_async_callback(_cancel, watching)
        speaking = asyncio.create_task(self._speak_prompts(in_use(flows, settings.first_flows)))
        stack.push_async_callback(_cancel, speaking)
        keeping = asyncio.create_task(promises.keep(store, self._shell.happened, around.filed))
        stack.push_async_callback(_cancel, keeping)
        reading = asyncio.create_task(self._read_day_back(self._make_board(awake, store), opening, desks, around))
        stack.push_async_callback(_cancel, reading)
        spelling = asyncio.create_task(self._keep_spellings())
        stack.push_async_callback(_cancel, spelling)
        around.seats.expect(sorted(opening.here))
        self._shell.start()

    def _figures(self, plan: Plan) -> day_figures.Figures:
        supervision = self._settings.supervision
        levels = {queue.queue: queue.service_level_s for queue in plan.queues}
        rules = day_figures.Rules(ZoneInfo(self._settings.centre.timezone), levels, supervision.short_abandon_s)
        return day_figures.Figures(rules, day_figures.aside(self._settings.database_url), self._clock)

    def _teach(
        self, teaching: Teaching, around: Surroundings, desks: Desks, requests: StoreRequests, stack: AsyncExitStack
    ) -> None:
        from agent_desktop.training.shelf import AttemptShelf
        from ivr.centre.classroom import Classroom
        from ivr.centre.lesson_views import attempt_view
        from ivr.centre.lessons import Lessons

        assert self.simulator is not None, "a class has simulated callers"
        assert around.seats is not None
        agents = [(AgentId(user), agent.name) for user, agent in self._settings.agents.items()]
        shelf = AttemptShelf(teaching.attempts)
        kept = [attempt_view(attempt, teaching.scripts).card for attempt in shelf.all()]
        lessons = Lessons(
            teaching.scenarios, teaching.scripts, agents, stands=desks.stands, draft=desks.draft, kept=kept
        )
        classroom = Classroom(lessons, self.simulator, shelf, around.show, self._clock)
        stack.callback(classroom.stop)
        around.classroom, requests.lessons, around.seats.training = classroom, classroom, classroom.training

    def _go_by(self, flows: dict[str, Flow]) -> None:
        """A core that was woken has the flows of its journal; those of today may name queues that it does not know."""
        plan, wanted = self._shell.core.plan, plans.change(self._settings, flows)
        if wanted.flows != plan.flows and {queue.queue for queue in plan.queues} == set(self._settings.queues):
            self._shell.happened(wanted)

    async def _make_switch(self, stack: AsyncExitStack) -> Switch:
        settings = self._settings
        switch = settings.switch
        if switch.kind is SwitchKind.MODEM and not settings.simulator.embedded:
            return _modem(settings)
        if not settings.simulator.embedded:
            return AriSwitch(
                switch.url,
                switch.app,
                switch.user,
                switch_password(settings),
                station_endpoint=switch.station,
                trunk_endpoint=switch.outside,
                lanes=_LANES,
            )
        return await self._simulated_switch(stack)

    async def _simulated_switch(self, stack: AsyncExitStack) -> Switch:
        from agent_desktop.cti.simulator.front import User
        from agent_desktop.cti.simulator.model import Telephone
        from agent_desktop.cti.simulator.server import SimulatorServer

        settings, user = self._settings, User("agent-desktop", "agent-desktop")
        self.simulator = SimulatorServer(
            users=(user,),
            sounds=settings.prompts_directory,
            stations=[Telephone(agent.station, name=agent.name) for agent in settings.agents.values() if agent.station],
            traffic=self._traffic or _traffic(settings),
            app=settings.switch.app,
            clock=self._clock,
        )
        await stack.enter_async_context(self.simulator)
        return AriSwitch(self.simulator.url, settings.switch.app, user.name, user.password)

    def _make_desks(self, awake: waking.Awake, opening: Opening, store: Store) -> Desks:
        """What seats see, brought to where the facts are; drafts of calls that stand come from the store."""
        board = self._make_board(awake, store)
        desks = Desks(awake.plan, catalogue(self._settings), store.write_number, board)
        for fact in awake.standing:
            desks.apply(fact)
        opening.show_on(board)
        state = awake.core.state
        customers = _customers_of(awake.standing)
        for call in state.calls.values():
            pop = store.look_up(call.ani, call.withheld)
            desks.identify(call.call, _as_chosen(pop, customers.get(call.call), store))
        kept = [(agent.agent, agent.call) for agent in state.agents.values() if agent.call is not None]
        for (agent, call_id), draft in store.drafts(kept).items():
            desks.keep_draft(agent, call_id, draft)
        desks.expect_board()
        return desks

    def _make_board(self, awake: waking.Awake, store: Store) -> Board:
        supervision, zone = self._settings.supervision, ZoneInfo(self._settings.centre.timezone)
        reckoning = Reckoning(
            partial(midnight, zone),
            supervision.service_level,
            supervision.short_abandon_s,
            supervision.thresholds,
        )
        return Board(awake.plan, reckoning, store.write_number)

    def _names(self) -> list[str]:
        """What is found by its pinyin in a list of colleagues and queues."""
        settings = self._settings
        return [each.label.zh_CN for each in settings.queues.values()] + [
            each.name for each in settings.agents.values()
        ]

    async def _keep_spellings(self) -> None:
        await asyncio.sleep(_DAY_BACK_AFTER_S)
        await asyncio.to_thread(spellings.keep, self._settings.data_directory / _SPELLINGS, self._names())

    async def _read_day_back(self, board: Board, opening: Opening, desks: Desks, around: Surroundings) -> None:
        zone = ZoneInfo(self._settings.centre.timezone)
        await asyncio.sleep(_DAY_BACK_AFTER_S)
        try:
            await asyncio.to_thread(opening.read_day_back, board, around.store, zone)
        except UserError as error:
            log.warning("the board's figures of today begin only now", reason=str(error))
            desks.take_over(None)
        else:
            around.show(desks.take_over(board))

    async def _close_store(self, store: Store) -> None:
        left = await store.close()
        if left:
            log.warning("facts are in the journal but not yet in the database; the next start writes them", facts=left)

    async def _speak_prompts(self, flows: dict[str, Flow]) -> None:
        report = await prompts.render_aside(prompts.sounds(flows), self._settings.prompts_directory)
        for note in report.notes:
            log.warning(note)
        self.prompts_ready.set()
        log.info("prompts are ready", spoken=report.spoken, kept=report.kept, missing=len(report.missing))


def _customers_of(standing: Iterable[NumberedFact]) -> dict[CallId, int | None]:
    """Who is behind each call, as it was last said."""
    said = (each.fact for each in standing)
    return {fact.call: fact.customer_id for fact in said if isinstance(fact, facts.CallerIdentified)}


def _as_chosen(pop: ScreenPop, customer_id: int | None, store: Store) -> ScreenPop:
    """What an agent has chosen or created is worth more than what the number says."""
    if customer_id is None or (pop.record is not None and pop.record.customer_id == customer_id):
        return pop
    record = store.known(customer_id)
    return pop if record is None else ScreenPop(MatchKind.CHOSEN, record, pop.candidates)


def _modem(settings: Settings) -> ModemSwitch:
    from agent_desktop.cti.modem.ground import Place
    from agent_desktop.cti.modem.profile import named
    from agent_desktop.cti.modem.studio import FileStudio
    from agent_desktop.cti.modem.switch import ModemSwitch

    modem = settings.modem
    place = Place(
        region=settings.centre.region,
        stations=frozenset(agent.station for agent in settings.agents.values() if agent.station),
        prefix=modem.prefix,
        dnis=modem.number,
        answers=modem.answer,
        mark=f"modem-{time.time_ns():x}",
    )
    studio = FileStudio(settings.prompts_directory, settings.recordings_directory)
    profile = named(modem.profile) if modem.profile else None
    return ModemSwitch(modem.port, place, studio, profile=profile, flash=modem.flash)


def _traffic(settings: Settings) -> Traffic:
    """The callers that the settings name, other ones at each start."""
    from agent_desktop.cti.simulator.callers import read_callers, read_library
    from agent_desktop.cti.simulator.traffic import Traffic

    simulator = settings.simulator
    people = read_callers(Path(simulator.callers)) if simulator.callers else read_library()
    return Traffic(people, simulator.calls_per_hour, seed=time.time_ns())


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
