"""Two calls on one wire: what a short press of the hook does at a PBX or a Centrex line, and which presses lead where.

A plain line has one call and no presses. Behind an exchange that understands them, the first press puts the caller aside and gives a
dial tone; what is dialled then is the second call. From there it depends (`profile.Flash`): *toggle* turns to the other of
the two at each press; *three way* brings both together at the second press and drops the later one at the third. In both,
hanging up while two calls stand leaves the two to one another.

The exchange says nothing of all this on the wire: we know where we are by counting. Pure; the line sends what is decided here.
"""

from __future__ import annotations

import enum

from agent_desktop.cti.modem.profile import Flash
from agent_desktop.cti.vocabulary import ConnectionId


class Press(enum.Enum):
    """The next step towards hearing whom one wants to hear."""

    NONE = enum.auto()
    """Nothing to do."""
    FLASH = enum.auto()
    IMPOSSIBLE = enum.auto()
    """This kind of line has no way there."""


class Exchange:
    """The calls on the wire, the first one first."""

    def __init__(self, flash: Flash) -> None:
        self._flash = flash
        self._calls: list[ConnectionId] = []
        self.heard: frozenset[ConnectionId] = frozenset()
        """Those whom we hear; empty: a dial tone, or nobody."""
        self._dropped: ConnectionId | None = None
        """Let go by us, but still at the exchange."""

    @property
    def presses(self) -> bool:
        return self._flash is not Flash.NONE

    @property
    def has_room(self) -> bool:
        """Whether a second call can be made."""
        return self.presses and len(self._calls) == 1 and self._dropped is None

    def first(self, connection: ConnectionId) -> None:
        """A call takes the free line."""
        self._calls, self.heard, self._dropped = [connection], frozenset({connection}), None

    def second(self, connection: ConnectionId) -> None:
        """A second one was dialled; the first is aside."""
        self._calls.append(connection)
        self.heard = frozenset({connection})

    def aside(self) -> None:
        """A second one was dialled in vain: a tone is heard, the first is aside."""
        self.heard = frozenset()

    def gone(self, connection: ConnectionId) -> None:
        """The far end has hung up."""
        if connection in self._calls:
            self._calls.remove(connection)
            self.heard -= {connection}

    def drop(self, connection: ConnectionId) -> None:
        """We want no more of it."""
        if self._flash is Flash.THREE_WAY and self._calls[1:] == [connection] and connection in self.heard:
            self._dropped = connection
            return
        self.gone(connection)

    def press(self, wanted: frozenset[ConnectionId]) -> Press:
        """What leads from those heard to those wanted."""
        if wanted == self.heard:
            return Press.NONE
        if not self.presses or not wanted <= set(self._calls):
            return Press.IMPOSSIBLE
        if self._flash is Flash.THREE_WAY and len(self._calls) > 1:
            return self._press_three_way(wanted)
        return Press.IMPOSSIBLE if len(wanted) > 1 or (not wanted and len(self._calls) > 1) else Press.FLASH

    def _press_three_way(self, wanted: frozenset[ConnectionId]) -> Press:
        both = frozenset(self._calls)
        if wanted == both or self._dropped is not None:
            return Press.FLASH
        return Press.IMPOSSIBLE

    def flashed(self) -> None:
        """The hook was pressed."""
        if len(self._calls) < 2:  # noqa: PLR2004 - the one, or a dial tone
            self.heard = frozenset() if self.heard else frozenset(self._calls)
        elif self._flash is Flash.TOGGLE:
            self.heard = frozenset(self._calls) - (self.heard or {self._calls[1]})
        elif len(self.heard) < 2:  # noqa: PLR2004 - both together
            self.heard = frozenset(self._calls)
        else:
            dropped = self._calls.pop()
            self.heard = frozenset(self._calls)
            self._dropped = None if dropped == self._dropped else self._dropped
