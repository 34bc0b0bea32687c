"""What holds a mask: loops around the ears or straps around the head."""
import numpy as np

from .canvas import stroked
from .outline import lower, upper


def ear_loops(outline, rng):
    """Coverage of two loops from the corners of the mask to the ears."""
    width, sag = rng.uniform(0.012, 0.04), rng.uniform(-0.03, 0.06)
    ear = np.array([1.06, rng.uniform(-0.05, 0.1)]), np.array([1.04, rng.uniform(0.3, 0.55)])
    return _both_sides(outline, ear, width, sag)


def head_straps(outline, rng):
    """Coverage of straps that run above and below the ears."""
    width = rng.uniform(0.03, 0.07)
    return _both_sides(outline, (np.array([1.15, rng.uniform(-0.3, -0.05)]), np.array([1.1, rng.uniform(0.55, 0.8)])), width, 0.0)


def _both_sides(outline, ends, width, sag):
    coverage = 0
    for sign in (-1, 1):
        x = 0.97 * sign * outline.half
        for start, end in zip(((x, upper(outline, x) + 0.03), (x, lower(outline, x) - 0.04)), ends):
            end = end * (sign, 1)
            t = np.linspace(0, 1, 9)[:, None]
            curve = np.array(start) * (1 - t) + end * t + np.array([0, sag]) * np.sin(np.pi * t)
            coverage = np.maximum(coverage, stroked(curve, width))
    return coverage
