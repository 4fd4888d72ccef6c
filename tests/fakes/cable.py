"""A cable between two programs, to be cut: forwards bytes on a free loopback port."""

import asyncio
import contextlib

_MOMENT_S = 0.2


class Cable:
    """Leads to a port while the `async with` block runs."""

    def __init__(self, port):
        self._to = port
        self._writers = set()
        self._whole = True
        self._moved = asyncio.Event()
        self.port = 0

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exc):
        self.cut()
        self._server.close()
        await self._server.wait_closed()

    def cut(self):
        """All connections break; new ones are refused until `mend`."""
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    def leads_to(self, port):
        """Where new connections go."""
        self._to = port

    def mend(self):
        self._whole = True

    async def quiet(self):
        """Until nothing has been under way for a moment."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._moved.clear()
                await asyncio.wait_for(self._moved.wait(), _MOMENT_S)

    async def _connected(self, reader, writer):
        if not self._whole:
            writer.transport.abort()
            return
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:  # nobody is there
            writer.transport.abort()
            return
        self._writers |= {writer, onward}
        try:
            await asyncio.gather(self._pump(reader, onward), self._pump(there, writer))
        finally:
            self._writers -= {writer, onward}

    async def _pump(self, reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                self._moved.set()
                writer.write(data)
                await writer.drain()
        writer.close()
