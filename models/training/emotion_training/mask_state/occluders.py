"""Things that cover part of a face and are no mask: hands, phones, hair, glasses, borders."""
import cv2
import numpy as np


def _skin(crop, rng):
    """A colour near the forehead's, so that a hand has the colour of its face."""
    size = crop.shape[0]
    forehead = crop[int(size * 0.25):int(size * 0.38), int(size * 0.4):int(size * 0.6)].reshape(-1, 3)
    return np.median(forehead, 0) * rng.uniform(0.7, 1.15) + rng.uniform(-12, 12, 3)


def _blend(crop, shape, colour, rng):
    shade = np.linspace(rng.uniform(0.75, 1.1), rng.uniform(0.75, 1.1), crop.shape[1])[None, :, None]
    texture = rng.normal(0, rng.uniform(0, 8), crop.shape)
    alpha = cv2.GaussianBlur(shape, (3, 3), 0)[:, :, None]
    return (crop * (1 - alpha) + (np.asarray(colour) * shade + texture) * alpha).clip(0, 255).astype(np.uint8)


def add_hand(crop, rng):
    """A fist or fingers over the mouth, reaching in from below or from a side."""
    size = crop.shape[0]
    shape = np.zeros(crop.shape[:2], np.float32)
    mouth = np.array([size * rng.uniform(0.38, 0.62), size * rng.uniform(0.6, 0.75)])
    start = np.array([size * rng.uniform(-0.2, 1.2), size * 1.15])
    thick = max(2, int(size * rng.uniform(0.05, 0.09)))
    if rng.rand() < 0.5:
        axes = (int(size * rng.uniform(0.1, 0.24)), int(size * rng.uniform(0.1, 0.2)))
        cv2.ellipse(shape, tuple(int(v) for v in mouth), axes, rng.uniform(0, 180), 0, 360, 1, -1)
    across = np.array([start[1] - mouth[1], mouth[0] - start[0]])
    across = across / max(np.linalg.norm(across), 1)
    for finger in range(rng.randint(2, 6)):
        shift = across * (finger - 2) * thick * 1.05
        tip = mouth + shift + rng.uniform(-0.04, 0.04, 2) * size
        cv2.line(shape, tuple(int(v) for v in start + shift), tuple(int(v) for v in tip), 1, thick)
    out = _blend(crop, shape, _skin(crop, rng), rng)
    if rng.rand() < 0.5:
        edge = cv2.Canny((shape * 255).astype(np.uint8), 50, 150) > 0
        out[edge] = (out[edge] * 0.75).astype(np.uint8)
    return out


def add_object(crop, rng, over_mouth):
    """A cup, phone, microphone or hair strand: a box, ellipse or line of any colour; over the mouth it is narrower than a mask."""
    size = crop.shape[0]
    shape = np.zeros(crop.shape[:2], np.float32)
    if over_mouth:
        centre = (int(size * rng.uniform(0.35, 0.65)), int(size * rng.uniform(0.62, 0.8)))
        half = (max(1, int(size * rng.uniform(0.03, 0.12))), max(1, int(size * rng.uniform(0.05, 0.25))))
    else:
        angle = rng.uniform(0, 2 * np.pi)
        centre = (int(size * (0.5 + 0.42 * np.cos(angle))), int(size * (0.4 + 0.38 * min(np.sin(angle), 0.3))))
        half = (max(1, int(size * rng.uniform(0.03, 0.2))), max(1, int(size * rng.uniform(0.03, 0.15))))
    if rng.rand() < 0.5:
        cv2.ellipse(shape, centre, half, rng.uniform(-40, 40), 0, 360, 1, -1)
    else:
        corners = cv2.boxPoints(((float(centre[0]), float(centre[1])), (2.0 * half[0], 2.0 * half[1]), float(rng.uniform(-40, 40))))
        cv2.fillConvexPoly(shape, corners.astype(np.int32), 1)
    return _blend(crop, shape, rng.uniform(0, 255, 3) if rng.rand() < 0.7 else np.repeat(rng.uniform(0, 255), 3), rng)


def add_glasses(crop, rng):
    """Dark glasses over the eyes, in both classes."""
    size = crop.shape[0]
    shape = np.zeros(crop.shape[:2], np.float32)
    radius = (int(size * rng.uniform(0.09, 0.14)), int(size * rng.uniform(0.06, 0.1)))
    for x in (0.36, 0.64):
        cv2.ellipse(shape, (int(size * x), int(size * rng.uniform(0.41, 0.44))), radius, 0, 0, 360, 1, -1)
    return _blend(crop, shape, rng.uniform(0, 70, 3), rng)
