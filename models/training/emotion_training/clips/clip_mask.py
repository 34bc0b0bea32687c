"""The mask that the person of a clip wears: one for the whole clip."""
import zlib

import numpy as np

from ..masks.wear import facing, wear

JITTER = 0.03


class ClipMask:
    """Chosen by the clip's name; kind, colour and fit stay, the side follows the face."""

    def __init__(self, templates, name, seed):
        self._templates = templates
        self._seed = zlib.crc32(f"{seed} {name}".encode())

    def put_on(self, image, points):
        """(picture with the mask, coverage 0..1 [H,W]) for face-mesh points in pixels."""
        # The same numbers for every frame: only the face moves.
        rng = np.random.RandomState(self._seed)
        fitting = [t for t in self._templates if t.side == facing(points)] or self._templates
        return wear(image, points, fitting[rng.randint(len(fitting))], rng, JITTER)
