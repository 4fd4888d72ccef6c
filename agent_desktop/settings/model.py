"""The settings of a centre as typed values; a field is a key of the TOML file.

`agent_desktop/data/settings.toml` is the complete sample, each key explained; a key that is left out has the value below.
Users and their passwords are not settings: they are in the database. Must never read a file.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs
from msgspec import Meta

from agent_desktop.cti.modem.profile import AnswerMode, Flash
from agent_desktop.cti.vocabulary import Lack, MonitorMode, QueueChoice, StationMode, Strategy
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.thresholds import Thresholds

SHIPPED_FLOWS = Path(__file__).parents[2] / "ivr" / "flows"
SHIPPED_SCRIPTS = Path(__file__).parents[1] / "scripts" / "library"

Port = Annotated[int, Meta(ge=0, le=65535)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Level = Annotated[int, Meta(ge=1, le=10)]
"""Of a skill, higher is better; or of a tier, the lower is asked first."""
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]


class Section(msgspec.Struct, frozen=True):
    """A table of the file."""


class CentreSettings(Section, frozen=True):
    """Who we are, and where seats find us."""

    name: Text
    company: Text
    region: str
    """ISO 3166 country whose way of writing numbers is ours, such as `CN`."""
    timezone: str
    host: str = "127.0.0.1"
    port: Port = 8765
    """0: any free one."""
    tls_certificate: str = ""
    tls_key: str = ""
    data_directory: str = ""
    """Database, journal, prompts. Empty: where the system keeps a user's data."""
    caller_number: str = ""
    """What our own calls to outside numbers show."""
    outside_ring_s: Annotated[float, Meta(gt=0, le=300)] = 30.0
    """How long such a call rings before we give up."""


class DatabaseSettings(Section, frozen=True):
    """Where the facts are kept."""

    url: str = ""
    """SQLAlchemy's. Empty: SQLite in the data directory."""


class SwitchKind(enum.StrEnum):
    """What the calls come from."""

    ARI = "ari"
    """Asterisk, or the built-in simulator, which speaks the same."""
    MODEM = "modem"
    """One analogue line, by a modem at a serial port."""


class SwitchSettings(Section, frozen=True):
    """How to reach the switch."""

    kind: SwitchKind = SwitchKind.ARI
    url: str = "ws://127.0.0.1:8088"
    app: str = "agent-desktop"
    user: str = "agent-desktop"
    password: str = ""
    password_file: str = ""
    """A file that holds nothing but the password; kept apart so that settings can be shown to anybody."""
    station: str = "PJSIP/{device}"
    """How an agent's telephone is dialled."""
    outside: str = "PJSIP/{device}@trunk"
    """How an outside number (E.164) is dialled."""


class ModemSettings(Section, frozen=True):
    """One analogue line."""

    port: str = ""
    """Such as `/dev/ttyACM0` or `COM3`."""
    profile: str = ""
    """A kind of modem, or a YAML file of one's own. Empty: found out."""
    flash: Flash = Flash.NONE
    """What a short press of the hook does."""
    prefix: Annotated[str, Meta(pattern=r"^[0-9*#,]*$")] = ""
    """Before outside numbers, such as `0,` on a PBX."""
    number: str = ""
    """Our own, told as the one that was dialled."""
    answer: AnswerMode | None = None
    """None: at once where the modem plays prompts, else when an agent takes it."""


class SimulatorSettings(Section, frozen=True):
    """The built-in switch, with callers that are not real."""

    embedded: bool = False
    """Run it inside the centre, on a free port, instead of the switch above."""
    callers: str = ""
    """A YAML list of callers. Empty: those that are shipped."""
    calls_per_hour: Annotated[float, Meta(ge=0, le=100_000)] = 60.0
    """How many of them call."""


class StepSettings(Section, frozen=True):
    """What changes for a call that has waited so long."""

    after_s: Seconds
    drop: frozenset[str] = frozenset()
    """Skills of the queue, or of a flow's node, that are asked for no longer."""
    tier: Level = 1
    """Agents of the queue's tiers up to this one may take it."""


class OverflowSettings(Section, frozen=True):
    """When a call goes on to another queue, or to a flow, and keeps its arrival; all conditions that are given must hold."""

    to: str = ""
    """Empty: `flow`."""
    after_s: Seconds | None = None
    """Left out: judged when the call comes into the queue."""
    waiting: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    lack: Lack | None = None
    flow: str = ""
    """A voice menu that has something else for the caller than to wait; empty: `to`."""


