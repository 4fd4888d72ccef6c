"""Sounds: what there is to be played."""

from __future__ import annotations

from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.rest import Parameters, Refused, Response, Routes, ok
from agent_desktop.cti.simulator.wire import FormatLang, SoundView


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "sounds", _list, "list", "lang format", answer="List[Sound]")
    routes.add("GET", "sounds/{soundId}", _get, "get", answer="Sound")


def _list(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    language, audio_format = parameters.text("lang"), parameters.text("format")
    found = [
        sound
        for sound in _all(board)
        if any(language in {"", one.language} and audio_format in {"", one.format} for one in sound.formats)
    ]
    if not found:
        raise Refused(404, "Not Found", "No sounds found that matched the query")
    return ok(found)


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    for sound in _all(board):
        if sound.id == path[0]:
            return ok(sound)
    raise Refused(404, "Not Found", "Sound not found")


def _all(board: Board) -> list[SoundView]:
    files: dict[str, list[FormatLang]] = {}
    for language, name, audio_format in board.sounds.files():
        files.setdefault(name, []).append(FormatLang(language, audio_format))
    return [SoundView(name, tuple(formats)) for name, formats in files.items()]
