"""Windows without a screen; each test starts in English, light, at ordinary size."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from agent_desktop.cti.vocabulary import Language
from agent_desktop.ui import i18n, theme
from tests.fakes.desks import Seat


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its first look; what a test leaves behind is gone before the next one."""
    _first_look(qapp)
    yield qapp
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _first_look(qapp)


def _first_look(application: QApplication) -> None:
    """Dressing costs time, so it is done where it is needed only."""
    if i18n.language() is not Language.EN:
        i18n.set_language(application, Language.EN)
    if theme.look() != theme.Look() or not application.styleSheet():
        theme.apply(application, theme.Look())


@pytest.fixture
def seat() -> Seat:
    return Seat()
