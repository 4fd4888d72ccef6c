"""How a level looks. Must never import Qt."""

from __future__ import annotations

from agent_desktop.protocol.thresholds import Level
from agent_desktop.ui.roles import Icon, Tone

FACES = {
    Level.FINE: (Tone.NEUTRAL, None),
    Level.WATCH: (Tone.HOLD, Icon.CLOCK),
    Level.ACT: (Tone.ALERT, Icon.ALERT),
}
