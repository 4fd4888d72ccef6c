"""Windows without a screen; each test starts in English, light, at ordinary size."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from agent_desktop.cti.vocabulary import Language
from agent_desktop.ui import i18n, theme
from tests.fakes.desks import Seat


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its first look."""
    i18n.set_language(qapp, Language.EN)
    theme.apply(qapp, theme.Look())
    yield qapp
    i18n.set_language(qapp, Language.EN)
    theme.apply(qapp, theme.Look())


@pytest.fixture
def seat() -> Seat:
    return Seat()
