"""Light on a mask, as factors to its colour."""
import cv2
import numpy as np

from .canvas import HEIGHT, WIDTH, X, Y


def roundness(rng, depth):
    """A face is round: light from one side and from above darkens the far parts."""
    left_right, up_down = rng.uniform(-depth, depth), rng.uniform(0, depth)
    falloff = 0.5 * depth * (X / 1.1) ** 2
    return 1 - left_right * X / 1.1 - up_down * (Y - 0.5) / 0.9 - falloff


def fold(distance, width, depth):
    """A fold along distance 0: a lit ridge above it, a soft shadow below it."""
    below = np.exp(-(np.maximum(distance, 0) / width)) * (distance >= -0.006)
    above = np.exp(-((distance + 0.7 * width) / (0.6 * width)) ** 2)
    return 1 - depth * below + 0.35 * depth * above


def line(distance, width, depth):
    """A thin dark line, such as a seam or the welded edge."""
    return 1 - depth * np.exp(-(distance / width) ** 2)


def creases(rng, count, depth):
    """Soft wrinkles of random direction."""
    light = np.ones((HEIGHT, WIDTH), np.float32)
    for _ in range(count):
        angle = rng.uniform(0, np.pi)
        centre = rng.uniform((-0.8, 0.1), (0.8, 1.2))
        across = (X - centre[0]) * np.cos(angle) + (Y - centre[1]) * np.sin(angle)
        along = (Y - centre[1]) * np.cos(angle) - (X - centre[0]) * np.sin(angle)
        across = across + rng.uniform(-0.5, 0.5) * along ** 2
        reach = np.exp(-(along / rng.uniform(0.15, 0.5)) ** 2)
        light *= 1 + depth * rng.uniform(0.3, 1) * reach * np.exp(-(across / 0.05) ** 2) * np.sign(across + 0.012).astype(np.float32)
    return light


def darker_edge(alpha, width, depth):
    """The rim of the body turns away from the light."""
    inside = cv2.GaussianBlur(alpha, (0, 0), width)
    return 1 - depth * (2 * (1 - inside)).clip(0, 1)


def cast_shadow(alpha, rng):
    """Opacity of the shadow that the body throws onto the skin: strongest below it."""
    shift = np.float32([[1, 0, rng.uniform(-3, 3)], [0, 1, rng.uniform(0, 4)]])
    moved = cv2.warpAffine(alpha, shift, (WIDTH, HEIGHT))
    return cv2.GaussianBlur(moved, (0, 0), rng.uniform(2, 5)) * rng.uniform(0.1, 0.45)
