"""What a log-in needs before it is worth asking the centre. Pure; must never import Qt."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from urllib.parse import urlsplit

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.loopback import is_loopback
from agent_desktop.protocol.seat_session import Credentials

DEFAULT_PORT = 8765
_SCHEMES = frozenset({"ws", "wss"})


class Problem(enum.Enum):
    """What is wrong with what was typed."""

    SERVER_MISSING = "server_missing"
    SERVER_UNREADABLE = "server_unreadable"
    """No host in it, a port that is none, or another scheme than ws and wss."""
    PLAIN_TEXT = "plain_text"
    """`ws` to another machine: the password would go over the wire for all to read."""
    USER_MISSING = "user_missing"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - an id


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as typed."""

    server: str = ""
    user: str = ""
    password: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """A form in order."""

    url: str
    credentials: Credentials


def checked(form: Form) -> Login | Problem:
    """What to connect to and as whom, or the first thing that is wrong, from top to bottom."""
    url = server_url(form.server)
    if isinstance(url, Problem):
        return url
    if not form.user.strip():
        return Problem.USER_MISSING
    if not form.password:
        return Problem.PASSWORD_MISSING
    return Login(url, Credentials(AgentId(form.user.strip()), form.password, form.station.strip()))


def server_url(typed: str) -> str | Problem:
    """An address as people write it (`centre`, `10.0.0.5:9000`, `wss://…`) as a URL; encrypted unless on this machine."""
    text = typed.strip()
    if not text:
        return Problem.SERVER_MISSING
    scheme, host, port, path = _split(text)
    if not host or port < 0 or (scheme and scheme not in _SCHEMES) or any(character.isspace() for character in text):
        return Problem.SERVER_UNREADABLE
    local = is_loopback(host)
    if scheme == "ws" and not local:
        return Problem.PLAIN_TEXT
    scheme = scheme or ("ws" if local else "wss")
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port or DEFAULT_PORT}{path}"


def _split(text: str) -> tuple[str, str, int, str]:
    """Scheme, host, port (0: none given, -1: unreadable), path."""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        return parts.scheme.lower(), parts.hostname or "", parts.port or 0, parts.path.rstrip("/")
    except ValueError:
        return "", "", -1, ""
