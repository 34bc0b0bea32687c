"""The edge of a mask: an upper edge over nose and cheeks, two side edges, a lower edge around the chin."""
from collections import namedtuple

import numpy as np

# half: half width; nose, cheek: height of the upper edge in the middle and at the sides; side, chin: the same of the lower edge;
# peak, round: exponents, 1 makes the upper and lower edge pointed, 3 flat in the middle; sag: how far the upper edge hangs under the eyes;
# tilt: how far the mask hangs to one side; bulge: how far the side edges bend outwards.
Outline = namedtuple("Outline", "half nose cheek side chin peak round sag tilt bulge")


def upper(outline, x):
    t = np.abs(x / outline.half).clip(0, 1)
    return outline.nose + (outline.cheek - outline.nose) * t ** outline.peak + outline.sag * np.sin(np.pi * t) + outline.tilt * x


def lower(outline, x):
    t = np.abs(x / outline.half).clip(0, 1)
    return outline.side + (outline.chin - outline.side) * (1 - t ** outline.round) + outline.tilt * x


def edge(outline, points=49):
    """The closed curve, face coordinates [N,2]."""
    x = np.linspace(-outline.half, outline.half, points)
    side = np.linspace(0, 1, 9)[1:-1]
    bend = outline.half + outline.bulge * np.sin(np.pi * side)
    right = outline.cheek + (outline.side - outline.cheek) * side + outline.tilt * outline.half
    left = outline.side + (outline.cheek - outline.side) * side - outline.tilt * outline.half
    return np.concatenate([np.stack([x, upper(outline, x)], 1), np.stack([bend, right], 1),
                           np.stack([x[::-1], lower(outline, x[::-1])], 1), np.stack([-bend, left], 1)])


def down(outline, x, y):
    """How far down the mask a place lies: 0 at the upper edge, 1 at the lower one."""
    top = upper(outline, x)
    return (y - top) / np.maximum(lower(outline, x) - top, 1e-3)
