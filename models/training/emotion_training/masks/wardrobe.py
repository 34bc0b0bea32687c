"""Where masks come from: drawn by our own code, or pictures of real ones."""
from collections import defaultdict

import numpy as np

from .drawn import DrawnMask
from .templates import load_templates
from .wear import facing, yaw_of


class DrawnWardrobe:
    """A new drawn mask for everyone, shown as far turned as the face is."""

    # Steps of the turn, in radians: a video need not draw a mask anew for every frame.
    _STEP, _FARTHEST = 0.15, 0.9

    def choose(self, rng):
        return _Drawn(DrawnMask(rng), self._STEP, self._FARTHEST)


class _Drawn:
    def __init__(self, mask, step, farthest):
        self.name, self._mask, self._step, self._farthest = f"drawn {mask.style}", mask, step, farthest
        self._seen = {}

    def template(self, points):
        turn = int(round(float(np.clip(yaw_of(points), -self._farthest, self._farthest)) / self._step))
        if turn not in self._seen:
            self._seen[turn] = self._mask.seen(turn * self._step)
        return self._seen[turn]


class TemplateWardrobe:
    """The masks of a template archive; one mask is its front with its left and right side."""

    def __init__(self, path):
        self._masks = defaultdict(dict)
        for template in load_templates(path):
            self._masks[template.name.replace("_left", "").replace("_right", "")][template.side] = template
        if not self._masks:
            raise ValueError(f"{path} holds no mask with six anchor points.")

    def choose(self, rng):
        names = sorted(self._masks)
        name = names[rng.randint(len(names))]
        return _Pictured(name, self._masks[name])


class _Pictured:
    def __init__(self, name, sides):
        self.name, self._sides = name, sides

    def template(self, points):
        side = facing(points)
        return self._sides.get(side) or self._sides.get("front") or next(iter(self._sides.values()))


class Wardrobes:
    """Several wardrobes, each as likely."""

    def __init__(self, wardrobes):
        self._wardrobes = wardrobes

    def choose(self, rng):
        return self._wardrobes[rng.randint(len(self._wardrobes))].choose(rng)
