"""Playbacks: look, stop, pause, go on, skip."""

from __future__ import annotations

from collections.abc import Callable

from agent_desktop.cti.simulator import playing
from agent_desktop.cti.simulator.model import Board, Playback
from agent_desktop.cti.simulator.rest import NO_CONTENT, Parameters, Refused, Response, Routes, bad_request, ok

_SKIP_S = 3.0


def _forward(board: Board, playback: Playback) -> None:
    playing.skip(board, playback, _SKIP_S)


def _reverse(board: Board, playback: Playback) -> None:
    playing.skip(board, playback, -_SKIP_S)


_OPERATIONS: dict[str, Callable[[Board, Playback], None]] = {
    "pause": playing.pause,
    "unpause": playing.resume,
    "restart": playing.restart,
    "forward": _forward,
    "reverse": _reverse,
}


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "playbacks/{playbackId}", _get, "get", answer="Playback")
    routes.add("DELETE", "playbacks/{playbackId}", _stop, "stop")
    routes.add("POST", "playbacks/{playbackId}/control", _control, "control", "operation!")


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view)


def _stop(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    playing.stop(board, _find(board, path[0]))
    return NO_CONTENT


def _control(board: Board, parameters: Parameters, path: list[str]) -> Response:
    operation = parameters.text("operation")
    if not operation:
        raise bad_request("Missing operation")
    if operation not in _OPERATIONS:
        raise bad_request(f"Invalid operation {operation}")
    playback = _find(board, path[0])
    if playback.view.state == "queued":
        raise Refused(409, "Conflict", f"Can only {operation} while media is playing")
    _OPERATIONS[operation](board, playback)
    return NO_CONTENT


def _find(board: Board, playback_id: str) -> Playback:
    playback = board.playbacks.get(playback_id)
    if playback is None:
        raise Refused(404, "Not Found", "Playback not found")
    return playback
