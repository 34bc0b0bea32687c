"""One call of Recognize."""
from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from typing import Any, Awaitable, Callable, Optional

import grpc
import grpc.aio
from emotion.v1 import recognition_pb2

from .ledger import FrameLedger
from .options import SessionOptions
from .status import EmotionError

Request = recognition_pb2.RecognizeRequest
Response = recognition_pb2.RecognizeResponse


@dataclasses.dataclass(frozen=True)
class ConnectionEnd:
    """How a connection ended."""

    closed: Optional[recognition_pb2.SessionClosed] = None  #: the server's account, when it closed in order
    go_away: Optional[recognition_pb2.GoAway] = None  #: the server's wish to move, when it said one
    failure: Optional[EmotionError] = None  #: what broke it, when something did

    @property
    def sentence(self) -> str:
        """For people."""
        if self.failure is not None:
            return f"the connection broke ({self.failure.code.name}: {self.failure.sentence})"
        return "the server ended the session" if self.go_away is None else f"the server asked the session to move ({self.go_away.reason})"

    @property
    def retry_after(self) -> float:
        """Seconds that the server asks to wait before the next attempt."""
        if self.go_away is not None:
            return self.go_away.retry_after.ToTimedelta().total_seconds()
        return 0.0 if self.failure is None else self.failure.retry_after


class SessionConnection:
    """Two tasks, one that reads and one that writes. They never wait for each other, because both flow-control windows can be full at once and a task that did both
    would then stand still for ever."""

    def __init__(self, call: Any, opened: recognition_pb2.SessionOpened, ledger: FrameLedger, options: SessionOptions) -> None:
        self.opened = opened
        self._call, self._ledger, self._options = call, ledger, options
        self._last_heard = time.monotonic()
        self._delivering = self._moving = self._heartbeat_due = self._silent = self._closing = False

    @classmethod
    async def open(cls, call: Any, ledger: FrameLedger, opening: recognition_pb2.SessionOpen, options: SessionOptions) -> SessionConnection:
        """Waits for the server's confirmation.

        :param call: a call of Recognize that has just begun.
        :raises EmotionError: the server refuses, is not reachable, or does not confirm in time.
        """
        first: Any = None
        try:
            first = await asyncio.wait_for(cls._confirm(call, opening), options.reconnect.open_timeout)
        except asyncio.TimeoutError:
            sentence = f"The server did not confirm the session within {options.reconnect.open_timeout:g} s."
            raise EmotionError(grpc.StatusCode.DEADLINE_EXCEEDED, sentence) from None
        except grpc.aio.AioRpcError as e:
            raise EmotionError.of(e) from e
        finally:
            if first is None:
                call.cancel()
        if first is grpc.aio.EOF or first.WhichOneof("message") != "opened":
            call.cancel()
            raise EmotionError(grpc.StatusCode.INTERNAL, "The server did not confirm the session.")
        return cls(call, first.opened, ledger, options)

    @staticmethod
    async def _confirm(call: Any, opening: recognition_pb2.SessionOpen) -> Any:
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):  # the call has ended already; reading says why
            await call.write(Request(open=opening))
        return await call.read()

    async def run(self, deliver: Callable[[Response], Awaitable[None]]) -> ConnectionEnd:
        """Writes frames and reads answers until the connection ends.

        :param deliver: is given every message that is not the connection's own business.
        """
        tasks = [asyncio.ensure_future(self._write()), asyncio.ensure_future(self._watch())]
        try:
            return await self._read(deliver)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._call.cancel()

    async def _read(self, deliver: Callable[[Response], Awaitable[None]]) -> ConnectionEnd:
        go_away: Optional[recognition_pb2.GoAway] = None
        try:
            while (message := await self._call.read()) is not grpc.aio.EOF:
                self._last_heard = time.monotonic()
                kind = message.WhichOneof("message")
                if kind == "closed":
                    if self._closing:
                        # To the end of the call, which is at hand: one that is cancelled before it looks broken to what lies between.
                        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.TimeoutError):
                            await asyncio.wait_for(self._call.read(), 1)
                        return ConnectionEnd(closed=message.closed, go_away=go_away)
                    # Something on the way has ended our stream of messages, a gateway that stops for instance: the status that follows says why.
                    continue
                if kind == "credit":
                    self._ledger.add_credits(message.credit.frames)
                elif kind == "go_away":
                    go_away, self._moving = message.go_away, True
                    self._ledger.pause()
                self._delivering = True
                await deliver(message)
                self._delivering = False
                self._last_heard = time.monotonic()
            return ConnectionEnd(go_away=go_away)
        except grpc.aio.AioRpcError as e:
            return ConnectionEnd(go_away=go_away, failure=EmotionError.of(e))
        except asyncio.CancelledError:
            if not self._silent:
                raise
            sentence = f"the server has said nothing for {self._options.heartbeat_timeout:g} s"
            return ConnectionEnd(go_away=go_away, failure=EmotionError(grpc.StatusCode.UNAVAILABLE, sentence))

    async def _write(self) -> None:
        try:
            while True:
                changed = self._ledger.changed
                if self._heartbeat_due:
                    self._heartbeat_due = False
                    heartbeat = recognition_pb2.Heartbeat()
                    heartbeat.time.GetCurrentTime()
                    await self._call.write(Request(heartbeat=heartbeat))
                elif self._moving or self._ledger.flushed:
                    self._closing = True
                    await self._call.write(Request(close=recognition_pb2.SessionClose()))
                    await self._call.done_writing()
                    return
                elif (frame := self._ledger.try_take()) is not None:
                    await self._call.write(Request(frame=frame))
                else:
                    await changed.wait()
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            pass  # the reader meets the end of the call too, with the server's status

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._options.heartbeat_interval)
            # While the caller does not read, the silence is ours.
            if not self._delivering and time.monotonic() - self._last_heard >= self._options.heartbeat_timeout:
                self._silent = True
                self._call.cancel()
                return
            self._heartbeat_due = True
            self._ledger.wake()
