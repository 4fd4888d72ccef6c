"""Follow-ups that come due: from the store to the routing core, each as its time comes.

The store is asked when the next promise is due, when a log has been filed, and once a minute besides, as others may write promises too.
What the core has already it takes for the same. Must never decide who works on it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog

from agent_desktop.errors import Refusal
from ivr.inputs import FollowUpDue

LOOK_AGAIN_S = 60.0
LATE_S = 7 * 86_400.0
"""What came due longer ago is overdue in the customer's file, and nobody's work of today."""

log = structlog.get_logger(__name__)


class Store(Protocol):
    """Where the promises are."""

    async def follow_ups(self, after: float, now: float) -> tuple[list[FollowUpDue], float | None]:
        """Those due and open, and when the next one will be (Unix seconds). Raises Refusal."""


async def keep(
    store: Store, tell: Callable[[FollowUpDue], None], filed: asyncio.Event, clock: Callable[[], float] = time.time
) -> None:
    """Until cancelled. `filed` is set when a log may have brought or kept a promise."""
    while True:
        filed.clear()
        wait_s = await _tell_due(store, tell, clock)
        try:
            async with asyncio.timeout(wait_s):
                await filed.wait()
        except TimeoutError:
            continue


async def _tell_due(store: Store, tell: Callable[[FollowUpDue], None], clock: Callable[[], float]) -> float:
    """Gives how long to wait, in seconds."""
    now = clock()
    try:
        due, following = await store.follow_ups(now - LATE_S, now)
    except Refusal as refusal:
        log.warning("follow-ups cannot be read; they are late until they can", reason=refusal.error_id)
        return LOOK_AGAIN_S
    for promise in due:
        tell(promise)
    return LOOK_AGAIN_S if following is None else min(max(following - clock(), 0.0), LOOK_AGAIN_S)
