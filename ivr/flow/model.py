"""A flow as data: the nodes of one voice menu, as the loader has checked them."""

from __future__ import annotations

import msgspec


class Flow(msgspec.Struct, frozen=True):
    """One flow."""

    flow: str
