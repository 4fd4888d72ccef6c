"""Who is there: passwords checked with argon2 in a thread, and whoever tries many is slowed down.

An unknown user, a wrong password and a disabled account get the same refusal after the same work, so that nobody learns
which names exist. Must never log or keep a password.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import Protocol

import argon2
import structlog
from argon2.exceptions import InvalidHashError, VerificationError

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import Role

ADDRESS_FACTOR = 10
"""A whole site may share one address: it may be wrong so many times as often as one user."""
FIRST_WAIT_S = 5.0
MOST_TRACKED = 10_000
"""Names and addresses remembered; beyond, the one that was quiet longest is forgotten."""

log = structlog.get_logger(__name__)


class Account(Protocol):
    """Somebody who may log in."""

    @property
    def id(self) -> AgentId: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def password_hash(self) -> str: ...
    @property
    def station(self) -> str: ...
    @property
    def disabled(self) -> bool: ...


class Accounts(Protocol):
    """Where accounts are kept. `find` may block: it is called in a thread."""

    def find(self, user: str) -> Account | None:
        """The account of this name.

        Raises:
            Refusal: `store_unavailable`.

        """


@dataclass(frozen=True, slots=True)
class Limits:
    """When a guesser is slowed down."""

    attempts: int = 5
    """Wrong passwords before the first wait."""
    window_s: float = 300.0
    """Quiet for so long, and all is forgotten."""
    longest_wait_s: float = 300.0
    """Each further wrong password doubles the wait, up to this."""


@dataclass(slots=True)
class _Record:
    wrong: int
    last_at: float
    until: float


class Throttle:
    """Counts wrong passwords by user and by address. Has no clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._records: OrderedDict[tuple[str, str], _Record] = OrderedDict()

    def check(self, user: str, address: str, now: float) -> None:
        """Let an attempt pass.

        Raises:
            Refusal: `login_throttled`, with the seconds to wait.

        """
        until = max(self._until(("user", user), now), self._until(("address", address), now))
        if until > now:
            raise Refusal(ErrorId.LOGIN_THROTTLED, seconds=str(ceil(until - now)))

    def wrong(self, user: str, address: str, now: float) -> None:
        """A password was wrong."""
        self._count(("user", user), self._limits.attempts, now)
        self._count(("address", address), self._limits.attempts * ADDRESS_FACTOR, now)

    def right(self, user: str) -> None:
        """The user is who they say. Their address stays counted: a guesser may have one good account."""
        self._records.pop(("user", user), None)

    def _until(self, key: tuple[str, str], now: float) -> float:
        record = self._records.get(key)
        return record.until if record is not None else now

    def _count(self, key: tuple[str, str], allowed: int, now: float) -> None:
        record = self._records.pop(key, None)
        if record is None or now - max(record.last_at, record.until) > self._limits.window_s:
            record = _Record(0, now, now)
        record.wrong += 1
        record.last_at = now
        if record.wrong >= allowed:
            doubled = FIRST_WAIT_S * 2 ** min(record.wrong - allowed, 30)
            record.until = now + min(doubled, self._limits.longest_wait_s)
        self._records[key] = record
        while len(self._records) > MOST_TRACKED:
            self._records.popitem(last=False)


class Gate:
    """Lets people in by their password. Two at a time: more would only take the processor from those who are in calls."""

    def __init__(
        self,
        accounts: Accounts,
        clock: Callable[[], float],
        limits: Limits = Limits(),
        hasher: argon2.PasswordHasher | None = None,
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self._throttle = Throttle(limits)
        self._hasher = hasher or argon2.PasswordHasher()
        self._turn = asyncio.Semaphore(2)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="login")
        self._nobody = self._threads.submit(self._hasher.hash, "nobody has this password")
        """Who is not on file takes as long to refuse as who is. Made in a thread: a start does not wait for it."""

    async def log_in(self, user: str, password: str, address: str) -> Account:
        """Check a password.

        Raises:
            Refusal: `wrong_password`, `login_throttled`, `store_unavailable`.

        """
        self._throttle.check(user, address, self._clock())
        async with self._turn:
            # Again: those who stood in line together must not all get their guess.
            self._throttle.check(user, address, self._clock())
            loop = asyncio.get_running_loop()
            account = await loop.run_in_executor(self._threads, self._verify, user, password)
            if account is None:
                self._throttle.wrong(user, address, self._clock())
                log.info("login_refused", user=user, address=address)
                raise Refusal(ErrorId.WRONG_PASSWORD)
            self._throttle.right(user)
            return account

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, user: str, password: str) -> Account | None:
        account = self._accounts.find(user)
        right = self._matches(account.password_hash if account else self._nobody.result(), password, user)
        return account if right and account is not None and not account.disabled else None

    def _matches(self, password_hash: str, password: str, user: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except VerificationError:
            return False
        except InvalidHashError:
            log.error("password_hash_unreadable", user=user)  # noqa: TRY400 - the reason is all there is
            return False


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return argon2.PasswordHasher().hash(password)
