"""A progress bar on standard error that needs no package."""
import sys
import time


def progress(items, title, total=None):
    """Yields the items and draws a bar at most twice a second; one plain line at the end when the output is no terminal."""
    total = len(items) if total is None else total
    started = drawn = time.monotonic()
    live = sys.stderr.isatty()
    done = 0
    for item in items:
        yield item
        done += 1
        now = time.monotonic()
        if live and now - drawn > 0.5:
            drawn = now
            filled = 30 * done // max(total, 1)
            left = (now - started) / done * (total - done)
            sys.stderr.write(f"\r{title} [{'#' * filled}{'.' * (30 - filled)}] {done}/{total}, {left:.0f} s left ")
            sys.stderr.flush()
    sys.stderr.write(("\r" if live else "") + f"{title}: {done} in {time.monotonic() - started:.0f} s{' ' * 40 if live else ''}\n")
