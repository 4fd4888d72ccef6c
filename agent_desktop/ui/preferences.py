"""What a user has chosen for this seat, kept between starts. Never a password."""

from __future__ import annotations

import enum

from PySide6.QtCore import QByteArray, QSettings

from agent_desktop.cti.vocabulary import Language
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.roles import Scheme


class _Key(enum.StrEnum):
    SERVER = "login/server"
    USER = "login/user"
    STATION = "login/station"
    LANGUAGE = "look/language"
    SCHEME = "look/scheme"
    SCALE = "look/scale"
    GEOMETRY = "window/geometry"
    PANELS = "window/panels"


class Preferences:
    """A typed door to QSettings; a value that cannot be read is as if it had never been chosen."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def server(self) -> str:
        return self._text(_Key.SERVER)

    @property
    def user(self) -> str:
        return self._text(_Key.USER)

    @property
    def station(self) -> str:
        return self._text(_Key.STATION)

    def remember_login(self, server: str, user: str, station: str) -> None:
        for key, value in ((_Key.SERVER, server), (_Key.USER, user), (_Key.STATION, station)):
            self._settings.setValue(key, value)

    @property
    def language(self) -> Language:
        saved = self._text(_Key.LANGUAGE)
        known = {language.value: language for language in Language}
        return known.get(saved, i18n.system_language())

    @language.setter
    def language(self, chosen: Language) -> None:
        self._settings.setValue(_Key.LANGUAGE, chosen.value)

    @property
    def look(self) -> theme.Look:
        schemes = {scheme.value: scheme for scheme in Scheme}
        scales = {str(scale): scale for scale in theme.SCALES}
        return theme.Look(
            schemes.get(self._text(_Key.SCHEME), Scheme.LIGHT),
            scales.get(self._text(_Key.SCALE), 1.0),
        )

    @look.setter
    def look(self, chosen: theme.Look) -> None:
        self._settings.setValue(_Key.SCHEME, chosen.scheme.value)
        self._settings.setValue(_Key.SCALE, str(chosen.scale))

    @property
    def geometry(self) -> QByteArray:
        return self._bytes(_Key.GEOMETRY)

    @geometry.setter
    def geometry(self, saved: QByteArray) -> None:
        self._settings.setValue(_Key.GEOMETRY, saved)

    @property
    def panels(self) -> QByteArray:
        return self._bytes(_Key.PANELS)

    @panels.setter
    def panels(self, saved: QByteArray) -> None:
        self._settings.setValue(_Key.PANELS, saved)

    def _text(self, key: _Key) -> str:
        value = self._settings.value(key, "")
        return value if isinstance(value, str) else ""

    def _bytes(self, key: _Key) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
