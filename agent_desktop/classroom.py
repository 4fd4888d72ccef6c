"""A class, put together: a centre with a database, journal and settings of its own, simulated callers who play scenarios, a seat for each
trainee and one for the trainer. Nothing of it touches a real centre's files: everything lives in the folder it is given.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from msgspec.structs import replace

from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.errors import UserError
from agent_desktop.files import make_folder
from agent_desktop.protocol.messages import Role
from agent_desktop.protocol.record import Channel
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.settings import Settings, load_settings
from agent_desktop.settings.model import AgentSettings
from agent_desktop.training.loader import load_scenarios
from agent_desktop.training.model import Scenario
from db.engine import open_database
from db.sample import Open, SamplePerson, Spoken, install_people
from db.users import Account, Users
from ivr.centre.auth import hash_password
from ivr.centre.lock import is_held
from ivr.centre.process import Centre, Teaching

TRAINER = AgentId("trainer")
FIRST_STATION = 2001
_UNNAMED = {Language.EN: "Trainee {}", Language.ZH_CN: "学员 {}"}
_ATTEMPTS = "attempts"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a class is made of."""

    folder: Path
    seats: int
    port: int = 8766
    host: str = "127.0.0.1"
    certificate: str = ""
    key: str = ""
    scenarios: Path | None = None
    """A trainer's own, besides those that are shipped."""
    names: tuple[str, ...] = ()
    """Of the trainees, seat by seat; whoever has none is called by their seat's number."""
    language: Language = Language.EN
    """What a trainee without a name is called in: "Trainee 3", 学员 3."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class that can be opened. Everybody has the same password, another one at each start."""

    settings: Settings
    teaching: Teaching
    trainees: tuple[AgentId, ...]
    password: str

    def centre(self, clock: Callable[[], float] = time.time) -> Centre:
        """Its centre: nobody calls before the trainer says so."""
        return Centre(self.settings, traffic=Traffic(()), lessons=self.teaching, clock=clock)


def default_folder() -> Path:
    """Beside a real centre's data, never in it."""
    return Path(platformdirs.user_data_dir("agent-desktop", appauthor=False)) / "classroom"


def prepare(plan: Plan) -> Class:
    """Settings, accounts and the callers' records of a class.

    Raises:
        UserError: the folder cannot be used, another class runs in it, or a scenario is wrong.

    """
    settings = class_settings(plan)
    scripts = load_scripts(settings.scripts_directory)
    own = () if plan.scenarios is None else (plan.scenarios,)
    scenarios = load_scenarios(*own, scripts=scripts, dispositions=frozenset(settings.dispositions))
    make_folder(plan.folder)
    if is_held(plan.folder):  # before it gets new passwords
        raise UserError(
            f"another class runs in {plan.folder}: end it, or give this one a --folder and a --port of its own"
        )
    _require_none_of_a_centre(plan.folder)
    password = f"{secrets.randbelow(900_000) + 100_000}"
    _fill(settings, scenarios, password)
    teaching = Teaching(scenarios, scripts, plan.folder / _ATTEMPTS)
    return Class(settings, teaching, tuple(AgentId(agent) for agent in settings.agents), password)


def _require_none_of_a_centre(folder: Path) -> None:
    """A class begins by making its folder of attempts; where there are accounts without one, they are a real centre's."""
    if (folder / "agent-desktop.sqlite3").exists() and not (folder / _ATTEMPTS).is_dir():
        raise UserError(
            f"{folder} holds the data of a centre, and a class has a folder of its own: give another --folder"
        )
    make_folder(folder / _ATTEMPTS)


def class_settings(plan: Plan) -> Settings:
    """The shipped sample with the class's seats instead of its agents: each serves every queue."""
    sample = load_settings()
    centre = replace(
        sample.centre,
        data_directory=str(plan.folder),
        host=plan.host,
        port=plan.port,
        tls_certificate=plan.certificate,
        tls_key=plan.key,
    )
    skills = frozenset(skill for queue in sample.queues.values() for skill in queue.skills)
    agents = {
        f"trainee{number}": AgentSettings(name, tuple(sample.queues), skills, str(FIRST_STATION + number - 1))
        for number, name in enumerate(_names(plan), 1)
    }
    return replace(sample, centre=centre, agents=agents)


def _names(plan: Plan) -> list[str]:
    numbers = range(len(plan.names) + 1, plan.seats + 1)
    return [*plan.names, *(_UNNAMED[plan.language].format(number) for number in numbers)]


def _fill(settings: Settings, scenarios: dict[str, Scenario], password: str) -> None:
    now, hashed = time.time(), hash_password(password)
    accounts = [
        Account(AgentId(user), agent.name, Role.AGENT, hashed, agent.station) for user, agent in settings.agents.items()
    ]
    accounts.append(Account(TRAINER, "Trainer", Role.TRAINER, hashed))
    engine = open_database(settings.database_url)
    try:
        users = Users(engine)
        known = {account.id for account in users.all()}
        users.create([account for account in accounts if account.id not in known], now)
        for account in accounts:
            users.change(account)
        people = [
            person
            for scenario in scenarios.values()
            for language in Language
            if (person := _on_file(scenario, language)) is not None
        ]
        install_people(engine, people, now)
    finally:
        engine.dispose()


_PLACES = {
    Language.EN: {"country": "GB", "calling_code": "44", "currency": "GBP"},
    Language.ZH_CN: {"country": "CN", "calling_code": "86", "currency": "CNY"},
}


def _on_file(scenario: Scenario, language: Language) -> SamplePerson | None:
    person = scenario.cast.of(language)
    record = person.record
    if record is None:
        return None
    fields = {
        **_PLACES[language],
        "city": record.city,
        "company": record.company,
        "salutation": record.salutation,
        "membership_level": record.membership_level,
        "tags": list(record.tags),
        "remark": record.remark,
    }
    spoken = tuple(Spoken(past.days_ago, Channel.CALL_IN, past.subject, "") for past in record.calls)
    matters = tuple(Open(one.kind, one.subject, one.days_ago, one.due_in_days) for one in record.matters)
    ends = record.contract_ends_in_days
    code = f"T{person.number[1:]}"
    return SamplePerson(code, person.name, person.number, language, fields, ends, spoken=spoken, matters=matters)
