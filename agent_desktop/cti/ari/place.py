"""Where an Asterisk is and who we are there. Every mistake a person can make here is a `UserError`, before anything connects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from agent_desktop.errors import UserError

_SCHEMES = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}
_APP = re.compile(r"[A-Za-z0-9_.-]+")
_DEVICE = re.compile(r"\+?[0-9A-Za-z*#_.-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """How to reach a switch and how it names its devices.

    `url` is `ws[s]://host[:port]`, with or without the path `/ari`. The endpoints are ARI endpoint names in which
    `{device}` stands for the number that is dialled.
    """

    url: str
    app: str
    user: str
    password: str
    station_endpoint: str = "PJSIP/{device}"
    trunk_endpoint: str = "PJSIP/{device}@trunk"

    def __post_init__(self) -> None:
        self._check_url()
        if not _APP.fullmatch(self.app):
            raise UserError(f"The ARI application {self.app!r} may consist of letters, digits, '.', '_' and '-' only.")
        for endpoint in (self.station_endpoint, self.trunk_endpoint):
            if "{device}" not in endpoint or "/" not in endpoint:
                raise UserError(f"The endpoint {endpoint!r} must look like PJSIP/{{device}}@trunk.")

    def _check_url(self) -> None:
        try:
            parts = urlsplit(self.url)
            valid = parts.scheme in _SCHEMES and parts.hostname is not None and (parts.port is None or parts.port > 0)
        except ValueError:
            valid = False
        if not valid:
            raise UserError(f"The switch's address {self.url!r} must look like ws://host:8088 or wss://host:8089.")
        if parts.username is not None:
            raise UserError(
                "The switch's address must not carry a user or a password; they have settings of their own."
            )

    @property
    def address(self) -> str:
        """Host and port, for people and logs."""
        return urlsplit(self.url).netloc

    @property
    def socket_url(self) -> str:
        """`subscribeAll`: without it a dialled device that is busy at once can end before the switch has subscribed us."""
        return f"{self._events}?app={quote(self.app)}&subscribeAll=true"

    def lane_url(self, lane: int) -> str:
        """A further socket for requests: an application of its own, to which nothing is told."""
        return f"{self._events}?app={quote(self.app)}.{lane}"

    @property
    def _events(self) -> str:
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/") or "/ari"
        return f"{_SCHEMES[parts.scheme]}://{parts.netloc}{path}/events"

    def endpoint(self, device: str) -> str | None:
        """The ARI endpoint of a station or, after `+`, an outside number; None for what nobody can dial.

        Only plain numbers and names pass: `&`, `@` and `/` would let a typed number choose its own trunk.
        """
        if not _DEVICE.fullmatch(device):
            return None
        template = self.trunk_endpoint if device.startswith("+") else self.station_endpoint
        return template.replace("{device}", device)
