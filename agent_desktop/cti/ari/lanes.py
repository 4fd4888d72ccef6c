"""Which of several sockets carries a request. Sans-I/O; must never change the order of two requests about the same thing.

Asterisk carries out the requests of a socket one after another, and many of them wait for the thread of a channel: with 500 channels on a busy
machine dialling took 10 ms, joining a bridge 4 (22.10.1). On one socket every call would wait for every other one. So there are several, the
*lanes*, and lane 0 is also the one of the events.

Two requests are about the same thing when both name a channel, bridge, playback or recording. The later one then follows the earlier
one in its lane; where it would have to follow several, in different lanes, it is held until they are answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from agent_desktop.cti.ari.wire import RestRequest

Sent = tuple[int, RestRequest]
"""A lane, and what goes into it now."""

_KINDS = frozenset(("applications", "asterisk", "bridges", "channels", "live", "playbacks", "recordings"))
_VERBS = frozenset(
    ("addChannel", "answer", "continue", "dtmf", "moh", "pause", "play", "record", "removeChannel", "snoop", "stop")
)
_NAMING = frozenset(("channel", "channelId", "name"))
"""Parameters that hold an id."""


@dataclass(slots=True, eq=False)
class _Going:
    """A request that has not been answered. Without a lane it is held."""

    number: int
    request: RestRequest
    put_at_s: float
    subjects: frozenset[str]
    lane: int | None = None


class Lanes:
    """So many lanes; with one, everything goes through it as it comes."""

    def __init__(self, count: int) -> None:
        self._loads = [0] * count
        self._going: dict[str, _Going] = {}
        self._users: dict[str, dict[int, _Going]] = {}
        """By subject, oldest first."""
        self._last = 0

    def put(self, requests: Iterable[RestRequest], now_s: float) -> list[Sent]:
        """Take what one command asks for: what of it may be sent now. It stays together where nothing speaks against it."""
        lane = self._loads.index(min(self._loads))
        return [sent for request in requests for sent in self._send([self._register(request, now_s)], lane)]

    def landed(self, request_id: str) -> list[Sent]:
        """It is answered: what may be sent now."""
        going = self._going.pop(request_id, None)
        if going is None:
            return []
        self._drop(going)
        return self._send(self._held_behind([going]), self._loads.index(min(self._loads)))

    def expire(self, before_s: float) -> list[Sent]:
        """Nobody waits any longer for what was put before: what may be sent now."""
        late = [going for going in self._going.values() if going.put_at_s <= before_s]
        for going in late:
            del self._going[going.request.request_id]
            self._drop(going)
        return self._send(self._held_behind(late), self._loads.index(min(self._loads)))

    def clear(self) -> None:
        """The sockets are gone."""
        self._loads = [0] * len(self._loads)
        self._going.clear()
        self._users.clear()

    def _register(self, request: RestRequest, now_s: float) -> _Going:
        self._last += 1
        going = self._going[request.request_id] = _Going(self._last, request, now_s, subjects(request))
        for subject in going.subjects:
            self._users.setdefault(subject, {})[going.number] = going
        return going

    def _drop(self, going: _Going) -> None:
        if going.lane is not None:
            self._loads[going.lane] -= 1
        for subject in going.subjects:
            users = self._users[subject]
            del users[going.number]
            if not users:
                del self._users[subject]

    def _send(self, candidates: Iterable[_Going], preferred: int) -> list[Sent]:
        sent = []
        for going in candidates:
            before = self._lanes_before(going)
            if None in before or len(before) > 1:
                continue
            going.lane = before.pop() if before else preferred
            assert going.lane is not None
            self._loads[going.lane] += 1
            sent.append((going.lane, going.request))
        return sent

    def _lanes_before(self, going: _Going) -> set[int | None]:
        """Of earlier requests about the same things."""
        users = (self._users[subject].values() for subject in going.subjects)
        return {other.lane for others in users for other in others if other.number < going.number}

    def _held_behind(self, gone: Iterable[_Going]) -> list[_Going]:
        """What may have been held because of these, and what is held behind that in turn; oldest first."""
        found: dict[int, _Going] = {}
        open_subjects = {subject for going in gone for subject in going.subjects}
        while open_subjects:
            users = self._users.get(open_subjects.pop(), {})
            fresh = [going for number, going in users.items() if going.lane is None and number not in found]
            found |= {going.number: going for going in fresh}
            open_subjects |= {subject for going in fresh for subject in going.subjects}
        return [found[number] for number in sorted(found)]


def subjects(request: RestRequest) -> frozenset[str]:
    """The ids that a request names. A word of ARI that is taken for an id only costs order where none is needed."""
    _, *rest = map(unquote, request.uri.split("/"))
    ids = {part for place, part in enumerate(rest) if part not in (_VERBS if place else _KINDS)}
    return frozenset(ids | {item.value for item in request.query_strings if item.name in _NAMING})
