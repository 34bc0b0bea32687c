"""Colours and textures, RGB 0..255 as float32 [H,W,3]."""
import cv2
import numpy as np

from .canvas import HEIGHT, WIDTH, X, Y

SURGICAL = ((112, 178, 222), (150, 205, 232), (236, 240, 243), (126, 196, 178), (160, 214, 190), (240, 176, 196), (34, 35, 40), (88, 120, 190), (190, 170, 215))
PALE = ((240, 240, 238), (232, 234, 236), (244, 240, 230), (225, 228, 232), (38, 38, 42), (190, 196, 202), (150, 190, 220))
CLOTH = ((24, 24, 28), (45, 52, 80), (120, 30, 36), (90, 100, 90), (200, 190, 170), (230, 230, 230), (70, 110, 150), (190, 120, 60), (110, 80, 120), (60, 90, 60))


def shade_of(colours, rng):
    """One of the colours, a little lighter, darker or tinted."""
    return np.array(colours[rng.randint(len(colours))], np.float32) * rng.uniform(0.85, 1.08) + rng.uniform(-10, 10, 3).astype(np.float32)


def plain(colour):
    return np.tile(np.asarray(colour, np.float32), (HEIGHT, WIDTH, 1))


def woven(texture, rng, strength):
    """Adds the grain of a material: coarse blotches and fine threads."""
    coarse = cv2.resize(rng.standard_normal((14, 16)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    fine = rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    return texture * (1 + strength * (0.5 * coarse + 0.5 * fine))[:, :, None]


def patterned(rng):
    """A cloth: plain, stripes, checks, dots, a print or mottled."""
    ground, ink = shade_of(CLOTH, rng), shade_of(CLOTH, rng)
    kind = rng.randint(8)
    weight = _weight(kind, rng)[:, :, None] * rng.uniform(0.4, 1)
    return ground * (1 - weight) + ink * weight


def _weight(kind, rng):
    angle, period = rng.uniform(0, np.pi), rng.uniform(0.07, 0.35)
    along = (X * np.cos(angle) + Y * np.sin(angle)) / period
    across = (Y * np.cos(angle) - X * np.sin(angle)) / period
    if kind == 0:
        return _steps(np.sin(2 * np.pi * along) - rng.uniform(-0.5, 0.5))
    if kind == 1:
        return 0.5 * _steps(np.sin(2 * np.pi * along)) + 0.5 * _steps(np.sin(2 * np.pi * across))
    if kind == 2:
        return _steps(rng.uniform(0.2, 0.4) - np.hypot(along % 1 - 0.5, across % 1 - 0.5), 12)
    if kind == 3:
        blotches = cv2.resize(rng.standard_normal((rng.randint(6, 20), rng.randint(6, 20))).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        return _steps(blotches - rng.uniform(-0.5, 0.5))
    if kind == 4:
        return _print(rng)
    return np.zeros((HEIGHT, WIDTH), np.float32)


def _steps(value, slope=4.0):
    return (0.5 + slope * value).clip(0, 1).astype(np.float32)


def _print(rng):
    """A few large figures or lines of a made-up writing."""
    shape = np.zeros((HEIGHT, WIDTH), np.uint8)
    for _ in range(rng.randint(1, 5)):
        centre = (int(rng.randint(60, 196)), int(rng.randint(70, 190)))
        kind = rng.randint(3)
        if kind == 0:
            cv2.circle(shape, centre, int(rng.randint(8, 30)), 255, int(rng.choice([-1, 2, 4])), cv2.LINE_AA)
        elif kind == 1:
            corners = centre + rng.uniform(-28, 28, (int(rng.randint(3, 7)), 2))
            cv2.fillPoly(shape, [cv2.convexHull(corners.astype(np.int32))], 255, cv2.LINE_AA)
        else:
            letters = "".join(chr(rng.randint(65, 91)) for _ in range(rng.randint(2, 7)))
            cv2.putText(shape, letters, (centre[0] - 40, centre[1]), cv2.FONT_HERSHEY_DUPLEX, float(rng.uniform(0.4, 1.2)), 255, 2, cv2.LINE_AA)
    return shape.astype(np.float32) / 255
