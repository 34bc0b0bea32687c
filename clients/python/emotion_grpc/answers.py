"""What a session says to a frame."""
from __future__ import annotations

import dataclasses
import enum
from typing import Union

from emotion.v1 import detection_pb2, recognition_pb2


class DropSide(enum.Enum):
    """Who dropped a frame."""

    SERVER = "server"  #: the server, and it said so
    CLIENT = "client"  #: this client, by its own choice
    LINK = "link"  #: nobody's choice: the connection broke


class DropReason(enum.Enum):
    """Why a frame got no result."""

    UNSPECIFIED = "unspecified"  #: the server did not say
    SUPERSEDED = "superseded"  #: the server had a newer frame before this one's turn came
    EXPIRED = "expired"  #: it waited at the server longer than its time to live
    SESSION_ENDED = "session ended"  #: the server's session ended before its turn came
    CONNECTION_LOST = "connection lost"  #: the connection broke and the frame could not be sent again
    LINK_BUSY = "link busy"  #: a newer frame was offered here before the link had taken this one

    @property
    def side(self) -> DropSide:
        """Who drops frames for this reason."""
        return {DropReason.CONNECTION_LOST: DropSide.LINK, DropReason.LINK_BUSY: DropSide.CLIENT}.get(self, DropSide.SERVER)

    @classmethod
    def of(cls, reason: recognition_pb2.DropReason) -> DropReason:
        """What a server's reason is called here."""
        return {
            recognition_pb2.DROP_REASON_SUPERSEDED: cls.SUPERSEDED,
            recognition_pb2.DROP_REASON_EXPIRED: cls.EXPIRED,
            recognition_pb2.DROP_REASON_SESSION_ENDED: cls.SESSION_ENDED,
        }.get(reason, cls.UNSPECIFIED)


@dataclasses.dataclass(frozen=True)
class ResultAnswer:
    """The emotions of a frame."""

    sequence: int
    result: recognition_pb2.FrameResult
    session_id: str  #: the server's name of the session
    age: float  #: seconds from handing the frame over to its answer

    def to_message(self) -> recognition_pb2.RecognizeResponse:
        """The answer as the contract writes it."""
        return recognition_pb2.RecognizeResponse(result=self.result)


@dataclasses.dataclass(frozen=True)
class DroppedAnswer:
    """A frame that gets no result."""

    sequence: int
    reason: DropReason
    age: float

    def to_message(self) -> recognition_pb2.RecognizeResponse:
        """The answer as the contract writes it: the nearest reason that a server can say."""
        reason = {
            DropReason.SUPERSEDED: recognition_pb2.DROP_REASON_SUPERSEDED,
            DropReason.LINK_BUSY: recognition_pb2.DROP_REASON_SUPERSEDED,
            DropReason.EXPIRED: recognition_pb2.DROP_REASON_EXPIRED,
            DropReason.SESSION_ENDED: recognition_pb2.DROP_REASON_SESSION_ENDED,
            DropReason.CONNECTION_LOST: recognition_pb2.DROP_REASON_SESSION_ENDED,
        }.get(self.reason, recognition_pb2.DROP_REASON_UNSPECIFIED)
        return recognition_pb2.RecognizeResponse(dropped=recognition_pb2.FrameDropped(sequence=self.sequence, reason=reason))


@dataclasses.dataclass(frozen=True)
class ErrorAnswer:
    """A frame that was not usable; the session lives on."""

    sequence: int
    error: detection_pb2.FrameError
    age: float

    def to_message(self) -> recognition_pb2.RecognizeResponse:
        """The answer as the contract writes it."""
        return recognition_pb2.RecognizeResponse(error=self.error)


Answer = Union[ResultAnswer, DroppedAnswer, ErrorAnswer]
