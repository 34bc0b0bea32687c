"""A link to a server that can be cut."""
from __future__ import annotations

import asyncio
import contextlib
from typing import Optional


class Link:
    """Passes TCP connections on to a port of loopback; can stall them, reset them, and slow them down."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._writers: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._refuses = False
        self.bytes_per_second: Optional[float] = None
        self.port = 0

    async def __aenter__(self) -> Link:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.mend()
        self._server.close()
        self._reset()

    @property
    def address(self) -> str:
        """What clients connect to."""
        return f"http://127.0.0.1:{self.port}"

    def stall(self) -> None:
        """Connections stay, nothing passes any more."""
        self._flows.clear()

    def cut(self) -> None:
        """Connections are reset, new ones refused."""
        self._refuses = True
        self._reset()

    def mend(self) -> None:
        """As before."""
        self._refuses = False
        self.bytes_per_second = None
        self._flows.set()

    def _reset(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers |= {writer, upstream}
        try:
            await asyncio.gather(self._pass(reader, upstream), self._pass(upstream_reader, writer))
        finally:
            self._writers -= {writer, upstream}
            writer.transport.abort()
            upstream.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(4096 if self.bytes_per_second else 65536):
                if self.bytes_per_second:
                    await asyncio.sleep(len(data) / self.bytes_per_second)
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        writer.transport.abort()
