"""Turns a 112-pixel context crop into a training crop, as a worse camera and a less exact detector would give it."""
import cv2
import numpy as np

from ..faces.crop import CONTEXT, CONTEXT_PIXELS
from . import INPUT_PIXELS
from .occluders import add_glasses, add_hand, add_object

SERVED_PIXELS = CONTEXT_PIXELS / CONTEXT


def centre_crop(context, pixels=INPUT_PIXELS):
    """The crop exactly as served."""
    return _cut(context, 0.0, 1.0, (0.0, 0.0), False, pixels)


def _cut(context, angle, scale, shift, flip, pixels, fill=(0, 0, 0)):
    matrix = cv2.getRotationMatrix2D((CONTEXT_PIXELS / 2, CONTEXT_PIXELS / 2), angle, scale * pixels / SERVED_PIXELS)
    matrix[:, 2] += (pixels - CONTEXT_PIXELS) / 2 + np.array(shift) * pixels
    out = cv2.warpAffine(context, matrix, (pixels, pixels), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill)
    return np.ascontiguousarray(out[:, ::-1]) if flip else out


def resolution(crop, pixels):
    """The crop as if its face had been seen `pixels` wide."""
    size = crop.shape[0]
    small = cv2.resize(crop, (pixels, pixels), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)


def augment(context, masked, rng, pixels=INPUT_PIXELS):
    """One random training crop, uint8 [pixels,pixels,3]. Covering the mouth by a hand or an object never makes a face masked."""
    crop = _cut(context, rng.normal(0, 8) if rng.rand() < 0.9 else rng.uniform(-35, 35), np.exp(rng.normal(0, 0.1)),
                rng.normal(0, 0.04, 2), rng.rand() < 0.5, pixels)
    if rng.rand() < (0.08 if masked else 0.22):
        crop = add_hand(crop, rng)
    if not masked and rng.rand() < 0.12:
        crop = add_object(crop, rng, over_mouth=True)
    if rng.rand() < 0.2:
        crop = add_object(crop, rng, over_mouth=False)
    if rng.rand() < 0.08:
        crop = add_glasses(crop, rng)
    if rng.rand() < 0.4:
        crop = resolution(crop, rng.randint(14, INPUT_PIXELS))
    if rng.rand() < 0.2:
        crop = cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.4, 1.6))
    if rng.rand() < 0.1:
        kernel = np.zeros((5, 5), np.float32)
        kernel[2] = 0.2
        crop = cv2.filter2D(crop, -1, kernel if rng.rand() < 0.5 else kernel.T.copy())
    return _colour(crop, rng)


def _colour(crop, rng):
    value = crop.astype(np.float32)
    kind = rng.rand()
    if kind < 0.35:
        # FER+ faces are gray and synthetic masks coloured: without this, colour alone would tell a mask.
        value = np.repeat(value.mean(2, keepdims=True), 3, 2)
        if kind < 0.1:
            value *= rng.uniform(0.7, 1.2, 3)
    elif kind < 0.6:
        value *= rng.uniform(0.75, 1.25, 3)
    value = (value - 128) * rng.uniform(0.55, 1.3) + 128 + rng.uniform(-45, 45)
    if rng.rand() < 0.3:
        value = 255 * (value.clip(0, 255) / 255) ** rng.uniform(0.6, 1.8)
    if rng.rand() < 0.3:
        value += rng.normal(0, rng.uniform(1, 10), value.shape)
    out = value.clip(0, 255).astype(np.uint8)
    if rng.rand() < 0.25:
        _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.randint(25, 85))])
        out = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return out
