"""Requests that are under way: each has a number, a deadline and, mostly, the command that it is part of. Sans-I/O."""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.ari.requests import Ask
from agent_desktop.cti.ari.wire import RestRequest
from agent_desktop.cti.switch import AnyCommand
from agent_desktop.cti.vocabulary import PlaybackId


@dataclass(frozen=True, slots=True)
class Pending:
    """A request without its response. Without a command it is our own and nobody hears of its failure."""

    ask: Ask
    command: AnyCommand | None
    deadline_s: float
    playback: PlaybackId | None = None
    """Set where the request only asks whether this playback still goes on."""

    @property
    def answerable(self) -> AnyCommand | None:
        """The command that is refused when this request is."""
        return None if self.ask.minor else self.command

    @property
    def joined(self) -> str:
        """The connection, where the request is about one being in a bridge."""
        return self.ask.joining[1] if self.ask.joining else ""


class Flight:
    """What has been asked and not yet answered, in the order of asking."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self._last = 0
        self._pending: dict[str, Pending] = {}

    def take_off(
        self, ask: Ask, now_s: float, command: AnyCommand | None = None, playback: PlaybackId | None = None
    ) -> RestRequest:
        self._last += 1
        key = str(self._last)
        self._pending[key] = Pending(ask, command, now_s + self.timeout_s, playback)
        return ask.numbered(key)

    def landed(self, request_id: str) -> Pending | None:
        """The request that is answered; None when it was given up before, or never ours."""
        return self._pending.pop(request_id, None)

    def late(self, now_s: float) -> list[Pending]:
        """The requests whose time is over; they are given up."""
        keys = [key for key, pending in self._pending.items() if pending.deadline_s <= now_s]
        return [self._pending.pop(key) for key in keys]

    def lost(self) -> list[Pending]:
        """All of them; they are given up."""
        lost = list(self._pending.values())
        self._pending.clear()
        return lost

    def next_deadline(self) -> float | None:
        """All have equal time, so the first one asked is the first one due."""
        return next((pending.deadline_s for pending in self._pending.values()), None)
