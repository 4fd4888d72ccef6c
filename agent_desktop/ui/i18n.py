"""The language of the window, switchable while it runs.

English is the language of the sources; each other language is one `.ts` file in `translations/`, compiled to `.qm`. Qt tells
every widget of a switch by `QEvent.Type.LanguageChange`; it answers in `retranslate`. Must never hold a text itself.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from agent_desktop.cti.vocabulary import Language

TRANSLATIONS = Path(__file__).parent / "translations"
_PARENT_NAME = "agent-desktop-translation"


def language() -> Language:
    """The language that the window speaks now: in which `Text.of` is to be read."""
    return Language(QCoreApplication.translate("Language", "en", "the code of this language: zh_CN"))


def locale() -> QLocale:
    """How dates and numbers are written in that language."""
    return QLocale(language().value)


def system_language() -> Language:
    """The language of the user's system, where the program has it."""
    chinese = QLocale.system().language() is QLocale.Language.Chinese
    return Language.ZH_CN if chinese else Language.EN


def set_language(application: QCoreApplication, chosen: Language) -> None:
    """Speak this language from now on, Qt's own dialogs included."""
    for old in application.findChildren(QTranslator, _PARENT_NAME):
        application.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(chosen.value))
    if chosen is not Language.EN:
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        _install(application, qt / f"qtbase_{chosen.value}.qm")
        _install(application, TRANSLATIONS / f"agent_desktop_{chosen.value}.qm")


def _install(application: QCoreApplication, path: Path) -> None:
    translator = QTranslator(application)
    translator.setObjectName(_PARENT_NAME)
    if translator.load(str(path)):
        application.installTranslator(translator)
