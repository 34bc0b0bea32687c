"""Where the frames of the command come from: OpenCV reads cameras, network streams, video files and pictures."""
from __future__ import annotations

import dataclasses
import pathlib
import re
import time
from typing import Iterator, Optional, Union

import cv2
import numpy as np

_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff")
_ALLOWED = "allowed are a camera index (0, 1, ...), an rtsp:// or http:// URL, a video file, and a folder of pictures"


class SourceError(Exception):
    """The source cannot be opened or read; the text is a sentence for people."""


@dataclasses.dataclass
class SourceFrame:
    """A picture and its moment on the source's clock."""

    pixels: np.ndarray  #: 8-bit BGR
    time: float  #: seconds since the first frame


class Source:
    """Pictures in order. Reading blocks: read in a thread."""

    def __init__(self, name: str, is_live: bool, is_folder: bool, frames: Iterator[SourceFrame]) -> None:
        self.name, self.is_live, self.is_folder, self._frames = name, is_live, is_folder, frames

    def read(self) -> Optional[SourceFrame]:
        """The next picture; None at the end."""
        return next(self._frames, None)


def open_source(text: str, frames_per_second: float) -> Source:
    """Finds out what a source is and opens it.

    :param frames_per_second: at which speed a folder is played.
    :raises SourceError: it cannot be opened.
    """
    path = pathlib.Path(text)
    if path.is_dir():
        return _folder(path, frames_per_second)
    if path.is_file():
        return Source(path.name, False, False, _capture(text, f"'{text}' is not a video that can be read.", clock=False))
    if text.isascii() and text.isdigit():
        return Source(f"camera {text}", True, False, _capture(int(text), f"There is no camera {text}, or another program has it.", clock=True))
    if re.match("(rtsps?|https?)://", text):
        return Source(text, True, False, _capture(text, f"Nothing that can be shown comes from {text}.", clock=True))
    raise SourceError(f"There is no file or folder '{text}'; {_ALLOWED}.")


def _folder(folder: pathlib.Path, frames_per_second: float) -> Source:
    def natural(path: pathlib.Path) -> list[tuple[int, int, str]]:  # f2 before f10
        return [(0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in re.findall("[0-9]+|[^0-9]+", path.name)]

    files = sorted((f for f in folder.iterdir() if f.suffix.lower() in _PICTURES), key=natural)
    if not files:
        raise SourceError(f"The folder '{folder}' holds no pictures; allowed are {', '.join(e[1:] for e in _PICTURES)}.")

    def frames() -> Iterator[SourceFrame]:
        for i, file in enumerate(files):
            pixels = cv2.imread(str(file))
            if pixels is None:
                raise SourceError(f"'{file}' is not a picture that can be read; repair it or take it out of the folder.")
            yield SourceFrame(pixels, i / frames_per_second)

    return Source(folder.resolve().name, False, True, frames())


def _capture(what: Union[str, int], otherwise: str, clock: bool) -> Iterator[SourceFrame]:
    """:param otherwise: what is said when no frame comes.
    :param clock: whether frames come as they happen; else the file says when each is due.
    """
    capture = cv2.VideoCapture(what)
    there, pixels = capture.read() if capture.isOpened() else (False, None)
    if not there:
        capture.release()
        raise SourceError(otherwise)
    return _frames(capture, pixels, clock)


def _frames(capture: cv2.VideoCapture, pixels: np.ndarray, clock: bool) -> Iterator[SourceFrame]:
    rate = capture.get(cv2.CAP_PROP_FPS)
    rate = rate if 0 < rate <= 240 else 25.0
    begin, number, there = time.monotonic(), 0, True
    try:
        while there:
            yield SourceFrame(pixels, time.monotonic() - begin if clock else number / rate)
            there, pixels = capture.read()
            number += 1
    finally:
        capture.release()
