"""An outside number as it is dialled on an analogue line: no plus, but the digits that the exchange wants to hear."""

from __future__ import annotations

import re

import phonenumbers

_DIALABLE = re.compile(r"[0-9*#]{1,40}")
_LEFT_OUT = re.compile(r"[^0-9*#]")


def digits_of(device: str, region: str, prefix: str) -> str | None:
    """The digits for `device`, from a line in `region`; None when nothing can be dialled.

    E.164 comes after `prefix`, which gets a line to the network (`0,` on many PBXs): a number of the same country with its national
    prefix, one abroad with that of international calls. Anything else is dialled as it is: `112`, or an extension of the PBX.
    """
    if not device.startswith("+"):
        return device if _DIALABLE.fullmatch(device) else None
    plain = _from_here(device, region)
    return None if plain is None else prefix + plain


def _from_here(number: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    return _LEFT_OUT.sub("", phonenumbers.format_out_of_country_calling_number(parsed, region)) or None
