"""A scenario as data: one simulated caller's part, to be answered by a trainee and scored. Read from YAML by `loader`.

What an agent does reaches the caller as a *cue*, a short word:

    complaint/calm              a script step was taken
    complaint/motive=fix        … with this answer
    opening:silent              a special opening was chosen
    say:apologise               one of the sayings was chosen, or typed in the agent's own words
    answered, hold, retrieve    the line
    silence:10, holding:60      nothing was said for so long; on hold for so long (seconds)

A *beat* is what the caller does about a cue: says something, tells a fact, changes their mood. Of the beats that a cue fits the first
that may happen does. Must never import anything but msgspec, the texts' type and the vocabulary.
"""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import MatterKind, Text

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
ScenarioId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
Cue = Annotated[
    str,
    Meta(
        pattern=r"^([a-z][a-z0-9_]*/[a-z][a-z0-9_]*(=[a-z0-9_]+)?"
        r"|(opening|say):[a-z][a-z0-9_]*|(silence|holding):[1-9]\d*|answered|hold|retrieve)$"
    ),
]
Percent = Annotated[int, Meta(ge=0, le=100)]
Seconds = Annotated[float, Meta(gt=0)]


class Kind(enum.StrEnum):
    """What a scenario teaches."""

    SILENT = "silent"
    UNCLEAR = "unclear"
    DIALECT = "dialect"
    WRONG_NUMBER = "wrong_number"
    PERSON = "person"
    COMPLAINT = "complaint"
    FAULT = "fault"
    RENEWAL = "renewal"
    HARASSING = "harassing"
    ENQUIRY = "enquiry"


class Temperament(enum.StrEnum):
    """How to talk to them."""

    PEACEABLE = "peaceable"
    LIVELY = "lively"
    PERFECTIONIST = "perfectionist"
    POWERFUL = "powerful"


class OnFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter that is open with a customer."""

    kind: MatterKind
    subject: str
    days_ago: float
    due_in_days: float


class Past(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An earlier call of theirs."""

    days_ago: float
    subject: str


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is on file of them."""

    salutation: str = ""
    company: str = ""
    city: str = ""
    membership_level: str = ""
    contract_ends_in_days: int | None = None
    tags: tuple[str, ...] = ()
    remark: str = ""
    calls: tuple[Past, ...] = ()
    matters: tuple[OnFile, ...] = ()


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who plays the part in one language. Numbers are of those that are kept free for stories."""

    name: str
    number: Annotated[str, Meta(pattern=r"^(\+[1-9]\d{6,14})?$")] = ""
    """E.164; empty: withheld."""
    record: Record | None = None
    """None: nobody on file."""


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same part in each language."""

    en: Person
    zh_CN: Person  # noqa: N815 - the language's own code

    def of(self, language: Language) -> Person:
        return self.zh_CN if language is Language.ZH_CN else self.en


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent may type for a saying: any of these is enough. Lower case."""

    en: tuple[str, ...] = ()
    zh_CN: tuple[str, ...] = ()  # noqa: N815 - the language's own code


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the agent may say; not all of it is wise."""

    id: Id
    text: Text
    words: Words = Words()


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the agent has to find out: the caller tells it only when asked."""

    id: Id
    label: Text


class Beat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller does about a cue."""

    id: Id
    on: Annotated[tuple[Cue, ...], Meta(min_length=1)]
    """Any of them."""
    needs: tuple[Id, ...] = ()
    """Beats that must have happened before."""
    unless: tuple[Id, ...] = ()
    """Beats after which it no longer happens."""
    mood_from: Percent = 0
    """Only in at least so good a mood."""
    say: tuple[Text, ...] = ()
    mood: Annotated[int, Meta(ge=-100, le=100)] = 0
    """How far it moves the mood."""
    tells: tuple[Id, ...] = ()
    """Facts that are out with it."""
    again: bool = False
    """Happens each time, not once."""
    fault: Text | None = None
    """What the agent did wrong there, in a few words."""
    ends: bool = False
    """The caller says goodbye with it and hangs up."""


class Temper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the mood moves by itself. 0 is furious, 100 is delighted."""

    start: Percent = 55
    silence_s: Seconds = 15
    """So long a silence is borne; after it, and each time again, the mood falls by `step`."""
    hold_s: Seconds = 60
    """The same on hold."""
    step: Annotated[int, Meta(ge=0, le=100)] = 4
    leaves_at: Percent = 0
    """Hangs up once the mood is as low as this."""
    parting: Text | None = None
    """What they say then."""


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step that a good agent takes; any of the cues will do."""

    id: Id
    label: Text
    by: Annotated[tuple[Cue, ...], Meta(min_length=1)]


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that belongs into the log's notes or answers; any of the words shows that it is there."""

    label: Text
    words: Annotated[tuple[str, ...], Meta(min_length=1)]


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a run is scored by."""

    greet_s: Seconds = 10
    """The first of `steps` has to come within this."""
    steps: tuple[Wanted, ...] = ()
    order: tuple[Id, ...] = ()
    """Of those steps, those that have to follow one another."""
    hold_s: Seconds = 60
    """The longest hold that is good."""
    dispositions: tuple[str, ...] = ()
    """Codes for the log that are right; the first one is the best."""
    follow_up: bool = False
    """The log needs a follow-up."""
    notes: tuple[Note, ...] = ()
    mood: Percent = 60
    """The mood at the end that earns all of it; 0: mood is not judged."""


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One simulated caller's part."""

    id: ScenarioId
    kind: Kind
    title: Text
    about: Text
    """Who they are and why they call, for the trainer."""
    aim: Text
    """What they want to have at the end."""
    cast: Cast
    keys: Annotated[str, Meta(pattern=r"^[0-9*#]?$")]
    """What they press in the menu, after the language."""
    temperament: Temperament | None = None
    patience_s: Seconds = 180
    """In the queue."""
    temper: Temper = Temper()
    facts: tuple[Fact, ...] = ()
    sayings: tuple[Saying, ...] = ()
    beats: tuple[Beat, ...] = ()
    puzzled: Text | None = None
    """What they say to something typed that means nothing to them."""
    solved: tuple[Id, ...] = ()
    """Beats that must all have happened for the matter to be solved."""
    marks: Marks = Marks()

    def beat(self, beat_id: str) -> Beat:
        """The beat of that id; there must be one."""
        return next(beat for beat in self.beats if beat.id == beat_id)

    def fact(self, fact_id: str) -> Fact:
        """The fact of that id; there must be one."""
        return next(fact for fact in self.facts if fact.id == fact_id)

    def saying(self, saying_id: str) -> Saying | None:
        """The saying of that id."""
        return next((saying for saying in self.sayings if saying.id == saying_id), None)


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every scenario has besides its own; a scenario's own saying or beat of the same id takes its place."""

    sayings: tuple[Saying, ...] = ()
    beats: tuple[Beat, ...] = ()
    puzzled: Text | None = None
