"""Telephones that call, listen, and never speak: as little SIP (RFC 3261) as a call over UDP on loopback needs.

Each has a port of its own for sound. Only some of them listen, and count what comes by the payload type of RTP (RFC 3551), which is its codec;
what is sent to the others costs the switch as much, and nobody reads it.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
from collections import Counter
from typing import cast

PCMU, PCMA = 0, 8
CODECS = {PCMU: "PCMU", PCMA: "PCMA"}
_ANSWER_S = 20.0
_AT_ONCE = 20
_LISTENERS = 20
_LEAST_BUFFER = 2304
_STATUS = re.compile(r"SIP/2\.0 (\d{3})")
_TO = re.compile(r"^To:\s*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_CALL_ID = re.compile(r"^Call-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Ear(asyncio.DatagramProtocol):
    """Where one caller hears."""

    def __init__(self, heard: Counter[int]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, _addr: tuple[str | int, int]) -> None:
        """RTCP comes here as well when this is the port above somebody else's."""
        if (kind := payload_type(data)) in CODECS:
            self._heard[kind] += 1


def payload_type(packet: bytes) -> int:
    """The codec of an RTP packet."""
    return packet[1] & 0x7F


class Callers(asyncio.DatagramProtocol):
    """All callers, behind one port for SIP."""

    def __init__(self, switch: str) -> None:
        host, _, port = switch.rpartition(":")
        self._switch, self._remote = switch, (host, int(port))
        self._numbers = itertools.count()
        self._answers: dict[str, asyncio.Future[str]] = {}
        self._ears: list[asyncio.DatagramTransport | socket.socket] = []
        self._dialogues: list[tuple[str, str, str]] = []
        self.heard: Counter[int] = Counter()
        """Packets by payload type, of those who listen."""

    @property
    def listeners(self) -> int:
        return min(_LISTENERS, len(self._ears))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # CPython's own is none by its type
        self._own = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, _addr: tuple[str | int, int]) -> None:
        text = data.decode("utf-8", "replace")
        status, call = _STATUS.match(text), _CALL_ID.search(text)
        answer = self._answers.get(call[1]) if call else None
        if status and status[1] >= "200" and answer is not None and not answer.done():
            answer.set_result(text)

    async def call(self, callers: int, dials: str) -> None:
        """So many call, in either codec by turns, and stay on the line."""
        door = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._one(door, dials, (PCMU, PCMA)[turn % 2]) for turn in range(callers)))

    def hang_up(self) -> None:
        """All of them."""
        for name, dials, whom in self._dialogues:
            self._send("BYE", name, dials, whom)
        for ear in self._ears:
            ear.close()
        self._ears, self._dialogues = [], []

    async def _one(self, door: asyncio.Semaphore, dials: str, codec: int) -> None:
        async with door:
            name = f"bench-{next(self._numbers)}"
            answer = self._answers[name] = asyncio.get_running_loop().create_future()
            self._send("INVITE", name, dials, f"<sip:{dials}@{self._switch}>", offer(await self._ear(), codec))
            said = await asyncio.wait_for(answer, _ANSWER_S)
            del self._answers[name]
            to = _TO.search(said)
            assert to is not None, said
            self._send("ACK", name, dials, to[1])
            assert said.startswith("SIP/2.0 200"), said
            self._dialogues.append((name, dials, to[1]))

    async def _ear(self) -> int:
        """A port for sound."""
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ear.setblocking(False)
        ear.bind(("127.0.0.1", 0))
        port: int = ear.getsockname()[1]
        if len(self._ears) < _LISTENERS:
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_datagram_endpoint(lambda: Ear(self.heard), sock=ear)
            self._ears.append(transport)
        else:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _LEAST_BUFFER)
            self._ears.append(ear)
        return port

    def _send(self, method: str, name: str, dials: str, to: str, body: str = "") -> None:
        number = 2 if method == "BYE" else 1
        lines = [
            f"{method} sip:{dials}@{self._switch} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._own};branch=z9hG4bK-{name}-{method}",
            f"From: <sip:{name}@127.0.0.1>;tag={name}",
            f"To: {to}",
            f"Call-ID: {name}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{name}@127.0.0.1:{self._own}>",
            "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
            "",
            body,
        ]
        self._transport.sendto("\r\n".join(lines).encode(), self._remote)


def offer(port: int, codec: int) -> str:
    """A session description (RFC 8866) for one codec."""
    lines = ["v=0", "o=bench 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
    lines += [f"m=audio {port} RTP/AVP {codec}", f"a=rtpmap:{codec} {CODECS[codec]}/8000", "a=sendrecv"]
    return "\r\n".join(lines) + "\r\n"
