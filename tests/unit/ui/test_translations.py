"""Two languages, complete and in step with the sources, switchable while running."""

from __future__ import annotations

import string

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Text
from agent_desktop.ui import i18n, messages, words
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callservices import Service
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.translations import outdated
from agent_desktop.ui.widgets.banner import Toast


def test_nothing_is_untranslated_and_nothing_is_out_of_step() -> None:
    assert outdated() == []


def test_the_window_knows_its_own_language(dressed: QApplication) -> None:
    assert i18n.language() is Language.EN
    i18n.set_language(dressed, Language.ZH_CN)
    assert i18n.language() is Language.ZH_CN
    assert words.content(Text("Lunch", "午餐")) == "午餐"
    assert i18n.locale().name() == "zh_CN"


def test_a_widget_changes_its_language_while_it_lives(dressed: QApplication, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    toast = Toast(host)
    i18n.set_language(dressed, Language.ZH_CN)
    qtbot.waitUntil(lambda: toast._close.accessibleName() == "关闭")
    i18n.set_language(dressed, Language.EN)
    qtbot.waitUntil(lambda: toast._close.accessibleName() == "Close")


def test_qts_own_dialogs_speak_it_too(dressed: QApplication) -> None:
    i18n.set_language(dressed, Language.ZH_CN)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("language", Language)
def test_every_state_has_a_word_of_its_own(dressed: QApplication, language: Language) -> None:
    i18n.set_language(dressed, language)
    assert len({words.agent_state(state) for state in AgentState}) == len(AgentState)
    somebody = Text("Sara", "Sara")
    assert len({callwords.status(status, somebody) for status in Status}) == len(Status)
    assert all(callwords.service(service, None, None) for service in Service)


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("error", ErrorId)
def test_every_refusal_says_what_happened_in_both_languages(dressed: QApplication, error: ErrorId) -> None:
    english = str(messages.TEXTS[error])
    assert names_in(english) <= set(error.arguments)
    i18n.set_language(dressed, Language.ZH_CN)
    chinese = QCoreApplication.translate("Errors", english)
    assert chinese != english
    assert names_in(chinese) == names_in(english)


def test_an_argument_with_braces_is_no_format(dressed: QApplication) -> None:
    assert "{x}" in messages.text("bad_digits", {"digits": "{x}"})


def test_a_refusal_of_a_newer_centre_is_named(dressed: QApplication) -> None:
    assert "moon_full" in messages.text("moon_full", {})


def test_a_missing_argument_breaks_nothing(dressed: QApplication) -> None:
    assert "–" in messages.text("login_throttled", {})