class QueueSettings(Section, frozen=True):
    """One queue."""

    label: Text
    skills: frozenset[str] = frozenset()
    ring_timeout_s: Seconds = 20.0
    wrap_up_s: Seconds = 60.0
    decline_cooldown_s: Annotated[float, Meta(ge=0, le=86_400)] = 60.0
    record: bool = False
    """Conversations are recorded from their first word; agents may pause."""
    service_level_s: Seconds = 20.0
    """A call ought to be answered within this."""
    after_call: str = ""
    """The flow that a caller comes to when the agent has hung up, such as `satisfaction`; empty: none."""
    strategy: Strategy = Strategy.LONGEST_IDLE
    ring_more_s: Seconds = 5.0
    """For `ring_all` and `progressive`: who has become idle meanwhile joins after this."""
    levels: dict[str, Level] = {}
    """Least levels of skills among the above; 1 for those that are not named."""
    preferred: frozenset[str] = frozenset()
    """Agents with more of these are asked first; nobody has to have them."""
    steps: tuple[StepSettings, ...] = ()
    overflow: tuple[OverflowSettings, ...] = ()
    last_agent_s: Annotated[float, Meta(ge=0, le=3_600)] = 0.0
    """A customer waits so long for the agent they talked to last, if that one is at work. 0: for nobody in particular."""
    busy_cooldown_s: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    """As `decline_cooldown_s`, for a telephone that was busy; left out, the same."""
    no_answer_cooldown_s: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    auto_answer: bool = False
    """Callers are connected by themselves, after a tone in the agent's ear."""
    while_waiting: str = ""
    """The flow that callers are in while they wait, such as `waiting`; empty: they hear music."""
    callback_tries: Annotated[int, Meta(ge=1, le=20)] = 1
    """How often somebody who wants to be called back is called, when they are busy or do not answer."""
    callback_retry_s: Seconds = 600.0
    """Between two tries."""


class SupervisionSettings(Section, frozen=True):
    """What supervisors see, and what agents learn of it."""

    service_level: Formula = Formula.ALL_OFFERED
    """The formula that a board shows at first (`agent_desktop.protocol.service_level`)."""
    short_abandon_s: Annotated[float, Meta(ge=0, le=600)] = 5.0
    """Who hangs up within this is a short abandon."""
    thresholds: Thresholds = Thresholds()
    agent_is_told: frozenset[MonitorMode] = frozenset({MonitorMode.WHISPER, MonitorMode.BARGE_IN})
    """Of which ways of being with their call an agent is told."""


class AgentSettings(Section, frozen=True):
    """What a user does on the telephone."""

    name: str
    queues: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()
    station: str = ""
    station_mode: StationMode = StationMode.NAILED_UP
    levels: dict[str, Level] = {}
    """Of skills among the above; 1 for those that are not named."""
    tiers: dict[str, Level] = {}
    """Of the queues in which they are not in the first tier."""
    weights: dict[str, Annotated[float, Meta(gt=0, le=100)]] = {}
    """A wait in these queues counts so many times when they become free; 1 for those that are not named."""
    auto_answer: bool = False
    """As for a queue, for the callers of all their queues."""


class DispositionSettings(Section, frozen=True):
    """How a call may end."""

    label: Text
    group: Code
    needs_follow_up: bool = False


class ReasonSettings(Section, frozen=True):
    """Why an agent declines."""

    label: Text


class NotReadySettings(ReasonSettings, frozen=True):
    """Why an agent is not ready."""

    limit_s: Seconds | None = None
    """At a time; longer is told as such. None: as long as it takes."""


class FlowSettings(Section, frozen=True):
    """Which voice menu answers which number."""

    default: str = "main"
    without_prompts: str = ""
    """For every number, on a modem that plays none. Empty: the same flow, in which callers hear silence."""
    directory: str = ""
    """Empty: the flows that are shipped."""
    entries: dict[str, str] = {}
    """Dialled number → flow."""


class ScriptSettings(Section, frozen=True):
    """What guides agents."""

    directory: str = ""
    """Empty: the scripts that are shipped."""
    recording_notice: bool = False
    """The agent says that calls are recorded, because the voice menu does not."""


