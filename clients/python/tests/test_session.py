"""Sessions with the real suite, over links that break."""
from __future__ import annotations

import asyncio
import pathlib
import tempfile
import unittest
from typing import Any, Awaitable, Callable, Optional

import grpc
from emotion.v1 import image_pb2, recognition_pb2
from emotion_grpc import (
    ClientOptions, DroppedAnswer, DropReason, DropSide, EmotionClient, EmotionError, EmotionSession, ErrorAnswer, ReconnectOptions, ResultAnswer, SessionOptions,
    SessionState, StateChange,
)  # fmt: skip

from .link import Link
from .programs import free_port, pictures, suite

COUNT = 30


class SessionTests(unittest.IsolatedAsyncioTestCase):
    port: int
    pictures: list[bytes]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.pictures = [file.read_bytes() for file in pictures(pathlib.Path(folder.name), COUNT, "jpg")]
        cls.port = free_port()
        cls.enterClassContext(suite(cls.port))

    async def test_every_frame_has_its_result(self) -> None:
        answers, session = await self._stream(f"http://127.0.0.1:{self.port}")
        self.assertEqual([a.sequence for a in answers], list(range(1, COUNT + 1)))
        self.assertTrue(all(isinstance(a, ResultAnswer) for a in answers))
        self.assertTrue(any(p.emotion.label for p in answers[-1].result.persons))
        self.assertEqual(session.state, SessionState.CLOSED)
        self._check_account(session)
        self.assertGreater(session.counters.percentile95_age or 0, 0)

    async def test_a_bad_picture_is_an_error_and_the_session_lives_on(self) -> None:
        async with EmotionClient(f"http://127.0.0.1:{self.port}") as client, client.session(_patient()) as session:
            for data in (self.pictures[0], b"no picture", self.pictures[1]):
                await session.send(_frame(data))
            closed, answers = await asyncio.gather(session.complete(), _read(session))
        by_sequence = {a.sequence: a for a in answers}
        self.assertIsInstance(by_sequence[2], ErrorAnswer)
        self.assertIsInstance(by_sequence[3], ResultAnswer)
        assert closed is not None
        self.assertEqual((closed.counts.received, closed.counts.errors), (3, 1))

    async def test_a_link_that_is_cut_for_5_s_loses_no_frame(self) -> None:
        changes: list[StateChange] = []
        async with Link(self.port) as link:
            async def cut() -> None:
                link.cut()
                await asyncio.sleep(5)
                link.mend()

            answers, session = await self._stream(link.address, interrupt=cut, changes=changes)
        self.assertEqual(sorted(a.sequence for a in answers), list(range(1, COUNT + 1)))
        self.assertTrue(all(isinstance(a, ResultAnswer) for a in answers))
        self._check_account(session)
        self.assertGreaterEqual(session.counters.reconnects, 1)
        self.assertEqual(session.counters.resumed, session.counters.reconnects, changes)
        self.assertIn(SessionState.RECONNECTING, [c.state for c in changes])

    async def test_a_link_that_stalls_for_5_s_is_given_up_and_loses_no_frame(self) -> None:
        async with Link(self.port) as link:
            async def stall() -> None:
                link.stall()
                await asyncio.sleep(5)
                link.cut()  # what the stall kept must not arrive late at a session that has gone on
                link.mend()

            answers, session = await self._stream(link.address, SessionOptions(heartbeat_interval=0.5, heartbeat_timeout=1.5), stall)
        self.assertEqual(sorted(a.sequence for a in answers), list(range(1, COUNT + 1)))
        self._check_account(session)
        self.assertGreaterEqual(session.counters.reconnects, 1)

    async def test_offered_frames_that_a_slow_link_does_not_take_are_told(self) -> None:
        async with Link(self.port) as link, EmotionClient(link.address) as client, client.session(_patient()) as session:
            reading = asyncio.ensure_future(_read(session))
            link.bytes_per_second = 100_000
            for data in self.pictures:
                session.offer(_frame(data))
                await asyncio.sleep(0.03)
            link.mend()
            await session.complete()
            answers = await reading
        self.assertEqual(sorted(a.sequence for a in answers), list(range(1, COUNT + 1)))
        self.assertTrue(any(isinstance(a, DroppedAnswer) and a.reason == DropReason.LINK_BUSY for a in answers))
        self.assertIsInstance(max(answers, key=lambda a: a.sequence), ResultAnswer)
        self._check_account(session)
        self.assertGreater(session.counters.dropped_by(DropSide.CLIENT), 0)

    async def test_results_after_a_break_are_those_of_an_undisturbed_run(self) -> None:
        undisturbed, _ = await self._stream(f"http://127.0.0.1:{self.port}")
        async with Link(self.port) as link:
            async def cut() -> None:
                link.cut()
                link.mend()

            broken, session = await self._stream(link.address, interrupt=cut)
        self.assertGreaterEqual(session.counters.resumed, 1)
        for one, other in zip(undisturbed, sorted(broken, key=lambda a: a.sequence)):
            self.assertEqual([p.track_id for p in one.result.persons], [p.track_id for p in other.result.persons])
            for person, again in zip(one.result.persons, other.result.persons):
                self.assertEqual(person.emotion.label, again.emotion.label)
                for score, score_again in zip(person.emotion.scores, again.emotion.scores):
                    self.assertEqual(score.label, score_again.label)
                    self.assertAlmostEqual(score.probability, score_again.probability, delta=1e-3)

    async def test_a_server_that_dies_and_comes_back_is_found_again(self) -> None:
        port = free_port()
        changes: list[StateChange] = []
        first = suite(port)
        process = first.__enter__()
        self.addCleanup(first.__exit__, None, None, None)

        async def kill() -> None:
            process.kill()
            process.wait()
            second = suite(port)
            await asyncio.to_thread(second.__enter__)
            self.addCleanup(second.__exit__, None, None, None)

        # A suite that starts may take longer than the attempts of a session that is in a hurry.
        options = SessionOptions(reconnect=ReconnectOptions(maximum_attempts=None, maximum_pause=1))
        answers, session = await self._stream(f"http://127.0.0.1:{port}", options, kill, changes)
        self.assertEqual(sorted(a.sequence for a in answers), list(range(1, COUNT + 1)))
        self._check_account(session)
        # Its keys are new, so it cannot read the token; the session says so and begins anew.
        anew = [c.reason for c in changes if c.resumed is False]
        self.assertTrue(anew and "RESUME_TOKEN_UNKNOWN_KEY" in anew[0], changes)

    async def test_nobody_there_is_told_at_once(self) -> None:
        async with EmotionClient(f"http://127.0.0.1:{free_port()}") as client:
            with self.assertRaises(EmotionError) as told:
                await client.session().__aenter__()
        self.assertEqual(told.exception.code, grpc.StatusCode.UNAVAILABLE)

    async def test_a_session_that_gives_up_answers_every_frame_and_then_says_why(self) -> None:
        answers = []
        async with Link(self.port) as link, EmotionClient(link.address) as client:
            async with client.session(SessionOptions(reconnect=ReconnectOptions(maximum_attempts=0))) as session:
                for data in self.pictures[:4]:
                    session.offer(_frame(data))
                link.cut()
                with self.assertRaises(EmotionError):
                    async for answer in session:
                        answers.append(answer)
                with self.assertRaisesRegex(RuntimeError, "has ended"):
                    await session.send(_frame(self.pictures[0]))
        self.assertEqual(session.state, SessionState.FAILED)
        self._check_account(session)
        self.assertEqual(len(answers), 4)

    async def test_unusable_options_are_refused_with_the_field(self) -> None:
        options = SessionOptions(server=recognition_pb2.SessionOptions(source="x" * 65))
        async with EmotionClient(f"http://127.0.0.1:{self.port}") as client:
            with self.assertRaisesRegex(EmotionError, "source") as told:
                await client.session(options).__aenter__()
        self.assertEqual(told.exception.code, grpc.StatusCode.INVALID_ARGUMENT)

    async def test_sequences_must_grow(self) -> None:
        async with EmotionClient(f"http://127.0.0.1:{self.port}") as client, client.session() as session:
            await session.send(image_pb2.Frame(sequence=5, image=_frame(self.pictures[0]).image))
            with self.assertRaisesRegex(ValueError, "not above the last one, 5"):
                await session.send(image_pb2.Frame(sequence=5))

    async def test_a_session_that_is_left_is_broken_off(self) -> None:
        async with EmotionClient(f"http://127.0.0.1:{self.port}") as client:
            async with client.session() as session:
                session.offer(_frame(self.pictures[0]))
            self.assertEqual(session.state, SessionState.CLOSED)
            self.assertTrue(all(a.sequence == 1 for a in await _read(session)))

    async def _stream(
        self, address: str, options: Optional[SessionOptions] = None, interrupt: Optional[Callable[[], Awaitable[None]]] = None, changes: Optional[list[StateChange]] = None
    ) -> tuple[list[Any], EmotionSession]:
        """Sends all pictures, all of them worth waiting for; half way something happens beside it."""
        options = _patient(options)
        async with EmotionClient(ClientOptions(address, connect_timeout=1)) as client, client.session(options) as session:
            if changes is not None:
                session.on_state_change = changes.append
            reading = asyncio.ensure_future(_read(session))
            interruption = None
            for i, data in enumerate(self.pictures):
                if i == COUNT // 2 and interrupt is not None:
                    interruption = asyncio.ensure_future(interrupt())
                frame = _frame(data)
                frame.capture_time.FromMilliseconds(1_700_000_000_000 + 40 * i)
                await session.send(frame)
            if interruption is not None:
                await interruption
            await session.complete()
            return await reading, session

    def _check_account(self, session: EmotionSession) -> None:
        counters = session.counters
        self.assertEqual(counters.sent, counters.results + sum(counters.dropped.values()) + counters.errors)
        self.assertEqual(counters.unanswered, 0)


def _frame(data: bytes) -> image_pb2.Frame:
    return image_pb2.Frame(image=image_pb2.Image(format=image_pb2.IMAGE_FORMAT_JPEG, data=data))


async def _read(session: EmotionSession) -> list[Any]:
    return [answer async for answer in session]


def _patient(options: Optional[SessionOptions] = None) -> SessionOptions:
    """Frames are worth waiting for: a busy machine is no fault."""
    options = options or SessionOptions()
    options.server.time_to_live.FromSeconds(60)
    return options
