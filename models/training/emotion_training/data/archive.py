"""Reads members of a tar archive without unpacking it to disk."""
import io
import tarfile

import cv2
import numpy as np


def members(path, suffixes):
    """Yields (name, bytes) of the regular files whose name ends with one of the suffixes, in name order."""
    with tarfile.open(path) as archive:
        found = {m.name: archive.extractfile(m).read() for m in archive if m.isfile() and m.name.lower().endswith(suffixes)}
    yield from sorted(found.items())


def text_lines(content):
    return io.StringIO(content.decode("utf-8", "replace"))


def decode_rgb(content):
    """Decodes a picture to RGB uint8 [H,W,3]; None when it is no picture."""
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    return None if image is None else np.ascontiguousarray(image[:, :, ::-1])
