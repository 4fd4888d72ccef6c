"""The one table of colours: each role in the light and in the dark scheme. Nothing else in the program names a colour.

Every pair of ink and ground in it has a contrast of at least 4.5:1, every outline of a control 3:1 (WCAG 2.2, 1.4.3 and
1.4.11); `tests/unit/ui/test_tokens.py` computes it. Must never import Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agent_desktop.ui.roles import Scheme, Tone


@dataclass(frozen=True, slots=True)
class Shade:
    """The colours of one tone."""

    ink: str
    """Text and icons on any surface, and on `soft`."""
    soft: str
    """A quiet fill."""
    solid: str
    """A loud fill, for the one thing to do next."""
    on_solid: str
    """Text and icons on `solid`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme. Colours are `#rrggbb`."""

    ground: str
    """Behind the panels."""
    surface: str
    """A panel."""
    sunken: str
    """A field to type in, a well inside a panel."""
    hover: str
    """Under the pointer."""
    pressed: str
    border: str
    """Between things; carries no meaning."""
    outline: str
    """Around a control."""
    text: str
    muted: str
    """Labels and hints."""
    disabled: str
    """What cannot be used now; its tooltip says why."""
    focus: str
    """The ring around the control that has the keyboard."""
    tones: Mapping[Tone, Shade]


LIGHT = Tokens(
    ground="#e9edf2",
    surface="#ffffff",
    sunken="#f5f7fa",
    hover="#edf1f6",
    pressed="#dfe6ee",
    border="#d8dfe8",
    outline="#848f9f",
    text="#16202e",
    muted="#535f71",
    disabled="#8b95a3",
    focus="#1f57c8",
    tones=MappingProxyType(
        {
            Tone.NEUTRAL: Shade("#445164", "#e9edf2", "#445164", "#ffffff"),
            Tone.ACCENT: Shade("#1c50ba", "#e4edfd", "#2360d8", "#ffffff"),
            Tone.READY: Shade("#136633", "#dff4e7", "#157a3c", "#ffffff"),
            Tone.OFFER: Shade("#99420a", "#fdebdb", "#b9510b", "#ffffff"),
            Tone.BUSY: Shade("#0a6280", "#dcf1f8", "#0c6f90", "#ffffff"),
            Tone.HOLD: Shade("#7a5000", "#faefd0", "#8a5b00", "#ffffff"),
            Tone.WRAP_UP: Shade("#6538b8", "#efe8fc", "#7145c8", "#ffffff"),
            Tone.NOT_READY: Shade("#525a66", "#e8ebef", "#5b6470", "#ffffff"),
            Tone.ALERT: Shade("#a9231b", "#fce6e4", "#c42b22", "#ffffff"),
            Tone.TRAINING: Shade("#8f1a66", "#fbe5f3", "#a8237a", "#ffffff"),
        },
    ),
)

DARK = Tokens(
    ground="#0d1218",
    surface="#161d26",
    sunken="#10161e",
    hover="#202a36",
    pressed="#2a3644",
    border="#283341",
    outline="#66748a",
    text="#e6ecf3",
    muted="#9aa8b9",
    disabled="#66727f",
    focus="#8db4ff",
    tones=MappingProxyType(
        {
            Tone.NEUTRAL: Shade("#b6c1cf", "#242e3a", "#4a5868", "#ffffff"),
            Tone.ACCENT: Shade("#8db4ff", "#1a2b4c", "#2b66da", "#ffffff"),
            Tone.READY: Shade("#6fd69a", "#143124", "#197841", "#ffffff"),
            Tone.OFFER: Shade("#ffb27a", "#3c2512", "#b5530e", "#ffffff"),
            Tone.BUSY: Shade("#6ccde8", "#11313c", "#0e6f8d", "#ffffff"),
            Tone.HOLD: Shade("#efc768", "#362a0f", "#875e08", "#ffffff"),
            Tone.WRAP_UP: Shade("#c5abff", "#2b2147", "#774dd2", "#ffffff"),
            Tone.NOT_READY: Shade("#b3bcc8", "#252c36", "#56606e", "#ffffff"),
            Tone.ALERT: Shade("#ff9f97", "#44201e", "#c8332a", "#ffffff"),
            Tone.TRAINING: Shade("#f4a0d6", "#3d1a31", "#a92a7d", "#ffffff"),
        },
    ),
)

SCHEMES: Mapping[Scheme, Tokens] = MappingProxyType({Scheme.LIGHT: LIGHT, Scheme.DARK: DARK})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, "contrast ratio"), 1–21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # noqa: PLR2004 - the knee of the sRGB curve
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
