"""What cameras do to a face crop: resolution, blur, exposure, noise, compression, things in front of it. Gray uint8 [S,S] in and out."""
import cv2
import numpy as np


def resolution(crop, pixels):
    """The crop as if its face had been seen `pixels` wide."""
    small = cv2.resize(crop, (pixels, pixels), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, crop.shape[::-1], interpolation=cv2.INTER_LINEAR)


def exposure(crop, rng):
    """Contrast, brightness and gamma by a table."""
    value = np.arange(256, dtype=np.float32)
    value = (value - 128) * rng.uniform(0.6, 1.35) + 128 + rng.uniform(-35, 35)
    if rng.rand() < 0.4:
        value = 255 * (value.clip(0, 255) / 255) ** rng.uniform(0.6, 1.7)
    return cv2.LUT(crop, value.clip(0, 255).astype(np.uint8))


def noise(crop, rng):
    return (crop + rng.normal(0, rng.uniform(1, 9), crop.shape)).clip(0, 255).astype(np.uint8)


def compression(crop, rng):
    _, packed = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, int(rng.randint(30, 90))])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


def erase(crop, rng):
    """Random erasing (Zhong et al., 2017, arXiv 1708.04896): a rectangle of one gray or of noise."""
    size = crop.shape[0]
    width, height = (rng.uniform(0.1, 0.4, 2) * size).astype(int)
    x, y = rng.randint(0, size - width), rng.randint(0, size - height)
    crop = crop.copy()
    crop[y:y + height, x:x + width] = rng.randint(0, 256) if rng.rand() < 0.5 else rng.randint(0, 256, (height, width))
    return crop


ERASED = 0.15


def disturb(crop, rng, share=1.0, erased=ERASED):
    """A random mix of all of them; `share` scales how likely each is, `erased` is how likely erasing is before that."""
    if rng.rand() < 0.3 * share:
        crop = resolution(crop, rng.randint(18, 49))
    if rng.rand() < 0.12 * share:
        crop = cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.4, 1.6))
    if rng.rand() < 0.7 * share:
        crop = exposure(crop, rng)
    if rng.rand() < 0.2 * share:
        crop = noise(crop, rng)
    if rng.rand() < 0.15 * share:
        crop = compression(crop, rng)
    if rng.rand() < erased * share:
        crop = erase(crop, rng)
    return crop
