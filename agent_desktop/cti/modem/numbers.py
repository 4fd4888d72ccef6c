"""An outside number as it is dialled on an analogue line: no plus, but the digits that the exchange wants to hear."""

from __future__ import annotations

import re

import phonenumbers

_DIALABLE = re.compile(r"[0-9*#]{1,40}")
_LEFT_OUT = re.compile(r"[^0-9*#]")


def digits_of(device: str, region: str, prefix: str) -> str | None:
    """The digits for `device` (E.164, or a number that is dialled as it is, such as `112`), from a line in `region`, after what gets a
    line to the network; None when nothing can be dialled.

    A number of the same country gets its national prefix, one abroad that of international calls.
    """
    if device.startswith("+"):
        plain = _from_here(device, region)
    else:
        plain = device if _DIALABLE.fullmatch(device) else None
    return None if plain is None else prefix + plain


def _from_here(number: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    return _LEFT_OUT.sub("", phonenumbers.format_out_of_country_calling_number(parsed, region)) or None
