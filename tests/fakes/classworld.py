"""A whole class for end-to-end tests, in a temporary folder."""

import contextlib
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from agent_desktop import classroom
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol.seat_session import Credentials
from tests.fakes.centreworld import serving

DIALLED = "95001"
"""By the callers of a class."""


@dataclass(frozen=True)
class World:
    """A class that is open."""

    centre: Any
    password: str
    stack: contextlib.AsyncExitStack

    @property
    def url(self):
        return self.centre.url

    async def come(self, user):
        """Somebody takes their seat."""
        return await self.stack.enter_async_context(HeadlessSeat(self.url, Credentials(user, self.password)))


@contextlib.asynccontextmanager
async def opened(plan, *, menu=True):
    """A class; everybody leaves at the end. Without a menu its callers come straight to a queue."""
    prepared = classroom.prepare(plan)
    if not menu:
        flows = msgspec.structs.replace(prepared.settings.flows, entries={DIALLED: "direct"})
        prepared = replace(prepared, settings=msgspec.structs.replace(prepared.settings, flows=flows))
    async with prepared.centre() as centre, serving(centre), contextlib.AsyncExitStack() as stack:
        yield World(centre, prepared.password, stack)
