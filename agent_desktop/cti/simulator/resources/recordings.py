"""Recordings: begin, look, stop, pause, mute; those that are done: list, fetch, copy, delete."""

from __future__ import annotations

from agent_desktop.cti.simulator import recording
from agent_desktop.cti.simulator.archive import Stored
from agent_desktop.cti.simulator.model import Board, Bridge, Channel, Recording, RecordingOrder
from agent_desktop.cti.simulator.recording import TERMINATORS
from agent_desktop.cti.simulator.rest import (
    NO_CONTENT,
    Handler,
    Parameters,
    Refused,
    Response,
    Routes,
    bad_request,
    created,
    ok,
)
from agent_desktop.cti.simulator.wire import StoredRecordingView

_IF_EXISTS = frozenset({"fail", "overwrite", "append"})
_LIMITS = (("maxDurationSeconds", "max_duration_seconds"), ("maxSilenceSeconds", "max_silence_seconds"))


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    live, stored = "recordings/live/{recordingName}", "recordings/stored/{recordingName}"
    routes.add("GET", live, _get, "getLive", answer="LiveRecording")
    routes.add("DELETE", live, _discard, "cancel")
    routes.add("POST", f"{live}/stop", _stop, "stop")
    routes.add("POST", f"{live}/pause", _pause(on=True), "pause")
    routes.add("DELETE", f"{live}/pause", _pause(on=False), "unpause")
    routes.add("POST", f"{live}/mute", _mute(on=True), "mute")
    routes.add("DELETE", f"{live}/mute", _mute(on=False), "unmute")
    routes.add("GET", "recordings/stored", _list_stored, "listStored", answer="List[StoredRecording]")
    routes.add("GET", stored, _get_stored, "getStored", answer="StoredRecording")
    routes.add("DELETE", stored, _delete_stored, "deleteStored")
    routes.add("GET", f"{stored}/file", _file, "getStoredFile", answer="binary")
    routes.add("POST", f"{stored}/copy", _copy, "copyStored", "destinationRecordingName!", answer="StoredRecording")


RECORD = "name! format! maxDurationSeconds:int maxSilenceSeconds:int ifExists beep:boolean terminateOn"
"""What a recording can be asked for."""


def begin_recording(board: Board, target: Channel | Bridge, parameters: Parameters) -> Response:
    """Record a channel or bridge."""
    for name, words in _LIMITS:
        if parameters.integer(name, 0) < 0:
            raise _negative(target, words)
    order = RecordingOrder(
        name=parameters.text("name"),
        format=parameters.text("format"),
        max_s=parameters.integer("maxDurationSeconds", 0) or None,
        max_silence_s=parameters.integer("maxSilenceSeconds", 0) or None,
        terminators=_terminators(parameters),
        append=_if_exists(parameters) == "append",
    )
    _check_name(board, order, replacing=_if_exists(parameters) != "fail")
    return created(recording.record(board, target, order))


def _negative(target: Channel | Bridge, words: str) -> Refused:
    if isinstance(target, Bridge):
        return _UNPARSED
    return bad_request(f"{words} cannot be negative")


_UNPARSED = Refused(500, "Internal Server Error", "Error parsing request")
"""Asterisk's word for a name or a limit that cannot be."""


def _terminators(parameters: Parameters) -> str:
    word = parameters.text("terminateOn") or "none"
    if word not in TERMINATORS:
        raise bad_request("terminateOn invalid")
    return TERMINATORS[word]


def _if_exists(parameters: Parameters) -> str:
    word = parameters.text("ifExists") or "fail"
    if word not in _IF_EXISTS:
        raise bad_request("ifExists invalid")
    return word


def _check_name(board: Board, order: RecordingOrder, *, replacing: bool) -> None:
    if not board.archive.knows(order.format):
        raise Refused(422, "Unprocessable Entity", "specified format is unknown on this system")
    if not board.archive.accepts(order.name):
        raise _UNPARSED
    if order.name in board.recordings or (board.archive.find(order.name) and not replacing):
        raise Refused(409, "Conflict", f"Recording '{order.name}' already exists and can not be overwritten")


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view)


def _discard(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    recording.stop(board, _find(board, path[0]), keep=False)
    return NO_CONTENT


def _stop(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    found = _find(board, path[0])
    if found.view.state == "canceled":
        raise Refused(409, "Conflict", "Recording not in session")
    recording.stop(board, found, keep=True)
    return NO_CONTENT


def _pause(*, on: bool) -> Handler:
    def set_pause(board: Board, _parameters: Parameters, path: list[str]) -> Response:
        found = _running(board, path[0])
        if on is (found.view.state == "recording"):
            (recording.pause if on else recording.resume)(board, found)
        return NO_CONTENT

    return set_pause


def _mute(*, on: bool) -> Handler:
    def set_mute(board: Board, _parameters: Parameters, path: list[str]) -> Response:
        recording.mute(board, _running(board, path[0]), on=on)
        return NO_CONTENT

    return set_mute


def _list_stored(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([_view(stored) for stored in board.archive.all()])


def _get_stored(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_view(_find_stored(board, path[0])))


def _delete_stored(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    _find_stored(board, path[0]).path.unlink()
    return NO_CONTENT


def _file(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    stored = _find_stored(board, path[0])
    return Response(200, "OK", stored.path.read_bytes(), f"audio/{stored.format}")


def _copy(board: Board, parameters: Parameters, path: list[str]) -> Response:
    name = parameters.text("destinationRecordingName")
    stored = _find_stored(board, path[0])
    if not board.archive.accepts(name):
        raise Refused(400, "Bad request", "Invalid destination recording name")
    if board.archive.find(name):
        raise Refused(409, "Conflict", "A recording with the same name already exists on the system")
    return ok(_view(board.archive.copy(stored, name)))


def _view(stored: Stored) -> StoredRecordingView:
    return StoredRecordingView(stored.name, stored.format)


def _running(board: Board, name: str) -> Recording:
    found = _find(board, name)
    if not found.running:
        raise Refused(409, "Conflict", "Recording not in session")
    return found


def _find(board: Board, name: str) -> Recording:
    if name not in board.recordings:
        raise _NOT_FOUND
    return board.recordings[name]


def _find_stored(board: Board, name: str) -> Stored:
    stored = board.archive.find(name)
    if stored is None:
        raise _NOT_FOUND
    return stored


_NOT_FOUND = Refused(404, "Not Found", "Recording not found")
