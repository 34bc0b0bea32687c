"""Pictures and videos on disk."""
import os

import cv2

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
# The codec that OpenCV's FFmpeg writes into each container everywhere.
VIDEOS = {".mp4": "mp4v", ".m4v": "mp4v", ".mov": "mp4v", ".avi": "MJPG", ".mkv": "mp4v"}


def is_picture(path):
    return path.lower().endswith(PICTURES)


def is_video(path):
    return os.path.splitext(path)[1].lower() in VIDEOS


def files_below(folder):
    """Pictures and videos of a folder and its folders, as paths relative to it, in name order."""
    return sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names if is_picture(name) or is_video(name))


def read_picture(path):
    """RGB, or None when it is no picture."""
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    return None if image is None else cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def write_picture(path, image):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    if not cv2.imwrite(path, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 95]):
        raise OSError(f"{path} cannot be written.")


class Video:
    """Frames of a video as RGB; `frames` is what its header promises."""

    def __init__(self, path):
        self._capture = cv2.VideoCapture(path)
        if not self._capture.isOpened():
            raise ValueError(f"{path} is no video that OpenCV can read.")
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self.rate = rate if 0 < rate < 1000 else 25.0
        self.frames = max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))

    def __iter__(self):
        while True:
            read, frame = self._capture.read()
            if not read:
                self._capture.release()
                return
            yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)


class VideoWriter:
    """Writes frames of the first one's size; the sound is not kept."""

    def __init__(self, path, rate):
        self._path, self._rate, self._writer = path, rate, None

    def write(self, frame):
        if self._writer is None:
            os.makedirs(os.path.dirname(self._path) or ".", exist_ok=True)
            codec = cv2.VideoWriter_fourcc(*VIDEOS[os.path.splitext(self._path)[1].lower()])
            self._writer = cv2.VideoWriter(self._path, codec, self._rate, (frame.shape[1], frame.shape[0]))
            if not self._writer.isOpened():
                raise OSError(f"{self._path} cannot be written.")
        self._writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))

    def close(self):
        if self._writer is not None:
            self._writer.release()
