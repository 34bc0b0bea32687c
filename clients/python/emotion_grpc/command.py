"""``python3 -m emotion_grpc stream SOURCE``."""
from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import time
from typing import Callable, Iterator, Optional, Sequence, TextIO

import cv2
import grpc
import numpy as np
from emotion.v1 import fusion_pb2, image_pb2, recognition_pb2
from google.protobuf import json_format

from .client import EmotionClient
from .options import ClientOptions, ReconnectOptions, SessionOptions
from .session import EmotionSession
from .sources import Source, SourceError, open_source
from .state import SessionState, StateChange
from .status import EmotionError

OK, FAILED, WRONG_USAGE, SOURCE_NOT_OPENED, SERVER_NOT_REACHABLE = range(5)
_KEY_VARIABLE = "EMOTION_API_KEY"
_POLICIES = {name[len("FUSION_POLICY_") :].lower().replace("_", "-"): value for name, value in fusion_pb2.FusionPolicy.items() if value}
_FOLDER_RATE = 10.0
_LONGEST_NAME = 64


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command.

    :returns: the exit code.
    """
    options = _parser().parse_args(arguments)
    try:
        with _output(options.out) as out:
            return asyncio.run(_stream(options, out))
    except SourceError as e:
        return _say(SOURCE_NOT_OPENED, str(e))
    except (ValueError, OSError) as e:
        return _say(WRONG_USAGE, str(e))
    except EmotionError as e:
        if e.code == grpc.StatusCode.UNAVAILABLE:
            return _say(SERVER_NOT_REACHABLE, f"No server answers at {options.server} ({e.sentence.rstrip('.')}); name another with --server.")
        if e.code == grpc.StatusCode.UNIMPLEMENTED:
            return _say(SERVER_NOT_REACHABLE, f"What answers at {options.server} is not an EmotionGrpc server.")
        if e.code == grpc.StatusCode.INVALID_ARGUMENT:
            return _say(WRONG_USAGE, f"The server refuses the options: {e.sentence}")
        return _say(FAILED, f"The session failed: {e}.")


async def _stream(options: argparse.Namespace, out: TextIO) -> int:
    source = await asyncio.to_thread(open_source, options.source, options.fps or _FOLDER_RATE)
    realtime = options.realtime or (not options.as_fast_as_possible and not source.is_folder)
    client_options = ClientOptions(
        options.server, api_key=os.environ.get(_KEY_VARIABLE) or None, certificate_authority_file=options.ca, client_certificate_file=options.certificate, client_key_file=options.key
    )
    async with EmotionClient(client_options) as client:
        async with client.session(_session_options(options, source, realtime)) as session:
            session.on_state_change = _tell
            sending = asyncio.ensure_future(_send(options, source, session, realtime))
            for number in (signal.SIGINT, signal.SIGTERM):
                # Stops in order: what is in hand is answered.
                asyncio.get_running_loop().add_signal_handler(number, sending.cancel)
            try:
                async for answer in session:
                    out.write(json_format.MessageToJson(answer.to_message(), indent=None) + "\n")
                    out.flush()
            except EmotionError:
                sending.cancel()
                await asyncio.wait([sending])
                raise
            await sending
            return _judge(session)


async def _send(options: argparse.Namespace, source: Source, session: EmotionSession, realtime: bool) -> None:
    begin, epoch, sent, due = time.monotonic(), time.time_ns(), 0, 0.0
    try:
        while options.frames is None or sent < options.frames:
            frame = await asyncio.to_thread(source.read)
            if frame is None:
                return
            if options.fps and not source.is_folder:
                if frame.time < due:
                    continue
                due = max(due + 1 / options.fps, frame.time)
            if realtime:
                ahead = begin + frame.time - time.monotonic()
                if ahead > 0:
                    await asyncio.sleep(ahead)
            image = await asyncio.to_thread(_encode, frame.pixels, options.max_width, options.quality)
            message = image_pb2.Frame(image=image)
            message.capture_time.FromNanoseconds(epoch + int(frame.time * 1e9))
            if not realtime or not session.offer(message):
                await session.send(message)
            sent += 1
    except asyncio.CancelledError:
        pass
    finally:
        if session.state not in (SessionState.CLOSED, SessionState.FAILED):
            await session.complete()


def _encode(pixels: np.ndarray, max_width: Optional[int], quality: int) -> image_pb2.Image:
    height, width = pixels.shape[:2]
    if max_width and width > max_width:
        pixels = cv2.resize(pixels, (max_width, max(1, round(height * max_width / width))), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return image_pb2.Image(format=image_pb2.IMAGE_FORMAT_JPEG, width=pixels.shape[1], height=pixels.shape[0], data=data.tobytes())


def _session_options(options: argparse.Namespace, source: Source, realtime: bool) -> SessionOptions:
    fusion = fusion_pb2.FusionOptions(policy=_POLICIES.get(options.policy, 0), segments=options.segments or 0)
    if options.window:
        fusion.window.FromNanoseconds(int(options.window * 1e9))
    server = recognition_pb2.SessionOptions(
        fusion=fusion, source=(options.name or source.name)[:_LONGEST_NAME], keypoints=options.keypoints, newest_only=realtime, cadence=options.cadence or 0
    )
    if not realtime:
        server.time_to_live.FromSeconds(60)  # the longest there is: where no frame may be lost, none may grow too old
    # A camera that gives up is of no use to anybody.
    reconnect = ReconnectOptions(maximum_attempts=None) if source.is_live else ReconnectOptions()
    return SessionOptions(server=server, reconnect=reconnect)


def _judge(session: EmotionSession) -> int:
    counters = session.counters
    dropped = ", ".join(f"{n} {reason.value}" for reason, n in counters.dropped.items()) or "none"
    age = "" if counters.median_age is None else f", age of results p50 {1000 * counters.median_age:.0f} ms, p95 {1000 * (counters.percentile95_age or 0):.0f} ms"
    print(f"{counters.sent} frames sent, {counters.results} results, dropped: {dropped}, {counters.errors} errors, {counters.reconnects} reconnects{age}", file=sys.stderr)
    return OK if counters.results else _say(FAILED, "No frame got a result.")


def _tell(change: StateChange) -> None:
    if change.state == SessionState.RECONNECTING:
        print(f"Reconnecting (attempt {change.attempt}): {change.reason}", file=sys.stderr)
    elif change.resumed is not None:
        print("Connected again; persons and their context go on." if change.resumed else f"Connected again. {change.reason}", file=sys.stderr)


@contextlib.contextmanager
def _output(path: Optional[str]) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with open(path, "w", encoding="utf-8") as file:
        yield file


def _say(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


def _number(kind: type, least: float, most: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not least <= value <= most:
            raise argparse.ArgumentTypeError(f"'{text}' does not fit; it wants a {'whole ' if kind is int else ''}number from {least:g} to {most:g}")
        return value

    return parse


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m emotion_grpc", description="Emotions from video.")
    stream = parser.add_subparsers(dest="command", required=True, metavar="stream").add_parser(
        "stream",
        help="stream a source and print one JSON line per frame",
        description="Streams a source and prints one JSON line per frame: the RecognizeResponse in the proto3 JSON mapping, never a picture.",
        epilog="Exit codes: 0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server is not reachable.",
    )
    stream.add_argument("source", metavar="SOURCE", help="camera index (0, 1, ...), RTSP or HTTP URL, video file, or folder of pictures")
    stream.add_argument("--server", metavar="URL", default="http://127.0.0.1:8080", help=f"address of the server (default %(default)s); a key is read from the variable {_KEY_VARIABLE}")
    stream.add_argument("--out", metavar="FILE", help="write the lines to a file instead")
    pace = stream.add_mutually_exclusive_group()
    pace.add_argument("--realtime", action="store_true", help="pace frames by the source's clock; the newest wins when the server is slower (default, except for folders)")
    pace.add_argument("--as-fast-as-possible", action="store_true", help="send frames as fast as the server allows and drop none (default for folders; not for cameras)")
    stream.add_argument("--ca", metavar="FILE", help="PEM file of who signed the server's certificate (default: the system's authorities)")
    stream.add_argument("--certificate", metavar="FILE", help="PEM file of the certificate to show to the server, with --key")
    stream.add_argument("--key", metavar="FILE", help="PEM file of the certificate's key")
    stream.add_argument("--fps", metavar="F", type=_number(float, 0.1, 240), help="send at most F frames per second; a folder of pictures is played at F (default 10)")
    stream.add_argument("--max-width", metavar="W", type=_number(int, 64, 8192), help="scale frames that are wider than W pixels down before sending")
    stream.add_argument("--quality", metavar="Q", type=_number(int, 1, 100), default=90, help="JPEG quality of the frames that are sent (default %(default)s)")
    stream.add_argument("--policy", choices=sorted(_POLICIES), help="fusion policy (default: the server's)")
    stream.add_argument("--segments", metavar="N", type=_number(int, 1, 64), help="segments in the consensus (default: the server's)")
    stream.add_argument("--window", metavar="S", type=_number(float, 0.1, 60), help="seconds that the segments span (default: the server's)")
    stream.add_argument("--cadence", metavar="N", type=_number(int, 1, 100), help="frames at most from one search for persons to the next (default: the server's)")
    stream.add_argument("--keypoints", action="store_true", help="ask for keypoints")
    stream.add_argument("--name", metavar="NAME", help="name of the session in lists and dashboards (default: the source's)")
    stream.add_argument("--frames", metavar="N", type=_number(int, 1, 2**31 - 1), help="stop after N frames")
    return parser
