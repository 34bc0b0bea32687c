import sys
import time


class Progress:
    """One line per step, with the seconds since the start."""

    def __init__(self, stream=sys.stdout):
        self._stream = stream
        self._started = time.monotonic()

    def step(self, text):
        print(f"[{time.monotonic() - self._started:6.1f} s] {text}", file=self._stream, flush=True)
