"""A live session."""
from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from typing import Any, AsyncIterator, Callable, Optional

from emotion.v1 import image_pb2, recognition_pb2

from .answers import Answer, DroppedAnswer, DropReason, ErrorAnswer, ResultAnswer
from .connection import ConnectionEnd, Response, SessionConnection
from .counters import Account, SessionCounters
from .ledger import Entry, FrameLedger
from .options import SessionOptions
from .state import SessionState, StateChange
from .status import EmotionError

_ENDED = (SessionState.CLOSED, SessionState.FAILED)
_RESUME_REFUSED = "RESUME_"  # how the reasons begin by which a server refuses a token


class EmotionSession:
    """Frames go in, and every frame is answered exactly once.

    When the connection breaks, the session goes on at another with its temporal context and sends again what the server may not know; frames that it cannot send again
    are answered as dropped. Send in one task, read in another: answers that nobody reads slow the server, and then :meth:`send` waits.
    """

    def __init__(self, dial: Callable[[], Any], options: SessionOptions) -> None:
        options.check()
        self._dial, self._options = dial, options
        self._ledger = FrameLedger(options.reconnect)
        self._account = Account()
        self._answers: asyncio.Queue[Optional[Answer]] = asyncio.Queue(options.answer_buffer)
        self._resume_key, self._token = os.urandom(32), b""  # without the key a token is of no use to whoever gets hold of it
        self._begins_anew: Optional[str] = None
        self._attempts = 0
        self._running: Optional[asyncio.Task[Optional[recognition_pb2.SessionClosed]]] = None
        self.state = SessionState.OPEN
        self.opened = recognition_pb2.SessionOpened()  #: the server's latest confirmation: session id, labels, models, options in force
        self.on_state_change: Callable[[StateChange], None] = lambda change: None  #: is told every change of state and every attempt to reconnect

    @property
    def counters(self) -> SessionCounters:
        """The account so far."""
        account, ledger = self._account, self._ledger
        return SessionCounters(
            ledger.accepted, account.results, dict(account.dropped), account.errors, ledger.resent, ledger.replayed, account.reconnects, account.resumed,
            account.ages.percentile(0.5), account.ages.percentile(0.95),
        )  # fmt: skip

    async def send(self, frame: image_pb2.Frame) -> int:
        """Hands a frame over and waits until the server allows one more: nothing is lost, as files want it.

        :param frame: picture of at most 32 MiB, capture time not before the last one's. Sequence 0: the session gives the next one. It belongs to the session; do not change it.
        :returns: the frame's sequence.
        :raises ValueError: the sequence is not above the last one.
        :raises RuntimeError: the session is closed or has failed.
        """
        while True:
            changed = self._ledger.changed
            if self._ledger.try_accept(frame):
                return int(frame.sequence)
            await changed.wait()

    def offer(self, frame: image_pb2.Frame) -> bool:
        """Hands a frame over without waiting: where the link or the server is slower than the camera, the newest frame wins.

        A frame that waits here while a newer one is offered is answered as dropped with ``LINK_BUSY``. Otherwise as :meth:`send`.

        :returns: False when answers are not read and their buffer is full; the frame was then not taken.
        """
        return self._ledger.try_offer(frame, self._tell_outrun)

    async def __aiter__(self) -> AsyncIterator[Answer]:
        """The answers, one for each frame, as they come; ends when the session has ended. For one reader.

        :raises EmotionError: the session has failed; raised after all frames were answered.
        """
        while (answer := await self._answers.get()) is not None:
            yield answer
        self._answers.put_nowait(None)  # whoever reads again sees the end again
        if self.state == SessionState.FAILED and self._running is not None:
            await asyncio.shield(self._running)

    async def complete(self) -> Optional[recognition_pb2.SessionClosed]:
        """Sends no more frames, waits for the answers of those in hand and closes in order. Answers must be read meanwhile.

        :returns: the server's account of its last connection; None when the connection broke after the last answer.
        :raises EmotionError: the session has failed.
        """
        self._ledger.complete()
        if self.state == SessionState.OPEN:
            self._enter(StateChange(SessionState.CLOSING, ""))
        assert self._running is not None, "Open the session first: async with client.session() as session."
        return await asyncio.shield(self._running)

    async def __aenter__(self) -> EmotionSession:
        connection = await self._first()
        await self._take_over(connection)
        self._running = asyncio.ensure_future(self._run(connection))
        # Who reads is told of a failure; who does not is not warned of an exception that nobody took.
        self._running.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Breaks the session off, if it was not closed by :meth:`complete`; what is unanswered stays so."""
        if self._running is None or self._running.done():
            return
        self._running.cancel()
        await asyncio.wait([self._running])
        self._ledger.end(RuntimeError("It was broken off."))
        self._enter(StateChange(SessionState.CLOSED, "Broken off."))
        # Whoever reads goes on to the end; where the buffer is full its last answer gives way to it.
        if self._answers.full():
            self._answers.get_nowait()
        self._answers.put_nowait(None)

    async def _first(self) -> SessionConnection:
        for attempt in range(1, 2**31):
            try:
                return await self._open()
            except EmotionError as e:
                most = self._options.reconnect.maximum_attempts
                if not (self._options.reconnect.retry_opening and e.passing and (most is None or attempt <= most)):
                    raise
                await asyncio.sleep(e.retry_after + self._pause(attempt))
        raise AssertionError

    async def _open(self) -> SessionConnection:
        opening = recognition_pb2.SessionOpen(options=self._options.server, resume_token=self._token, resume_key=self._resume_key)
        return await SessionConnection.open(self._dial(), self._ledger, opening, self._options)

    async def _run(self, connection: SessionConnection) -> Optional[recognition_pb2.SessionClosed]:
        try:
            while True:
                opened_at = time.monotonic()
                end = await connection.run(self._deliver)
                self._ledger.pause()
                if time.monotonic() - opened_at >= self._options.reconnect.healthy_after:
                    self._attempts = 0
                if end.failure is not None and not end.failure.passing:
                    raise end.failure
                if self._ledger.settled:
                    await self._end(None)
                    self._enter(StateChange(SessionState.CLOSED, ""))
                    return end.closed
                connection = await self._reconnect(end)
        except Exception as e:
            sentence = e.sentence if isinstance(e, EmotionError) else str(e)
            # Before the end of the answers: who has read them all is told of the failure.
            self._enter(StateChange(SessionState.FAILED, sentence))
            await self._end(e)
            raise

    async def _reconnect(self, end: ConnectionEnd) -> SessionConnection:
        self._begins_anew = None if self._token else "the server gave no resume token"
        while True:
            most = self._options.reconnect.maximum_attempts
            if most is not None and self._attempts >= most:
                raise end.failure or ConnectionError(end.sentence)
            self._attempts += 1
            delay = end.retry_after + self._pause(self._attempts)
            self._enter(StateChange(SessionState.RECONNECTING, end.sentence, attempt=self._attempts, delay=delay))
            await asyncio.sleep(delay)
            try:
                connection = await self._next()
            except EmotionError as e:
                if not e.passing:
                    raise
                end = ConnectionEnd(failure=e)
                continue
            resumed = await self._take_over(connection)
            self._account.reconnects += 1
            self._account.resumed += resumed
            reason = " ".join(self.opened.lost_context) if resumed else f"Begun anew: {self._begins_anew or 'the server did not take the context over'}."
            state = SessionState.CLOSING if self._ledger.completed else SessionState.OPEN
            self._enter(StateChange(state, reason, attempt=self._attempts, resumed=resumed))
            return connection

    async def _next(self) -> SessionConnection:
        try:
            return await self._open()
        except EmotionError as e:
            if not self._token or not e.reason.startswith(_RESUME_REFUSED):
                raise
            self._token, self._begins_anew = b"", f"the server does not take the resume token ({e.reason}: {e.sentence})"
            return await self._open()

    async def _take_over(self, connection: SessionConnection) -> bool:
        """Makes a new connection the session's. Returns whether the server goes on with the temporal context."""
        self.opened = connection.opened
        resumed = self.opened.resumed_sequence > 0
        if not resumed:
            self._token = b""
        for entry in self._ledger.resume(self.opened.credits, self.opened.resumed_sequence if resumed else None):
            await self._answer(DroppedAnswer(entry.sequence, DropReason.CONNECTION_LOST, entry.age))
        return resumed

    async def _deliver(self, message: Response) -> None:
        kind = message.WhichOneof("message")
        if kind == "result":
            if (age := self._ledger.answer(message.result.sequence, had_effect=True)) is not None:
                await self._answer(ResultAnswer(message.result.sequence, message.result, self.opened.session_id, age))
        elif kind == "dropped":
            if (age := self._ledger.answer(message.dropped.sequence, had_effect=False)) is not None:
                await self._answer(DroppedAnswer(message.dropped.sequence, DropReason.of(message.dropped.reason), age))
        elif kind == "error":
            if (age := self._ledger.answer(message.error.sequence, had_effect=False)) is not None:
                await self._answer(ErrorAnswer(message.error.sequence, message.error, age))
        elif kind == "resume_token":
            self._token = message.resume_token.token
            self._ledger.reached(message.resume_token.sequence)
        elif kind == "go_away":
            self._enter(StateChange(SessionState.MOVING, message.go_away.reason))

    async def _answer(self, answer: Answer) -> None:
        self._account.count(answer)
        await self._answers.put(answer)

    async def _end(self, failure: Optional[BaseException]) -> None:
        for entry in self._ledger.end(failure):
            await self._answer(DroppedAnswer(entry.sequence, DropReason.CONNECTION_LOST, entry.age))
        await self._answers.put(None)

    def _tell_outrun(self, entry: Entry) -> bool:
        dropped = DroppedAnswer(entry.sequence, DropReason.LINK_BUSY, entry.age)
        with contextlib.suppress(asyncio.QueueFull):
            self._answers.put_nowait(dropped)
            self._account.count(dropped)
            return True
        return False

    def _pause(self, attempt: int) -> float:
        # Spread over all of the doubled pause (full jitter), so that clients that lost one server do not come back at once.
        options = self._options.reconnect
        return min(options.initial_pause * 2 ** min(attempt - 1, 30), options.maximum_pause) * random.random()

    def _enter(self, change: StateChange) -> None:
        if self.state in _ENDED:
            return
        self.state = change.state
        self.on_state_change(change)
