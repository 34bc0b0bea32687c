"""The account of a session."""
from __future__ import annotations

import collections
import dataclasses
import math
from typing import Mapping, Optional

from .answers import Answer, DroppedAnswer, DropReason, DropSide, ResultAnswer


@dataclasses.dataclass(frozen=True)
class SessionCounters:
    """The account at one moment, over all connections: ``sent = answered + unanswered``."""

    sent: int  #: frames handed to the session; one that is sent again counts once
    results: int
    dropped: Mapping[DropReason, int]  #: by reason; reasons that did not occur are left out
    errors: int
    resent: int  #: how often unanswered frames were sent again after a break
    replayed: int  #: how often answered frames were sent again, because later results depend on them
    reconnects: int  #: how often the session was opened again
    resumed: int  #: how often it then went on with its temporal context
    median_age: Optional[float]  #: seconds, at most 4.5 % off; None before the first result
    percentile95_age: Optional[float]

    @property
    def answered(self) -> int:
        """Results, dropped frames and errors."""
        return self.results + sum(self.dropped.values()) + self.errors

    @property
    def unanswered(self) -> int:
        """Frames whose answer has not come yet."""
        return self.sent - self.answered

    def dropped_by(self, side: DropSide) -> int:
        """Frames that one side dropped."""
        return sum(n for reason, n in self.dropped.items() if reason.side == side)


class Ages:
    """Ages of any number of results in fixed memory: buckets whose bounds grow by 2^(1/8), so that a percentile is at most 4.5 % off."""

    _LEAST, _PER_DOUBLING, _LAST = 1e-4, 8, 200

    def __init__(self) -> None:
        self._counts, self._total = [0] * (self._LAST + 1), 0

    def add(self, age: float) -> None:
        """Counts a result."""
        bucket = 0 if age <= self._LEAST else 1 + int(math.log2(age / self._LEAST) * self._PER_DOUBLING)
        self._counts[min(bucket, self._LAST)] += 1
        self._total += 1

    def percentile(self, share: float) -> Optional[float]:
        """The age that a share of the results does not pass."""
        seen, rank = 0, max(1, math.ceil(share * self._total))
        for bucket, count in enumerate(self._counts):
            seen += count
            if seen >= rank:
                return self._LEAST * (2 ** ((bucket - 0.5) / self._PER_DOUBLING) if bucket else 1)
        return None


class Account:
    """Counts what happens in a session."""

    def __init__(self) -> None:
        self.results = self.errors = self.reconnects = self.resumed = 0
        self.dropped: collections.Counter[DropReason] = collections.Counter()
        self.ages = Ages()

    def count(self, answer: Answer) -> None:
        """An answer came."""
        if isinstance(answer, ResultAnswer):
            self.results += 1
            self.ages.add(answer.age)
        elif isinstance(answer, DroppedAnswer):
            self.dropped[answer.reason] += 1
        else:
            self.errors += 1
