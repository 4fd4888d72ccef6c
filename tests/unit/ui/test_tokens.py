"""Everything that can be read can be read by everybody: the contrast of each pair in the token table."""

from __future__ import annotations

import pytest

from agent_desktop.ui.roles import Scheme, Tone
from agent_desktop.ui.tokens import SCHEMES, contrast

TEXT = 4.5
CONTROL = 3.0
GROUNDS = ("ground", "surface", "sunken", "hover", "pressed")


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_hints_on_every_ground(scheme: Scheme, ground: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens.text, getattr(tokens, ground)) >= TEXT
    assert contrast(tokens.muted, getattr(tokens, ground)) >= TEXT


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("tone", Tone)
def test_each_tone_in_each_place_it_is_used(scheme: Scheme, tone: Tone) -> None:
    tokens = SCHEMES[scheme]
    shade = tokens.tones[tone]
    assert contrast(shade.on_solid, shade.solid) >= TEXT
    for ground in (shade.soft, tokens.surface, tokens.ground, tokens.sunken):
        assert contrast(shade.ink, ground) >= TEXT


@pytest.mark.parametrize("scheme", Scheme)
def test_the_edge_of_a_control_and_the_ring_of_the_focus(scheme: Scheme) -> None:
    tokens = SCHEMES[scheme]
    for ground in (tokens.surface, tokens.sunken):
        assert contrast(tokens.outline, ground) >= CONTROL
        assert contrast(tokens.focus, ground) >= CONTROL


@pytest.mark.parametrize("scheme", Scheme)
def test_a_loud_button_stands_out_from_its_panel(scheme: Scheme) -> None:
    tokens = SCHEMES[scheme]
    for tone in (Tone.ACCENT, Tone.READY, Tone.ALERT):
        assert contrast(tokens.tones[tone].solid, tokens.surface) >= CONTROL
