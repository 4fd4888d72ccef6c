"""One trainee's run of a scenario, kept: the scenario as it was, and what happened when. Playing it again gives the same run, and so the
same words, moods and score; nothing else is kept of it.

A run's clock reads Unix seconds. Must never read one by itself.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.training.inputs import Timed
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import ScenarioRun


class Attempt(msgspec.Struct, frozen=True):
    """One attempt. `id` is unique in its class and sorts by time."""

    id: str
    trainee: AgentId
    name: str
    """The trainee's, as it was shown."""
    language: Language
    scenario: Scenario
    happenings: tuple[Timed, ...]


def replay(attempt: Attempt) -> ScenarioRun:
    """The run, once more."""
    run = ScenarioRun(attempt.scenario, attempt.language)
    for timed in attempt.happenings:
        run.handle(timed.what, timed.at)
    return run


def encode(attempt: Attempt) -> bytes:
    return msgspec.json.encode(attempt)


def decode(text: bytes) -> Attempt:
    """An attempt from its text.

    Raises:
        msgspec.DecodeError: it is none.

    """
    return msgspec.json.decode(text, type=Attempt)
