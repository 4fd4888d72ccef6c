"""What is asked first when the link comes up: whether this is an ARI that we can work with, and what lives there.

Sans-I/O. Whatever the switch sends besides the responses is kept for the translator, in order. Must never wait: the driver
gives up when the responses don't come.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.ari import wire
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.requests import Ask
from agent_desktop.errors import UserError

TOO_OLD = (
    "The switch does not answer requests on its event socket. That needs Asterisk 20.14, 21.9, 22.4 or newer;"
    " `asterisk -V` tells which one it is."
)
_FORBIDDEN = 403


class Opening:
    """Four requests and their answers."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._waiting = {f"opening-{name}": name for name in ("info", "filter", "channels", "bridges")}
        self.version = ""
        self.channels: tuple[wire.Channel, ...] = ()
        self.bridges: tuple[wire.BridgeRef, ...] = ()
        self.kept: list[wire.Message] = []

    def requests(self) -> list[wire.RestRequest]:
        asked = {
            "info": Ask("GET", "asterisk/info", (("only", "system"),)),
            "filter": Ask("PUT", f"applications/{self._place.app}/eventFilter", body=_event_filter()),
            "channels": Ask("GET", "channels"),
            "bridges": Ask("GET", "bridges"),
        }
        return [asked[name].numbered(key) for key, name in self._waiting.items()]

    @property
    def done(self) -> bool:
        return not self._waiting

    def receive(self, message: wire.Message) -> None:
        """Take one message; raises `UserError` for a switch that we can't work with."""
        if not isinstance(message, wire.RestResponse):
            self.kept.append(message)
            return
        match self._waiting.pop(message.request_id, None):
            case "info":
                self._need(message, "tell its version")
                self.version = _version(message.message_body)
            case "filter":
                self._check_rights(message)
            case "channels":
                self._need(message, "list its channels")
                self.channels = wire.channels(message.message_body)
            case "bridges":
                self._need(message, "list its bridges")
                self.bridges = wire.bridges(message.message_body)

    def _need(self, response: wire.RestResponse, what: str) -> None:
        if not response.accepted:
            raise UserError(f"The switch at {self._place.address} will not {what}: {wire.reason(response)}.")

    def _check_rights(self, response: wire.RestResponse) -> None:
        """The first request that changes something; without the filter we get more events, which does no harm."""
        if response.status_code == _FORBIDDEN:
            raise UserError(
                f"The switch at {self._place.address} lets the ARI user {self._place.user!r} only look:"
                " set read_only = no for it in ari.conf."
            )


def _event_filter() -> str:
    allowed = [{"type": name} for name in wire.WANTED]
    return msgspec.json.encode({"allowed": allowed}).decode()


def _version(body: str) -> str:
    try:
        return msgspec.json.decode(body, type=_Info).system.version
    except msgspec.DecodeError:
        return ""


class _System(msgspec.Struct, frozen=True):
    version: str = ""


class _Info(msgspec.Struct, frozen=True):
    system: _System = _System()
