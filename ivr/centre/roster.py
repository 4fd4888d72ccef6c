"""Who is in: the session of each user, how it is resumed, and what becomes of one whose link is gone.

    link lost ──15 s──► the agent's seat counts as lost ──until 120 s──► the session is forgotten

Times are arguments (any seconds that only go forward), tokens come from the caller: no clock, no chance, no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.centre_session import CentreSession
from agent_desktop.protocol.messages import Role
from agent_desktop.protocol.seat_session import SILENCE_S


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who has logged in."""

    id: AgentId
    name: str
    role: Role
    station: str
    """The telephone they use, from the hello or from their file."""


@dataclass(slots=True, eq=False)
class Member:
    """A user who is in, with or without a link at the moment."""

    user: User
    session: CentreSession
    seat_lost: bool = False
    """The core has been told that the seat is gone."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a session may be without a link."""

    seat_lost_s: float = SILENCE_S
    resume_s: float = 120.0


class Roster:
    """All sessions, by user."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._members: dict[AgentId, Member] = {}
        self._silent: dict[AgentId, float] = {}
        self._away: dict[AgentId, float] = {}

    def __len__(self) -> int:
        return len(self._members)

    def members(self) -> Iterable[Member]:
        """Everybody who is in."""
        return self._members.values()

    def find(self, user: AgentId) -> Member | None:
        """One user's membership."""
        return self._members.get(user)

    def open(self, user: User, session: CentreSession) -> Member:
        """A user has logged in with their password; a session that they had is void."""
        self.drop(user.id)
        member = Member(user, session)
        self._members[user.id] = member
        return member

    def resume(self, user: AgentId, used: str, token: str) -> Member | None:
        """A seat comes back with the token it has, and gets a new one. None: there is nothing to come back to."""
        member = self._members.get(user)
        if member is None or not member.session.accepts(used):
            return None
        member.session.renew(used, token)
        self._silent.pop(user, None)
        self._away.pop(user, None)
        return member

    def link_lost(self, user: AgentId, since: float) -> None:
        """The link of this user's session is gone, and has been silent since then."""
        if user in self._members:
            self._silent.setdefault(user, since)
            self._away.setdefault(user, since)

    def drop(self, user: AgentId) -> None:
        """Forget a session: the user has left, or logged in elsewhere."""
        self._members.pop(user, None)
        self._silent.pop(user, None)
        self._away.pop(user, None)

    def seats_lost(self, now: float) -> list[Member]:
        """Those whose seats count as lost from now on."""
        lost = [self._members[user] for user in _due(self._silent, now - self._windows.seat_lost_s)]
        for member in lost:
            member.seat_lost = True
        return lost

    def forget_expired(self, now: float) -> list[Member]:
        """Those who can no longer come back; they are dropped."""
        gone = [self._members[user] for user in _due(self._away, now - self._windows.resume_s)]
        for member in gone:
            self.drop(member.user.id)
        return gone

    def next_deadline(self) -> float | None:
        """When `seats_lost` or `forget_expired` will have something to give."""
        ends = [since + self._windows.seat_lost_s for since in self._silent.values()]
        ends += [since + self._windows.resume_s for since in self._away.values()]
        return min(ends, default=None)


def _due(waiting: dict[AgentId, float], until: float) -> list[AgentId]:
    due = [user for user, since in waiting.items() if since <= until]
    for user in due:
        del waiting[user]
    return due
