"""Where a session stands."""
from __future__ import annotations

import dataclasses
import enum
from typing import Optional


class SessionState(enum.Enum):
    """Where a session stands."""

    OPEN = "open"  #: frames flow
    MOVING = "moving"  #: the server asked the session to move: frames in hand are answered, then it goes on elsewhere
    RECONNECTING = "reconnecting"  #: the connection broke; it is being opened again
    CLOSING = "closing"  #: no more frames are sent; those in hand are answered
    CLOSED = "closed"  #: ended in order
    FAILED = "failed"  #: ended by an error


@dataclasses.dataclass(frozen=True)
class StateChange:
    """A session's state changed, or another attempt to reconnect begins."""

    state: SessionState
    reason: str  #: one sentence for people; empty when there is nothing to say
    attempt: int = 0  #: while reconnecting, and when that has worked: the attempt, from 1
    delay: Optional[float] = None  #: while reconnecting: seconds before the attempt
    resumed: Optional[bool] = None  #: when open again: whether the temporal context and the track ids go on; if not, ``reason`` says why
