"""One look for the whole program."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_desktop.ui import icons, theme, words
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.roles import Icon, Scheme, TextStyle, Tone
from agent_desktop.ui.widgets.label import Label


def test_figures_are_of_one_width(dressed: QApplication) -> None:
    for style in TextStyle:
        metrics = QFontMetrics(theme.font(style))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_the_type_scale_grows_with_the_users_choice(dressed: QApplication) -> None:
    small = theme.font(TextStyle.BODY).pixelSize()
    theme.apply(dressed, theme.Look(scale=2.0))
    assert theme.font(TextStyle.BODY).pixelSize() == 2 * small
    assert dressed.font().pixelSize() == 2 * small


def test_a_label_follows_the_look(dressed: QApplication, qtbot: QtBot) -> None:
    label = Label("x", TextStyle.TITLE, tone=Tone.ALERT)
    qtbot.addWidget(label)
    theme.apply(dressed, theme.Look(Scheme.DARK, 1.5))
    assert label.font().pixelSize() == theme.font(TextStyle.TITLE).pixelSize()
    assert label.palette().windowText().color() == theme.ink(Tone.ALERT)


def test_fusion_everywhere(dressed: QApplication) -> None:
    theme.apply(dressed, theme.Look(Scheme.DARK))
    assert dressed.palette().window().color().name() == theme.tokens().ground


def test_every_icon_is_drawn_and_no_two_look_alike_but_the_handset(dressed: QApplication) -> None:
    pictures: dict[bytes, Icon] = {}
    for icon in Icon:
        image = icons.pixmap(icon, "#000000", 32).toImage()
        drawn = bytes(image.constBits())
        assert any(drawn), icon
        if icon is not Icon.PHONE:
            assert drawn not in pictures, (icon, pictures.get(drawn))
            pictures[drawn] = icon


def test_states_differ_in_form_not_only_in_colour() -> None:
    drawings = [icon for icon, _ in words.AGENT_STATE_FACES.values()]
    assert len(set(drawings)) == len(drawings)
    plain = (Status.OFFERED, Status.CONNECTING, Status.DIALLING, Status.CONNECTED, Status.HELD, Status.WRAP_UP)
    assert len({callwords.STATUS_FACES[status][0] for status in plain}) == len(plain)


@pytest.mark.parametrize("scale", theme.SCALES)
def test_every_offered_size_stays_within_what_was_promised(scale: float) -> None:
    assert 1.0 <= scale <= 2.0
