"""Which icon and tone the kinds of steps and the ways of leaving them have. Must never import Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from agent_desktop.scripts.model import StepKind
from agent_desktop.scripts.state import How
from agent_desktop.ui.roles import Icon, Tone

KIND: Final[Mapping[StepKind, tuple[Icon, Tone]]] = MappingProxyType(
    {
        StepKind.SAY: (Icon.MESSAGE, Tone.ACCENT),
        StepKind.ASK: (Icon.QUESTION, Tone.WRAP_UP),
        StepKind.DO: (Icon.CHECK, Tone.READY),
        StepKind.RECORD: (Icon.EDIT, Tone.HOLD),
    }
)
HOW: Final[Mapping[How, Icon]] = MappingProxyType(
    {
        How.DONE: Icon.CHECK,
        How.ANSWERED: Icon.CHECK,
        How.SKIPPED: Icon.CHEVRON_RIGHT,
        How.JUMPED: Icon.BRANCH,
        How.SWITCHED: Icon.TRANSFER,
    }
)
