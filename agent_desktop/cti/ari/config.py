"""The files with which an Asterisk becomes a centre's switch, as text: `agent-desktop asterisk-config` prints them.

What stands in them was run on Asterisk 22.10; `docs/asterisk.md` shows them, and the tests start an Asterisk with them. Must
never read, write or choose anything: passwords come from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent_desktop.errors import UserError

_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_FOLDER = re.compile(r"/[^;\[\]\x00-\x1f]*")
_SECRET = re.compile(r"[!-:<-~]([ -:<-~]*[!-:<-~])?")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
_STANZA_PASSWORD = re.compile(r"^username = (\S+)\npassword = (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Station:
    """An agent's telephone."""

    number: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What is particular to one switch. Addresses are `host:port`."""

    app: str
    user: str
    password: str
    http_address: str
    sip_address: str
    provider: str
    music: str
    """The folder in which a centre keeps what waiting callers hear, in each codec."""
    stations: tuple[Station, ...]

    def __post_init__(self) -> None:
        _check(_WORD, "ARI user", [self.user])
        _check(_WORD, "ARI application", [self.app])
        _check(_WORD, "station", [station.number for station in self.stations])
        _check(_HOST, "address", [self.http_address, self.sip_address, self.provider])
        _check(_FOLDER, "folder", [self.music])
        if not _SECRET.fullmatch(self.password):
            raise UserError("The switch's password must not be empty, hold ';' or anything but printable ASCII.")


def files(layout: Layout) -> dict[str, str]:
    """Each file's text by its name."""
    return {
        "http.conf": _http(layout),
        "ari.conf": _ari(layout),
        "pjsip.conf": "\n".join([*_trunk(layout), *_stations(layout.stations)]),
        "musiconhold.conf": f"[default]\nmode = files\ndirectory = {layout.music}\n",
        "extensions.conf": _extensions(layout),
    }


def passwords(pjsip: str) -> dict[str, str]:
    """The telephones' passwords in a `pjsip.conf` of ours, by number."""
    return dict(_STANZA_PASSWORD.findall(pjsip))


def _check(form: re.Pattern[str], what: str, values: Iterable[str]) -> None:
    for value in values:
        if not form.fullmatch(value):
            raise UserError(f"The {what} {value!r} cannot stand in Asterisk's configuration.")


def _http(layout: Layout) -> str:
    host, _, port = layout.http_address.rpartition(":")
    return f"[general]\nenabled = yes\nbindaddr = {host}\nbindport = {port}\n"


def _ari(layout: Layout) -> str:
    return f"""\
[general]
enabled = yes

[{layout.user}]
type = user
read_only = no
password = {layout.password}
password_format = plain
"""


def _trunk(layout: Layout) -> Iterator[str]:
    host = layout.provider.rpartition(":")[0]
    yield f"""\
[global]
type = global
endpoint_identifier_order = username,ip

[udp]
type = transport
protocol = udp
bind = {layout.sip_address}

[trunk]
type = endpoint
context = from-trunk
transport = udp
disallow = all
allow = alaw,ulaw
direct_media = no
trust_id_inbound = yes
aors = trunk

[trunk]
type = aor
contact = sip:{layout.provider}

[trunk]
type = identify
endpoint = trunk
match = {host}
"""


def _stations(stations: Iterable[Station]) -> Iterator[str]:
    yield """\
[station](!)
type = endpoint
context = stations
transport = udp
disallow = all
allow = alaw,ulaw
direct_media = no

[station-aor](!)
type = aor
max_contacts = 1
remove_existing = yes
qualify_frequency = 30
"""
    for station in stations:
        yield f"""\
[{station.number}](station)
auth = {station.number}
aors = {station.number}
callerid = "{_plain(station.name)}" <{station.number}>

[{station.number}]
type = auth
username = {station.number}
password = {station.password}

[{station.number}](station-aor)
"""


def _plain(name: str) -> str:
    """A name that ends neither its quotes nor its line; `;` would begin a comment."""
    return "".join(char for char in name if char.isprintable() and char not in '"\\;')


def _extensions(layout: Layout) -> str:
    return f"""\
[from-trunk]
exten => _[+0-9].,1,Set(TRIES=0)
 same => n(centre),Stasis({layout.app},${{EXTEN}},${{CALLERID(num-pres)}})
 same => n,GotoIf($["${{STASISSTATUS}}" != "FAILED" | ${{TRIES}} = 60]?sorry)
 same => n,Set(TRIES=$[${{TRIES}} + 1])
 same => n,Ringing()
 same => n,Wait(2)
 same => n,Goto(centre)
 same => n(sorry),Answer()
 same => n,Playback(im-sorry&please-try-call-later)
 same => n,Hangup()

[stations]
exten => 800,1,Goto(from-trunk,800,1)
"""
