"""Pictures for the parity check: random pixels and frames of the sample video, as raw RGB bytes of a model's input size."""
import subprocess

import numpy as np

from .errors import ImportFailure
from .locations import SAMPLE_VIDEO

RANDOM_PICTURES = 2
SEED = 20231


def parity_pictures(entry):
    """(kind, bytes) of each picture."""
    width, height = (entry["manifest"]["input"][side] for side in ("width", "height"))
    random = np.random.default_rng(SEED)
    for _ in range(RANDOM_PICTURES):
        yield "random", random.integers(0, 256, (height, width, 3), np.uint8).tobytes()
    for frame in entry["parity"]["frames"]:
        yield "real", _decode(frame, entry["parity"]["crop"], width, height)


def _decode(frame, crop, width, height):
    filters = f"select=eq(n\\,{frame}),crop={crop},scale={width}:{height}"
    command = ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(SAMPLE_VIDEO), "-vf", filters,
               "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    result = subprocess.run(command, capture_output=True)
    if result.returncode or len(result.stdout) != width * height * 3:
        raise ImportFailure(f"ffmpeg could not decode frame {frame} of {SAMPLE_VIDEO.name}: {result.stderr.decode().strip()}")
    return result.stdout
