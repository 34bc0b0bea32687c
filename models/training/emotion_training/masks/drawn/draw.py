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


def draw_mask(rng, side="front", style=None):
    """A mask of a random or the given style, as it looks on a face that shows its front or is turned to the left or right of the picture."""
    if side not in SIDES:
        raise ValueError(f"A mask has no side '{side}'; it is one of {', '.join(SIDES)}.")
    if style is None:
        style = str(rng.choice(list(SHARES), p=list(SHARES.values())))
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
    rgba = np.dstack([rgb, total * 255]).clip(0, 255).astype(np.uint8)
    anchors = to_pixels(ANCHORS)
    if side != "front":
        rgba, anchors = turned(rgba, rng.uniform(0.45, 0.9) * (-1 if side == "left" else 1))
    return MaskTemplate(style, side, *_trimmed(rgba, anchors))


def _trimmed(rgba, anchors):
    """Without the empty border, which would only cost time whenever the mask is put on."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(rgba[:, :, 3]))
    return np.ascontiguousarray(rgba[top:top + height, left:left + width]), anchors - (left, top)
