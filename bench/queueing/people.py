"""Two processes beside a switch: one lets callers call, the other looks on."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

import msgspec
from websockets.asyncio.client import ClientConnection

from bench.queueing import ari, dialplan
from bench.queueing.sightings import WANTED, sighting
from bench.ringing import marks

_APP, _WATCH = "bench-people", "bench-watch"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """So many callers into this part of the dialplan, by chance but always the same chance."""

    context: str
    calls: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Arrived:
    """They all have called."""

    refused: int
    latest_s: float
    """By so much the worst was behind its time."""


class _Response(msgspec.Struct):
    type: str
    status_code: int = 0


def run_callers(pipe: Connection, url: str) -> None:
    asyncio.run(_callers(pipe, url))


async def _callers(pipe: Connection, url: str) -> None:
    async with ari.link(url, _APP) as socket:
        await ari.want_only(socket, _APP)
        refused: list[int] = []
        listening = asyncio.create_task(_listen(socket, refused))
        pipe.send(marks.Free())
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            latest_s = await _arrive(socket, wish)
            pipe.send(Arrived(len(refused), latest_s))
            refused.clear()
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening


async def _listen(socket: ClientConnection, refused: list[int]) -> None:
    async for message in socket:
        response = msgspec.json.decode(message, type=_Response)
        if response.status_code >= 400:
            refused.append(response.status_code)


async def _arrive(socket: ClientConnection, wish: Arrivals) -> float:
    chance = random.Random(7)
    due = time.perf_counter()
    latest_s = 0.0
    for number in range(wish.calls):
        due += chance.expovariate(wish.per_s)
        late_s = time.perf_counter() - due
        latest_s = max(latest_s, late_s)
        if late_s < 0:
            await asyncio.sleep(-late_s)
        await _call(socket, wish.context, number)
    return latest_s


async def _call(socket: ClientConnection, context: str, number: int) -> None:
    await ari.ask(
        socket,
        "POST",
        "channels",
        endpoint=f"Local/caller@{dialplan.PEOPLE}/n",
        context=context,
        extension=dialplan.DIALS,
        priority="1",
        callerId=f"+44163296{number % 10_000:04}",
    )


def run_watch(pipe: Connection, url: str) -> None:
    asyncio.run(_watch(pipe, url))


async def _watch(pipe: Connection, url: str) -> None:
    async with ari.link(url, _WATCH, everything=True) as socket:
        await ari.want_only(socket, _WATCH, *WANTED)
        messages: list[bytes] = []
        looking = asyncio.create_task(_look(socket, messages))
        pipe.send(marks.Free())
        while not isinstance(await asyncio.to_thread(pipe.recv), marks.Stop):
            pipe.send([one for message in messages if (one := sighting(message)) is not None])
            messages.clear()
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look(socket: ClientConnection, messages: list[bytes]) -> None:
    """Only to keep them: what they mean can wait until nobody is measured."""
    while True:
        messages.append(await socket.recv(decode=False))
