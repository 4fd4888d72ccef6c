"""Which icon and tone the codes of a record have. One table for the headline, the rows and the candidates, so that the same thing
looks the same everywhere. Must never import Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from agent_desktop.protocol.record import Channel, MatchKind, MatterKind, Stage, Standing, ValueType
from agent_desktop.ui.agent.record_presenter import BannerTone
from agent_desktop.ui.agent.record_rows import Urgency
from agent_desktop.ui.roles import Icon, Tone

Look = tuple[Icon, Tone]

STANDING: Final[Mapping[Standing, Look]] = MappingProxyType(
    {
        Standing.NON_CUSTOMER: (Icon.USER, Tone.NEUTRAL),
        Standing.POTENTIAL: (Icon.USER, Tone.NEUTRAL),
        Standing.TARGET: (Icon.USER, Tone.ACCENT),
        Standing.ACTUAL: (Icon.CHECK, Tone.READY),
        Standing.LOST: (Icon.CLOSE, Tone.ALERT),
    }
)
VALUE: Final[Mapping[ValueType, Look]] = MappingProxyType(
    {
        ValueType.MOST_VALUABLE: (Icon.STAR, Tone.WRAP_UP),
        ValueType.MOST_GROWABLE: (Icon.PLUS, Tone.ACCENT),
        ValueType.ORDINARY: (Icon.USER, Tone.NEUTRAL),
        ValueType.BELOW_ZERO: (Icon.ALERT, Tone.HOLD),
    }
)
STAGE: Final[Mapping[Stage, Look]] = MappingProxyType(
    {
        Stage.ACQUIRE: (Icon.PLUS, Tone.ACCENT),
        Stage.LIFT: (Icon.LINK, Tone.ACCENT),
        Stage.MATURE: (Icon.CHECK, Tone.NEUTRAL),
        Stage.DECLINE: (Icon.ALERT, Tone.HOLD),
        Stage.LEAVING: (Icon.ALERT, Tone.ALERT),
    }
)
CHANNEL: Final[Mapping[Channel, Icon]] = MappingProxyType(
    {
        Channel.CALL_IN: Icon.CALL_IN,
        Channel.CALL_OUT: Icon.CALL_OUT,
        Channel.EMAIL: Icon.MAIL,
        Channel.MESSAGE: Icon.MESSAGE,
        Channel.VISIT: Icon.VISIT,
    }
)
MATTER: Final[Mapping[MatterKind, Icon]] = MappingProxyType(
    {
        MatterKind.COMPLAINT: Icon.MESSAGE,
        MatterKind.DISPUTE: Icon.BRANCH,
        MatterKind.DEFECT: Icon.ALERT,
        MatterKind.ORDER: Icon.TICKET,
        MatterKind.REPAIR: Icon.SETTINGS,
        MatterKind.FOLLOW_UP: Icon.REPEAT,
        MatterKind.CALLBACK: Icon.CALL_OUT,
        MatterKind.VOICEMAIL: Icon.RECORD,
    }
)
URGENCY: Final[Mapping[Urgency, Tone]] = MappingProxyType(
    {
        Urgency.OVERDUE: Tone.ALERT,
        Urgency.SOON: Tone.HOLD,
        Urgency.LATER: Tone.NEUTRAL,
        Urgency.NONE: Tone.NEUTRAL,
    }
)
MATCH: Final[Mapping[MatchKind, Icon]] = MappingProxyType(
    {
        MatchKind.EXACT: Icon.CHECK,
        MatchKind.EXTENSION: Icon.BUILDING,
        MatchKind.SAME_LINE: Icon.USERS,
        MatchKind.LOCAL: Icon.ALERT,
        MatchKind.KEYED: Icon.KEYPAD,
        MatchKind.CHOSEN: Icon.CHECK,
        MatchKind.WITHHELD: Icon.WITHHELD,
        MatchKind.UNKNOWN: Icon.USER,
        MatchKind.UNAVAILABLE: Icon.LINK_LOST,
    }
)
BANNER: Final[Mapping[BannerTone, Tone]] = MappingProxyType(
    {BannerTone.SURE: Tone.READY, BannerTone.CHECK: Tone.HOLD, BannerTone.NOBODY: Tone.ACCENT}
)
