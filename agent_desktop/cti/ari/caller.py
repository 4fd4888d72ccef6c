"""Who calls, as far as the line can be believed. Must never guess: a number that is withheld is empty.

What the network shows is cleaned (`agent_desktop.cti.cleaning`), and remains only a claim.
"""

from __future__ import annotations

import re

from agent_desktop.cti.ari.wire import Channel
from agent_desktop.cti.cleaning import clean
from agent_desktop.cti.switch import CallArrived
from agent_desktop.cti.vocabulary import ConnectionId

_MAX_NUMBER = 64
_MAX_NAME = 80
_NOBODY = frozenset({"", "anonymous", "restricted", "private", "withheld", "unavailable", "unknown", "<unknown>", "-"})
_ESCAPED = re.compile(r"\\(.)")
"""Asterisk takes the quotes of a SIP display name away, but leaves what was escaped in it (RFC 3261 §25.1, `quoted-pair`)."""
_SPECIAL_EXTENSIONS = frozenset({"", "s", "i", "t", "h", "T", "o", "a", "e"})


def arrived(channel: Channel, args: tuple[str, ...]) -> CallArrived:
    """An arriving channel. The arguments are those of `Stasis(APPLICATION,DIALLED NUMBER,PRESENTATION)`.

    ARI shows a number whose caller forbids it (SIP `Privacy: id`) like any other; only the dialplan knows, by
    `CALLERID(num-pres)`, which is `prohib…` then.
    """
    number = clean(channel.caller.number, _MAX_NUMBER)
    withheld = number.casefold() in _NOBODY or any(arg.startswith("prohib") for arg in args)
    return CallArrived(
        connection=ConnectionId(channel.id),
        ani="" if withheld else number,
        ani_name="" if withheld else clean(_ESCAPED.sub(r"\1", channel.caller.name), _MAX_NAME),
        withheld=withheld,
        dnis=_dialled(channel, args),
    )


def _dialled(channel: Channel, args: tuple[str, ...]) -> str:
    exten = channel.dialplan.exten
    if exten in _SPECIAL_EXTENSIONS and args:
        exten = args[0]
    return "" if exten in _SPECIAL_EXTENSIONS else clean(exten, _MAX_NUMBER)


def shown_as(number: str, name: str) -> str:
    """`callerId` of a call that we make; empty when there is nothing to show. Quotes and brackets would start a new field."""
    number, name = (clean(part, _MAX_NAME).translate(_NO_FIELDS) for part in (number, name))
    if not number:
        return f'"{name}"' if name else ""
    return f'"{name}" <{number}>' if name else f"<{number}>"


_NO_FIELDS = str.maketrans("", "", '"<>\\')
