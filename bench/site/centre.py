"""The process of the centre: a whole one, as the command starts it, on a switch of its own, with as many agents and supervisors as wanted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections import Counter
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import argon2
from msgspec.structs import replace

from agent_desktop import logs
from agent_desktop.cli.centre import keep_what_is_here
from agent_desktop.protocol.messages import Hello, Role
from agent_desktop.settings import Settings, load_settings
from agent_desktop.settings.model import AgentSettings
from bench.ringing import marks
from bench.site import words
from bench.site.ledger import Desk, Sent, Told, desk
from db.engine import open_database
from db.users import Account, Users
from ivr.centre.connection import Connection
from ivr.centre.process import Centre, Surroundings
from ivr.centre.roster import Member
from ivr.centre.seats import Seats
from ivr.facts import NumberedFact

USER = "desk"
_TEAMS = (("general", "orders"), ("general", "repairs"), ("general", "complaints"), ("orders", "repairs"))


def run(pipe: Pipe, settings: Settings, agents: int, supervisors: int) -> None:
    logs.configure(level=logging.WARNING)
    _add_users(settings, agents, supervisors)
    asyncio.run(_serve(pipe, settings))


def settings_for(folder: Path, database: Path, switch_url: str, agents: int) -> Settings:
    """The shipped ones, with this switch and database and so many agents in four teams."""
    shipped = load_settings()
    people = words.agents(agents)
    return replace(
        shipped,
        centre=replace(shipped.centre, data_directory=str(folder), port=0),
        database=replace(shipped.database, url=f"sqlite:///{database}"),
        switch=replace(shipped.switch, url=switch_url, user=USER, password=USER),
        simulator=replace(shipped.simulator, embedded=False),
        agents={
            user: AgentSettings(
                f"Agent {number:04}", _TEAMS[number % len(_TEAMS)], frozenset({"complaints"}), words.station(user)
            )
            for number, user in enumerate(people)
        },
    )


def _add_users(settings: Settings, agents: int, supervisors: int) -> None:
    """One password, and the least work that argon2 allows: nobody guesses here."""
    engine = open_database(settings.database_url)
    hashed = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(words.PASSWORD)
    accounts = [Account(user, user, Role.AGENT, hashed, words.station(user)) for user in words.agents(agents)]
    accounts += [Account(user, user, Role.SUPERVISOR, hashed) for user in words.supervisors(supervisors)]
    Users(engine).create(accounts, time.time())
    engine.dispose()


class Watch:
    """Looks over a centre's shoulder: which facts there were, who its seats are, and when they were let in."""

    def __init__(self) -> None:
        self.facts: Counter[str] = Counter()
        self.seats: Seats | None = None
        self.welcomed_at = self.welcomed_s = self._cut_s = 0.0
        record, start, resume = Surroundings.record, Seats.start, Seats._resume  # noqa: SLF001 - the mark

        def recorded(around: Surroundings, fact: NumberedFact) -> None:
            self.facts[type(fact.fact).__name__] += 1
            record(around, fact)

        async def started(seats: Seats) -> None:
            self.seats = seats
            await start(seats)

        def resumed(seats: Seats, connection: Connection, hello: Hello) -> None:
            resume(seats, connection, hello)
            self.welcomed_at, self.welcomed_s = time.time(), time.process_time() - self._cut_s

        Surroundings.record = recorded  # type: ignore[assignment, method-assign]  # the mark
        Seats.start = started  # type: ignore[assignment, method-assign]  # the mark
        Seats._resume = resumed  # type: ignore[assignment, method-assign]  # noqa: SLF001 - the mark

    def cut(self) -> words.WereCut:
        """As when somebody pulls the cable of the network that all seats are on, and puts it back."""
        assert self.seats is not None
        self._cut_s = time.process_time()
        links = list(self.seats._links.values())  # noqa: SLF001 - the bench's cable
        for link in links:
            link.socket.transport.abort()
        return words.WereCut(time.time(), len(links))

    def told(self, sent: Sent) -> dict[str, Told]:
        """Each session's side, all at one moment."""
        assert self.seats is not None
        return {
            member.session.session: Told(sent.sums[member.session.session], self._desk(member))
            for member in self.seats._roster.members()  # noqa: SLF001 - the ledger
        }

    def _desk(self, member: Member) -> Desk | None:
        """Read as a seat is drawn; not for a supervisor's, whose board would stop."""
        assert self.seats is not None
        if member.user.role is not Role.AGENT:
            return None
        shown = self.seats._desks.snapshot(member.user.id)  # noqa: SLF001 - the ledger
        return desk(shown.agent, shown.calls)


async def _serve(pipe: Pipe, settings: Settings) -> None:
    sent, watch = Sent(), Watch()
    async with Centre(settings) as centre:
        serving = asyncio.create_task(centre.serve())
        await centre.prompts_ready.wait()
        keep_what_is_here()
        pipe.send(words.Here(os.getpid(), centre.url))
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            match wish:
                case words.Cut():
                    pipe.send(watch.cut())
                case words.Forget():
                    watch.facts.clear()
                case words.Tell():
                    pipe.send(_figures(sent, watch))
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def _figures(sent: Sent, watch: Watch) -> words.CentreFigures:
    return words.CentreFigures(dict(watch.facts), watch.told(sent), sent.again, watch.welcomed_at, watch.welcomed_s)
