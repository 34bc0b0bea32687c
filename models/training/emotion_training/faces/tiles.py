"""Finds every face of a picture: BlazeFace sees 128x128 pixels and misses small faces, so large pictures are also searched in overlapping tiles."""
import numpy as np

from .blazeface import SIZE, overlap, detect_with_padding

# Tile sides as shares of the shorter picture side; a tile starts every half of its side.
SHARES = (1.0, 0.5)
# A part of a picture looks like a face by chance more often than a whole one does.
TILE_SCORE = 0.7


def detect_all(detector, image):
    """All faces, best first, each as BlazeFace.detect gives it."""
    found = detector.detect_several(image)
    shorter = min(image.shape[:2])
    for share in SHARES:
        side = int(shorter * share)
        if side < SIZE or side == max(image.shape[:2]):
            continue
        for top in _starts(image.shape[0], side):
            for left in _starts(image.shape[1], side):
                offset = np.array([left, top], np.float32)
                for score, box, points in detector.detect_several(image[top:top + side, left:left + side]):
                    if score >= TILE_SCORE:
                        found.append((score, box + np.tile(offset, 2), points + offset))
    if not found:
        padded = detect_with_padding(detector, image)
        return [padded] if padded else []
    return _distinct(found)


def _starts(length, side):
    count = int(np.ceil(max(length - side, 0) / (side / 2))) + 1
    return np.linspace(0, length - side, count).astype(int)


def _distinct(found):
    """One of every group of boxes that lie over each other; a tile's border cuts a face, so a box mostly inside a larger one is the same face."""
    kept = []
    for face in sorted(found, key=lambda f: -f[0]):
        if not any(overlap(face[1][None], k[1])[0] > 0.3 or _inside(face[1], k[1]) > 0.7 for k in kept):
            kept.append(face)
    return kept


def _inside(a, b):
    """The part of the smaller box that lies in the other."""
    shared = (np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])).clip(0).prod()
    return shared / max(min((a[2:] - a[:2]).prod(), (b[2:] - b[:2]).prod()), 1e-9)
