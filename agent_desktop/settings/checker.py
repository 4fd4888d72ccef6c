"""What must hold in the settings beyond the shape of their values: things that are named exist, and nothing is left open.

Findings are keys and messages; `agent_desktop.settings.loader` finds the lines. Must never connect to anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from agent_desktop.cti.modem.profile import named
from agent_desktop.cti.vocabulary import SEVERAL_RING
from agent_desktop.errors import DeskError
from agent_desktop.fit import hint
from agent_desktop.protocol.loopback import is_loopback
from agent_desktop.protocol.record import Text, ValueType
from agent_desktop.protocol.thresholds import Threshold, Watched
from agent_desktop.settings.model import AgentSettings, QueueSettings, Settings, SwitchKind

_WHOLE = 100
"""Percent."""
Finding = tuple[tuple[str, ...], str]


def check(settings: Settings, broken: AbstractSet[str] = frozenset()) -> list[Finding]:
    """Every mistake that settings can show by themselves. `broken` tables have their mistakes already: leave them out."""
    findings: list[Finding] = []
    for tables, judge in _CHECKS:
        if not tables & broken:
            findings += (finding for finding in judge(settings) if finding[0][0] not in broken)
    return findings


def _centre(settings: Settings) -> Iterator[Finding]:
    centre = settings.centre
    if centre.region not in phonenumbers.SUPPORTED_REGIONS:
        yield ("centre", "region"), f"there is no country `{centre.region}`: write its two letters, such as CN"
    try:
        ZoneInfo(centre.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("centre", "timezone"), f"there is no time zone `{centre.timezone}`: write one such as Asia/Shanghai"
    if not centre.host.strip():
        yield ("centre", "host"), "is empty: write 127.0.0.1 for this machine alone, 0.0.0.0 for all its networks"


def _tls(settings: Settings) -> Iterator[Finding]:
    centre = settings.centre
    for name, other in (("tls_certificate", "tls_key"), ("tls_key", "tls_certificate")):
        path = getattr(centre, name)
        if path and not getattr(centre, other):
            yield ("centre", name), f"needs `{other}` too"
        if path and not Path(path).is_file():
            yield ("centre", name), f"there is no file {path}"
    if not centre.tls_certificate and not is_loopback(centre.host):
        message = f"seats would talk to {centre.host} in plain text: give `tls_certificate` and `tls_key`, or keep to 127.0.0.1"
        yield ("centre", "host"), message


def _database(settings: Settings) -> Iterator[Finding]:
    scheme = settings.database.url.partition(":")[0].partition("+")[0]
    if scheme not in ("", "sqlite", "postgresql"):
        yield ("database", "url"), "must begin with sqlite:/// or postgresql+psycopg://, or be empty"


def _switch(settings: Settings) -> Iterator[Finding]:
    switch = settings.switch
    address = urlsplit(switch.url)
    if address.scheme not in ("ws", "wss") or not address.hostname:
        yield ("switch", "url"), f"`{switch.url}` is no address such as ws://127.0.0.1:8088"
    if switch.password and switch.password_file:
        yield ("switch", "password_file"), "there is a `password` as well; keep one of them"
    if switch.password_file and not Path(switch.password_file).is_file():
        yield ("switch", "password_file"), f"there is no file {switch.password_file}"
    for name in ("station", "outside"):
        if "{device}" not in getattr(switch, name):
            yield ("switch", name), "must hold {device}, where the number to dial goes"
    yield from _modem(settings)
    callers = settings.simulator.callers
    if callers and not Path(callers).is_file():
        yield ("simulator", "callers"), f"there is no file {callers}"


def _modem(settings: Settings) -> Iterator[Finding]:
    modem = settings.modem
    if settings.switch.kind is SwitchKind.MODEM and not modem.port and not settings.simulator.embedded:
        yield ("modem", "port"), "names no port, such as /dev/ttyACM0 or COM3"
    try:
        if modem.profile:
            named(modem.profile)
    except DeskError as error:
        yield ("modem", "profile"), str(error)


def _labels(settings: Settings) -> Iterator[Finding]:
    texts: list[tuple[tuple[str, ...], Text]] = [
        (("centre", "name"), settings.centre.name),
        (("centre", "company"), settings.centre.company),
    ]
    texts += [(("queues", code, "label"), queue.label) for code, queue in settings.queues.items()]
    texts += [(("dispositions", code, "label"), each.label) for code, each in settings.dispositions.items()]
    texts += [(("not_ready_reasons", code, "label"), each.label) for code, each in settings.not_ready_reasons.items()]
    texts += [(("decline_reasons", code, "label"), each.label) for code, each in settings.decline_reasons.items()]
    texts += [(("wrap_up", "reasons", code, "label"), each.label) for code, each in settings.wrap_up.reasons.items()]
    for key, text in texts:
        for language in ("en", "zh_CN"):
            if not getattr(text, language).strip():
                yield key, f"has no text in `{language}`"


def _queues(settings: Settings) -> Iterator[Finding]:
    for queue_id, queue in settings.queues.items():
        serving = [agent for agent in settings.agents.values() if queue_id in agent.queues]
        if not serving:
            yield ("queues", queue_id), f"nobody serves the queue `{queue_id}`: callers would wait for ever"
        elif not any(_is_able(agent, queue) for agent in serving):
            levels = queue.levels
            needed = ", ".join(
                f"{skill} (level {levels[skill]})" if skill in levels else skill for skill in sorted(queue.skills)
            )
            yield ("queues", queue_id, "skills"), f"no agent of the queue `{queue_id}` has all of: {needed}"


def _is_able(agent: AgentSettings, queue: QueueSettings) -> bool:
    enough = all(agent.levels.get(skill, 1) >= least for skill, least in queue.levels.items())
    return queue.skills <= agent.skills and enough


def _waiting(settings: Settings) -> Iterator[Finding]:
    """What is asked of agents while a call waits."""
    skills = frozenset().union(*(agent.skills for agent in settings.agents.values()))
    for queue_id, queue in settings.queues.items():
        serving = [agent for agent in settings.agents.values() if queue_id in agent.queues]
        yield from _levels(("queues", queue_id), queue)
        for skill in sorted(queue.preferred - skills):
            yield ("queues", queue_id, "preferred"), f"no agent has the skill `{skill}`{hint(skill, skills)}"
        yield from _steps(("queues", queue_id, "steps"), queue, skills)
        yield from _overflow(settings, queue_id)
        if queue.auto_answer and queue.strategy in SEVERAL_RING:
            message = f"with `{queue.strategy.value}` several telephones ring, and who answers has the call: choose one of the two"
            yield ("queues", queue_id, "auto_answer"), message
        top = max((step.tier for step in queue.steps), default=1)
        if serving and all(agent.tiers.get(queue_id, 1) > 1 for agent in serving):
            yield ("queues", queue_id), "all its agents are in later tiers: somebody must be in the first"
        for agent in serving:
            if agent.tiers.get(queue_id, 1) > top:
                tier = agent.tiers[queue_id]
                message = f"nobody of tier {tier} is ever asked: add a step with `tier = {tier}`"
                yield ("queues", queue_id), message


def _steps(key: tuple[str, ...], queue: QueueSettings, skills: frozenset[str]) -> Iterator[Finding]:
    for number, step in enumerate(queue.steps):
        if number and step.after_s <= queue.steps[number - 1].after_s:
            yield key, f"the step after {step.after_s:g} s must come later than the one before it"
        for skill in sorted(step.drop - skills - queue.skills):
            yield key, f"nobody asks for the skill `{skill}`, so it cannot be dropped{hint(skill, skills)}"
        if not step.drop and step.tier == 1:
            yield key, f"the step after {step.after_s:g} s changes nothing: give it `drop`, `tier`, or both"


def _overflow(settings: Settings, queue_id: str) -> Iterator[Finding]:
    key = ("queues", queue_id, "overflow")
    for rule in settings.queues[queue_id].overflow:
        if bool(rule.to) is bool(rule.flow):
            yield key, "give each rule either `to`, a queue, or `flow`, a voice menu"
        elif rule.to and rule.to not in settings.queues:
            yield key, f"there is no queue `{rule.to}`{hint(rule.to, settings.queues)}"
        elif rule.to == queue_id:
            yield key, "a queue cannot hand calls on to itself"
        elif rule.after_s is None and rule.waiting is None and rule.lack is None:
            yield key, f"every call would go on to `{rule.to or rule.flow}`: give it `after_s`, `waiting` or `lack`"


def _levels(key: tuple[str, ...], given: QueueSettings | AgentSettings) -> Iterator[Finding]:
    for skill in sorted(given.levels.keys() - given.skills):
        yield (*key, "levels"), f"`{skill}` is not among its `skills`{hint(skill, given.skills)}"


def _routing(settings: Settings) -> Iterator[Finding]:
    segments = [segment.value for segment in ValueType]
    for segment in settings.routing.segment_priorities:
        if segment not in segments:
            yield ("routing", "segment_priorities"), f"there is no segment `{segment}`{hint(segment, segments)}"
    key = ("routing", "attribute_priorities")
    for name, values in settings.routing.attribute_priorities.items():
        if name == "segment":
            yield (*key, name), "the customer's segment has a key of its own: `segment_priorities`"
        elif not values:
            yield (*key, name), "changes nothing: give it values, such as { yes = 1 }"


def _thresholds(settings: Settings) -> Iterator[Finding]:
    key = ("supervision", "thresholds")
    for watched in Watched:
        threshold: Threshold = getattr(settings.supervision.thresholds, watched.value)
        falling = watched is Watched.SERVICE_LEVEL
        if threshold.watch < 0 or threshold.act < 0:
            yield (*key, watched.value), "`watch` and `act` cannot be below 0"
        elif falling and max(threshold.watch, threshold.act) > _WHOLE:
            yield (*key, watched.value), "is in percent: 100 at most"
        elif falling and threshold.act > threshold.watch:
            yield (*key, watched.value), "`act` must not be above `watch`: it comes later"
        elif not falling and threshold.act < threshold.watch:
            yield (*key, watched.value), "`act` must not be below `watch`: it comes later"


def _agents(settings: Settings) -> Iterator[Finding]:
    stations: dict[str, str] = {}
    for user, agent in settings.agents.items():
        for queue in agent.queues:
            if queue not in settings.queues:
                yield ("agents", user, "queues"), f"there is no queue `{queue}`{hint(queue, settings.queues)}"
        yield from _levels(("agents", user), agent)
        for name, table in (("tiers", agent.tiers), ("weights", agent.weights)):
            for queue in sorted(table.keys() - set(agent.queues)):
                yield ("agents", user, name), f"`{queue}` is not among the agent's `queues`{hint(queue, agent.queues)}"
        if agent.queues and not agent.station:
            yield ("agents", user), f"`{user}` serves queues but has no `station`"
        owner = stations.setdefault(agent.station, user) if agent.station else user
        if owner != user:
            yield ("agents", user, "station"), f"station {agent.station} is `{owner}`'s already"


def _flows(settings: Settings) -> Iterator[Finding]:
    directory = settings.flows_directory
    known = {path.stem for path in directory.glob("*.yaml")}
    if not known:
        empty = f"{directory} holds no flow (a file such as main.yaml)"
        yield ("flows", "directory"), empty if directory.is_dir() else f"there is no directory {directory}"
        return
    named: list[tuple[tuple[str, ...], str]] = [(("flows", "default"), settings.flows.default)]
    if settings.flows.without_prompts:
        named.append((("flows", "without_prompts"), settings.flows.without_prompts))
    named += [(("flows", "entries", number), flow) for number, flow in settings.flows.entries.items()]
    for name, queue in settings.queues.items():
        of_queue = [("after_call", queue.after_call), ("while_waiting", queue.while_waiting)]
        of_queue += [("overflow", rule.flow) for rule in queue.overflow]
        named += [(("queues", name, key), flow) for key, flow in of_queue if flow]
    for key, flow in named:
        if flow not in known:
            yield key, f"there is no flow `{flow}` in {directory}{hint(flow, known)}"


def _scripts(settings: Settings) -> Iterator[Finding]:
    if not settings.scripts_directory.is_dir():
        yield ("scripts", "directory"), f"there is no directory {settings.scripts_directory}"


_CHECKS: tuple[tuple[frozenset[str], Callable[[Settings], Iterator[Finding]]], ...] = (
    (frozenset({"centre"}), _centre),
    (frozenset({"centre"}), _tls),
    (frozenset({"database"}), _database),
    (frozenset({"switch", "simulator", "modem"}), _switch),
    (frozenset(), _labels),
    (frozenset({"queues", "agents"}), _queues),
    (frozenset({"queues", "agents"}), _waiting),
    (frozenset({"queues", "agents"}), _agents),
    (frozenset({"routing"}), _routing),
    (frozenset({"supervision"}), _thresholds),
    (frozenset({"flows"}), _flows),
    (frozenset({"scripts"}), _scripts),
)
"""The tables that a judgement looks at."""
