"""Live sessions with an EmotionGrpc server: frames in, emotions out, every frame answered exactly once."""
from .answers import Answer, DroppedAnswer, DropReason, DropSide, ErrorAnswer, ResultAnswer
from .client import EmotionClient
from .counters import SessionCounters
from .options import ClientOptions, ReconnectOptions, SessionOptions
from .session import EmotionSession
from .state import SessionState, StateChange
from .status import EmotionError

__all__ = [
    "Answer", "ClientOptions", "DropReason", "DropSide", "DroppedAnswer", "EmotionClient", "EmotionError", "EmotionSession", "ErrorAnswer", "ReconnectOptions",
    "ResultAnswer", "SessionCounters", "SessionOptions", "SessionState", "StateChange",
]  # fmt: skip