class RoutingSettings(Section, frozen=True):
    """What holds across queues."""

    queue_choice: QueueChoice = QueueChoice.ARRIVAL
    priority_worth_s: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    """Each step of priority counts like so long a wait. 0: the higher priority always goes first."""
    segment_priorities: dict[str, Annotated[int, Meta(ge=-100, le=100)]] = {}
    """What a customer's segment adds to the priority of their calls."""
    attribute_priorities: dict[Code, dict[str, Annotated[int, Meta(ge=-100, le=100)]]] = {}
    """Attribute of the voice menu → value → what it adds."""
    last_agent_within_s: Annotated[float, Meta(gt=0, le=2_592_000)] = 86_400.0
    """How long it is remembered who talked to whom, for `last_agent_s`."""
    old_place_within_s: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    """Who gave up and waits in the same queue again within this has the old place. 0: a new one."""


class WrapUpSettings(Section, frozen=True):
    """Limits of the time after a call."""

    max_s: Seconds = 900.0
    """However often it is extended, it ends after this."""
    reasons: dict[Code, ReasonSettings] = {}
    """Why an agent extends it; empty: nobody asks."""


class LoginSettings(Section, frozen=True):
    """What slows down somebody who tries passwords."""

    attempts: Annotated[int, Meta(ge=1)] = 5
    """Wrong passwords for one user before they have to wait; one address may be wrong ten times as often."""
    window_s: Seconds = 300.0
    """After so long without a wrong password all is forgotten."""
    lock_s: Seconds = 300.0
    """The wait begins with 5 s and doubles with each further wrong password, up to this."""


class Settings(Section, frozen=True):
    """The whole file."""

    centre: CentreSettings
    queues: Annotated[dict[Code, QueueSettings], Meta(min_length=1)]
    dispositions: Annotated[dict[Code, DispositionSettings], Meta(min_length=1)]
    not_ready_reasons: Annotated[dict[Code, NotReadySettings], Meta(min_length=1)]
    decline_reasons: Annotated[dict[Code, ReasonSettings], Meta(min_length=1)]
    agents: dict[str, AgentSettings] = {}
    database: DatabaseSettings = DatabaseSettings()
    switch: SwitchSettings = SwitchSettings()
    modem: ModemSettings = ModemSettings()
    simulator: SimulatorSettings = SimulatorSettings()
    flows: FlowSettings = FlowSettings()
    scripts: ScriptSettings = ScriptSettings()
    routing: RoutingSettings = RoutingSettings()
    wrap_up: WrapUpSettings = WrapUpSettings()
    supervision: SupervisionSettings = SupervisionSettings()
    login: LoginSettings = LoginSettings()

    @property
    def data_directory(self) -> Path:
        """Where the centre keeps its files; it may not exist yet."""
        return Path(self.centre.data_directory or platformdirs.user_data_dir("agent-desktop", appauthor=False))

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.data_directory / 'agent-desktop.sqlite3'}"

    @property
    def flows_directory(self) -> Path:
        return Path(self.flows.directory) if self.flows.directory else SHIPPED_FLOWS

    @property
    def first_flows(self) -> frozenset[str]:
        """The flows that calls begin in, or come to from a queue; all others are called by these."""
        return self.numbers_flows | self.queues_flows | self.waiting_flows

    @property
    def numbers_flows(self) -> frozenset[str]:
        """Those that a number leads to."""
        silent = {self.flows.without_prompts} if self.flows.without_prompts else set()
        return frozenset({self.flows.default, *self.flows.entries.values(), *silent})

    @property
    def waiting_flows(self) -> frozenset[str]:
        """Those of callers who wait."""
        return frozenset(queue.while_waiting for queue in self.queues.values() if queue.while_waiting)

    @property
    def queues_flows(self) -> frozenset[str]:
        """Those of callers who have been in a queue."""
        queues = self.queues.values()
        named = {queue.after_call for queue in queues} | {rule.flow for queue in queues for rule in queue.overflow}
        return frozenset(named - {""})

    @property
    def scripts_directory(self) -> Path:
        return Path(self.scripts.directory) if self.scripts.directory else SHIPPED_SCRIPTS

    @property
    def journal_directory(self) -> Path:
        return self.data_directory / "journal"

    @property
    def recordings_directory(self) -> Path:
        """Where the centre itself records: on a modem; an Asterisk keeps its own."""
        return self.data_directory / "recordings"

    @property
    def prompts_directory(self) -> Path:
        """What the switch plays: one folder per language."""
        return self.data_directory / "prompts"
