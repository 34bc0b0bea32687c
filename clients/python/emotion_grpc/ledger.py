"""The frames of a session that may have to be written."""
from __future__ import annotations

import asyncio
import collections
import dataclasses
import time
from typing import Callable, Optional

from emotion.v1 import image_pb2

from .options import ReconnectOptions


@dataclasses.dataclass(eq=False)
class Entry:
    """A frame whose answer has not come, or whose effect no resume token holds yet."""

    sequence: int
    frame: Optional[image_pb2.Frame]  #: as long as it is kept to be sent again
    size: int  #: bytes of its picture
    accepted_at: float
    sends: int = 0
    queued: bool = False  #: whether it waits in the outbox
    in_flight: bool = False  #: whether the current connection owes an answer for it
    answered: bool = False  #: whether the caller has its answer

    @property
    def age(self) -> float:
        """Seconds since the caller handed it over."""
        return time.monotonic() - self.accepted_at


class FrameLedger:
    """Those that wait for their turn, those at the server, and those that are answered but whose effect no resume token holds yet.

    It is the queue between callers and the writer; its bound are the server's credits. For one event loop: nothing here waits, so nothing needs a lock.
    """

    def __init__(self, options: ReconnectOptions) -> None:
        self._options = options
        self._entries: dict[int, Entry] = {}  # sequences only grow, so the order of insertion is theirs
        self._outbox: collections.deque[Entry] = collections.deque()
        self._offered: Optional[Entry] = None
        self._credits = self._queued = self._unanswered = self._kept = self._kept_bytes = self._last = 0
        self._connected = False
        self._failure: Optional[BaseException] = None
        self.changed = asyncio.Event()  #: set at the next change, and then replaced: take it before trying, wait on it after a failed try
        self.completed = False  #: whether no more frames come
        self.accepted = self.resent = self.replayed = 0

    @property
    def flushed(self) -> bool:
        """Whether no more frames come and all are written."""
        return self.completed and self._queued == 0

    @property
    def settled(self) -> bool:
        """Whether no more frames come and all are answered."""
        return self.completed and self._unanswered == 0

    def try_accept(self, frame: image_pb2.Frame) -> bool:
        """Takes a frame from a caller if a credit is free; a frame without a sequence gets the next one."""
        self._check(frame)
        if self._queued >= self._credits:
            return False
        self._add(frame)
        return True

    def try_offer(self, frame: image_pb2.Frame, tell: Callable[[Entry], bool]) -> bool:
        """Takes a frame in any case but one: it takes the place of the last offered frame, if that was not written yet.

        :param tell: is given the frame that lost its place; False: it cannot be told, and then nothing is done.
        """
        self._check(frame)
        if self._offered is not None and self._offered.queued and self._offered.sends == 0:
            if not tell(self._offered):
                return False
            self._remove(self._offered)
        self._offered = self._add(frame)
        return True

    def try_take(self) -> Optional[image_pb2.Frame]:
        """The next frame to write, if there is one and a credit for it."""
        while self._credits > 0 and self._outbox:
            entry = self._outbox.popleft()
            if not entry.queued:
                continue
            self._credits -= 1
            self._unqueue(entry)
            if entry.sends == 0:
                self._kept += 1
                self._kept_bytes += entry.size
            elif entry.answered:
                self.replayed += 1
            else:
                self.resent += 1
            entry.sends += 1
            entry.in_flight = True
            frame = entry.frame
            self._trim()
            self.wake()
            return frame
        return None

    def add_credits(self, frames: int) -> None:
        """The server allows more frames than before."""
        if self._connected:
            self._credits += frames
        self.wake()

    def answer(self, sequence: int, had_effect: bool) -> Optional[float]:
        """A frame is answered; that gives its credit back.

        :param had_effect: whether later results depend on it: then it is sent again with those after a resume token.
        :returns: its age; None when the caller has its answer already.
        """
        entry = self._entries.get(sequence)
        if entry is None:
            return None
        if entry.in_flight:
            entry.in_flight = False
            self._credits += self._connected
        age = None
        if not entry.answered:
            age = entry.age
            entry.answered = True
            self._unanswered -= 1
        if not had_effect or entry.frame is None:
            self._remove(entry)
        self.wake()
        return age

    def reached(self, sequence: int) -> None:
        """A resume token holds the effect of all frames up to one: they need not be sent again."""
        for entry in [e for e in self._entries.values() if e.sequence <= sequence and e.answered and not e.in_flight]:
            self._remove(entry)

    def pause(self) -> None:
        """Nothing is written any more until the next connection."""
        self._connected = False
        self._credits = 0
        self.wake()

    def resume(self, credits: int, reached: Optional[int]) -> list[Entry]:
        """A connection is open: frames that it does not know are written, oldest first.

        :param credits: what the server allows.
        :param reached: the last frame whose effect the server has taken over; None: it begins anew.
        :returns: frames that cannot be sent again; they are answered by this.
        """
        self._connected, self._credits, self._queued = True, credits, 0
        self._outbox.clear()
        lost = []
        for entry in list(self._entries.values()):
            entry.in_flight = entry.queued = False
            may_be_sent = entry.frame is not None and entry.sends <= self._options.maximum_resends
            if may_be_sent and (not entry.answered if reached is None else entry.sequence > reached):
                self._enqueue(entry)
                continue
            if not entry.answered:
                lost.append(entry)
            self._remove(entry)
        self.wake()
        return lost

    def wake(self) -> None:
        """Makes those who wait look again."""
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    def complete(self) -> None:
        """No more frames come."""
        self.completed = True
        self.wake()

    def end(self, failure: Optional[BaseException]) -> list[Entry]:
        """The session has ended; callers who wait are told why.

        :returns: the frames that will not be answered.
        """
        self.completed, self._failure = True, failure
        lost = [e for e in self._entries.values() if not e.answered]
        for entry in list(self._entries.values()):
            self._remove(entry)
        self._outbox.clear()
        self.pause()
        return lost

    def _check(self, frame: image_pb2.Frame) -> None:
        if self._failure is not None:
            raise RuntimeError(f"The session has ended: {self._failure}") from self._failure
        if self.completed:
            raise RuntimeError("The session is closed; open another to send frames.")
        if frame.sequence != 0 and frame.sequence <= self._last:
            raise ValueError(f"Sequence {frame.sequence} is not above the last one, {self._last}; sequences must increase.")

    def _add(self, frame: image_pb2.Frame) -> Entry:
        if frame.sequence == 0:
            frame.sequence = self._last + 1
        self._last = frame.sequence
        self.accepted += 1
        self._unanswered += 1
        entry = Entry(frame.sequence, frame, len(frame.image.data), time.monotonic())
        self._entries[entry.sequence] = entry
        self._enqueue(entry)
        self.wake()
        return entry

    def _enqueue(self, entry: Entry) -> None:
        entry.queued = True
        self._queued += 1
        self._outbox.append(entry)

    def _unqueue(self, entry: Entry) -> None:
        entry.queued = False
        self._queued -= 1

    def _remove(self, entry: Entry) -> None:
        if self._entries.pop(entry.sequence, None) is None:
            return
        if entry.queued:  # the outbox passes over an entry that is not queued any more
            self._unqueue(entry)
        if not entry.answered:
            self._unanswered -= 1
        self._release(entry)

    def _trim(self) -> None:
        # The pixels of only so many frames are kept. Answered ones cost context when they are missing, unanswered ones their answer.
        while self._kept > self._options.maximum_kept_frames or self._kept_bytes > self._options.maximum_kept_bytes:
            kept = [e for e in self._entries.values() if e.sends > 0 and e.frame is not None and not e.queued]
            victim = next((e for e in kept if e.answered), kept[0] if kept else None)
            if victim is None:
                return
            if victim.answered and not victim.in_flight:
                self._remove(victim)
            else:
                self._release(victim)

    def _release(self, entry: Entry) -> None:
        if entry.sends > 0 and entry.frame is not None:
            self._kept -= 1
            self._kept_bytes -= entry.size
        entry.frame = None
