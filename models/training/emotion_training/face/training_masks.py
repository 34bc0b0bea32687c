"""The masks that faces wear in training: drawn by our own code, and the templates of an archive where it is at hand."""
import os

import numpy as np

from ..masks.drawn import draw_mask
from ..masks.templates import load_templates
from ..masks.wear import facing, wear

SIDES = ("left", "front", "right")


class TrainingMasks:
    """Masks by the side of the face that the camera sees."""

    def __init__(self, drawn, templates, drawn_share):
        self._drawn, self._templates = ({side: [m for m in masks if m.side == side] for side in SIDES} for masks in (drawn, templates))
        self._drawn_share = drawn_share

    @classmethod
    def filled(cls, data, seed, drawn=360, drawn_share=0.5):
        """`drawn` masks of our own, worn in `drawn_share` of the cases, and those of mask-templates.tar in the folder `data`."""
        rng = np.random.RandomState(seed)
        own = [draw_mask(rng, SIDES[n % len(SIDES)]) for n in range(drawn)]
        return cls(own, load_templates(os.path.join(data, "mask-templates.tar")) if drawn_share < 1 else [], drawn_share)

    def put_on(self, crop, points, rng):
        """The gray crop of a face with the given mesh points under a random mask, and the coverage 0..1 [S,S]."""
        side = facing(points)
        choice = self._drawn[side] if rng.rand() < self._drawn_share else self._templates[side]
        return wear(crop, points, choice[rng.randint(len(choice))], rng, jitter=0.03)
