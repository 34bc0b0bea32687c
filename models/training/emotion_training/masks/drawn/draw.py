"""Draws a whole mask."""
import cv2
import numpy as np

from ..templates import MaskTemplate
from . import shading
from .canvas import ANCHORS, filled, to_pixels
from .outline import edge
from .styles import SHARES, STYLES
from .turn import turned

SIDES = ("front", "left", "right")
# Turned further than this, in radians, a face shows a side; wear.facing draws the line there too.
SIDE_YAW = 0.27


class DrawnMask:
    """One mask, which can be seen from every side."""

    def __init__(self, rng, style=None):
        """A mask of a random or the given style; `rng` decides on shape, colour, texture and light."""
        if style is not None and style not in STYLES:
            raise ValueError(f"There is no mask style '{style}'; it is one of {', '.join(STYLES)}.")
        self.style = style or str(rng.choice(list(SHARES), p=list(SHARES.values())))
        self._rgba = _frontal(self.style, rng)

    def seen(self, yaw):
        """The template for a face that is turned by `yaw` radians; above 0 its nose moves to the right of the picture."""
        rgba, anchors = (self._rgba, to_pixels(ANCHORS)) if yaw == 0 else turned(self._rgba, yaw)
        side = "front" if abs(yaw) < SIDE_YAW else "left" if yaw < 0 else "right"
        return MaskTemplate(self.style, side, *_trimmed(rgba, anchors))


def draw_mask(rng, side="front", style=None):
    """The template of a new mask, as it looks on a face that shows its front or is turned to the left or right of the picture."""
    if side not in SIDES:
        raise ValueError(f"A mask has no side '{side}'; it is one of {', '.join(SIDES)}.")
    mask = DrawnMask(rng, style)
    return mask.seen({"front": 0.0, "left": -1.0, "right": 1.0}[side] * rng.uniform(0.3, 0.8))


def _frontal(style, rng):
    outline, colour, light, strap, strap_colour = STYLES[style](rng)
    body = filled(edge(outline))
    light = light * shading.darker_edge(body, rng.uniform(2, 5), rng.uniform(0.05, 0.35))
    rgb = colour * light[:, :, None]
    alpha = body
    if strap is not None:
        # The body lies over its straps.
        rgb = rgb * body[:, :, None] + strap_colour * (1 - body[:, :, None])
        alpha = np.maximum(body, strap)
    shadow = shading.cast_shadow(alpha, rng)
    total = alpha + (1 - alpha) * shadow
    rgb = rgb * (alpha / np.maximum(total, 1e-6))[:, :, None]
    return np.dstack([rgb, total * 255]).clip(0, 255).astype(np.uint8)


def _trimmed(rgba, anchors):
    """Without the empty border, which would only cost time whenever the mask is put on."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(rgba[:, :, 3]))
    return np.ascontiguousarray(rgba[top:top + height, left:left + width]), anchors - (left, top)
