"""The suite's own programs, as processes."""
from __future__ import annotations

import contextlib
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from typing import Callable, Iterator, Sequence

ROOT = pathlib.Path(__file__).resolve().parents[3]
PYTHON = ROOT / "clients/python"
SAMPLE = ROOT / "clients/edge/samples/webcam.mp4"
_HANGS = 120  # seconds; nothing here takes that long unless it hangs


def dll(folder: str, name: str) -> list[str]:
    """How a program of the suite is started."""
    return ["dotnet", str(ROOT / folder / "bin/Release/net10.0" / f"{name}.dll")]


def free_port() -> int:
    """A port that nobody listens on; below those that systems hand to outgoing connections, which may be taken before it is used."""
    while True:
        port = random.randrange(10000, 32000)
        if not listens(port):
            return port


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the package on its path."""
    return subprocess.run([sys.executable, *arguments], env=_environment(environment), capture_output=True, text=True, timeout=_HANGS)


@contextlib.contextmanager
def running(command: Sequence[str], ready: Callable[[], bool]) -> Iterator[subprocess.Popen[str]]:
    """A process, from the moment that it is ready; what it printed is shown when it does not become so."""
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(command, env=_environment({}), stdout=printed, stderr=subprocess.STDOUT, text=True)
        try:
            wait_until(lambda: process.poll() is not None or ready())
            if process.poll() is not None:
                printed.seek(0)
                raise AssertionError(f"{command} ended with {process.returncode}: {printed.read()}")
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def suite(port: int, *settings: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """The whole suite in one process, its gateway at a port of loopback."""
    command = [*dll("services/Standalone", "EmotionGrpc.Standalone"), "--port", str(port), *settings]
    return running(command, lambda: answers(f"http://127.0.0.1:{port}/readyz"))


def stream_server(name: str, port: int) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """One of the example servers."""
    command = [sys.executable, str(PYTHON / f"examples/{name}_server.py"), "--listen", f"127.0.0.1:{port}"]
    return running(command, lambda: listens(port))


def wait_until(condition: Callable[[], bool]) -> None:
    """Waits for what will come unless something hangs."""
    end = time.monotonic() + _HANGS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("It did not happen.")
        time.sleep(0.05)


def pictures(folder: pathlib.Path, count: int, kind: str = "png") -> list[pathlib.Path]:
    """The sample's first frames, in a folder of files."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(SAMPLE), "-frames:v", str(count), "-q:v", "3", str(folder / f"f%03d.{kind}")], check=True)
    return sorted(folder.iterdir())


def answers(url: str) -> bool:
    """Whether there is an answer to a GET, and a good one."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def listens(port: int) -> bool:
    """Whether somebody listens at a port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def _environment(more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PYTHON), "OMP_NUM_THREADS": "1", **more}
