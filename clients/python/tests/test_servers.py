"""The example servers: the contract, and the walk-through of the README that puts one in place of the service that ships."""
from __future__ import annotations

import asyncio
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import unittest
from typing import Any

from emotion.v1 import image_pb2
from emotion_grpc import EmotionClient, ReconnectOptions, ResultAnswer, SessionOptions

from .programs import PYTHON, ROOT, answers, dll, free_port, listens, pictures, stream_server, suite, wait_until


class ServerTests(unittest.TestCase):
    def test_servers_are_short(self) -> None:
        for name in ("face_stream", "body_stream"):
            self.assertLess(len((PYTHON / f"examples/{name}_server.py").read_text().splitlines()), 150)

    def test_face_stream_keeps_the_contract(self) -> None:
        self._conform("face_stream", "face-stream")

    def test_body_stream_keeps_the_contract(self) -> None:
        self._conform("body_stream", "body-stream")

    def test_scores_are_those_of_the_services_that_ship(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            frames = [file.read_bytes() for file in pictures(pathlib.Path(folder), 40, "jpg")]
        face, body, port = free_port(), free_port(), free_port()
        with stream_server("face_stream", face), stream_server("body_stream", body):
            with suite(port, f"--Fusion:FaceStream=http://127.0.0.1:{face}", f"--Fusion:BodyStream=http://127.0.0.1:{body}"):
                swapped = asyncio.run(_results(port, frames))
        with suite(port):
            shipped = asyncio.run(_results(port, frames))
        models = {s.model.name for r in swapped for p in r.persons for s in p.emotion.streams if s.model.name}
        self.assertEqual(models, {"face-tsn-python", "body-motion-python"})
        compared = 0
        for one, other in zip(shipped, swapped):
            for person, again in zip(one.persons, other.persons):
                self.assertEqual(person.emotion.label, again.emotion.label)
                for score, score_again in zip(person.emotion.scores, again.emotion.scores):
                    self.assertAlmostEqual(score.probability, score_again.probability, delta=1e-3)
                    compared += 1
        self.assertGreater(compared, 0)

    def test_the_walk_through_of_the_readme(self) -> None:
        section = (ROOT / "README.md").read_text().split("## Swap a service\n")[1].split("\n## ")[0]
        block = next(b for b in re.findall(r"```bash\n(.*?)```", section, re.DOTALL) if "face_stream_server.py" in b)
        commands = [line.split("  #")[0].strip() for line in block.splitlines() if line.strip()]
        self.assertEqual(len(commands), 5, commands)
        # What the README calls python3 is Debian's; a machine may have another one before it.
        environment = {**os.environ, "PATH": f"/usr/bin:{os.environ['PATH']}"}
        gateway = "http://127.0.0.1:8080"
        with contextlib.ExitStack() as stack:
            def start(command: str) -> subprocess.Popen[bytes]:
                process = subprocess.Popen(["bash", "-c", f"exec {command.removesuffix('&')}"], cwd=ROOT, env={**environment}, start_new_session=True)
                stack.callback(_stop, process)
                return process

            def run(command: str) -> str:
                return subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

            generate, serve, conform, up, watch = commands
            before = start("./emotion up")
            wait_until(lambda: answers(f"{gateway}/readyz"))
            with Camera(gateway) as camera:
                wait_until(lambda: "face-tsn" in camera.models)
                run(generate)
                start("env " + serve)
                wait_until(lambda: listens(5000))
                self.assertIn(" passed, 0 failed", run(conform))
                _stop(before)
                start(up)
                # A session that was open all the time goes on, and its results name the new model.
                wait_until(lambda: "face-tsn-python" in camera.models)
                named = int(run(watch).splitlines()[-1])
        self.assertGreater(named, 0)
        self.assertEqual(camera.sent, camera.answered)

    def _conform(self, server: str, service: str) -> None:
        port = free_port()
        with stream_server(server, port):
            ran = subprocess.run([*dll("clients/conformance", "emotion-conformance"), "--target", f"http://127.0.0.1:{port}", "--service", service], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertRegex(ran.stdout.splitlines()[-1], r"^\d{2} passed, 0 failed$")


async def _results(port: int, frames: list[bytes]) -> list[Any]:
    options = SessionOptions()
    options.server.time_to_live.FromSeconds(60)
    async with EmotionClient(f"http://127.0.0.1:{port}") as client, client.session(options) as session:
        async def send() -> None:
            for i, data in enumerate(frames):
                frame = image_pb2.Frame(image=image_pb2.Image(format=image_pb2.IMAGE_FORMAT_JPEG, data=data))
                frame.capture_time.FromMilliseconds(1_700_000_000_000 + 70 * i)
                await session.send(frame)
            await session.complete()

        sending = asyncio.ensure_future(send())
        read = [answer async for answer in session]
        await sending
    results = [a.result for a in read if isinstance(a, ResultAnswer)]
    assert len(results) == len(frames), read
    return results


class Camera:
    """Streams the sample's first frames again and again until it is left, whatever becomes of the server."""

    def __init__(self, address: str) -> None:
        self._address, self._stop = address, threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self.models: set[str] = set()
        self.sent = self.answered = 0

    def __enter__(self) -> Camera:
        with tempfile.TemporaryDirectory() as folder:
            self._frames = [file.read_bytes() for file in pictures(pathlib.Path(folder), 40, "jpg")]
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    async def _run(self) -> None:
        options = SessionOptions(reconnect=ReconnectOptions(maximum_attempts=None, maximum_pause=1))
        async with EmotionClient(self._address) as client, client.session(options) as session:
            sending = asyncio.ensure_future(self._send(session))
            async for answer in session:
                if isinstance(answer, ResultAnswer):
                    self.models |= {s.model.name for p in answer.result.persons for s in p.emotion.streams if s.model.name}
            await sending
            self.sent, self.answered = session.counters.sent, session.counters.answered

    async def _send(self, session: Any) -> None:
        while not self._stop.is_set():
            for data in self._frames:
                frame = image_pb2.Frame(image=image_pb2.Image(format=image_pb2.IMAGE_FORMAT_JPEG, data=data))
                frame.capture_time.GetCurrentTime()
                session.offer(frame)
                await asyncio.sleep(0.2)
        await session.complete()


def _stop(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()
