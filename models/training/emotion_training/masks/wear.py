"""Puts a mask template onto a face."""
import cv2
import numpy as np

# Face-mesh points for the anchors a..f: cheek at eye-corner height (picture left), nose bridge, cheek (picture right), jaw, chin, jaw.
ANCHOR_POINTS = (234, 197, 454, 172, 152, 397)
NOSE_TIP, MOUTH = 1, 13


def anchors_on_face(points, rng=None, jitter=0.0):
    """The six target points, a..f, of a mask on a face given by 468 mesh points."""
    target = points[list(ANCHOR_POINTS)].astype(np.float64)
    down = target[4] - target[1]
    target[0] += 0.12 * down
    target[2] += 0.12 * down
    target[4] += 0.04 * down
    if rng is not None:
        target += rng.uniform(-jitter, jitter, target.shape) * np.linalg.norm(down)
        target[1] += rng.uniform(-0.05, 0.15) * down
    return target


def facing(points):
    """left, front or right: which side of the face the camera sees, by where the nose tip lies between the cheeks."""
    left, right, nose = points[234], points[454], points[NOSE_TIP]
    axis = right - left
    place = float((nose - left) @ axis / max(axis @ axis, 1e-9))
    return "left" if place < 0.3 else "right" if place > 0.7 else "front"


def wear(image, points, template, rng=None, jitter=0.0):
    """Returns (picture with the mask, coverage 0..1 [H,W]); the mask takes on the brightness of the face it covers."""
    target = anchors_on_face(points, rng, jitter)
    homography, _ = cv2.findHomography(template.anchors, target, 0)
    height, width = image.shape[:2]
    if homography is None:
        return image, np.zeros((height, width), np.float32)
    size = np.linalg.norm(target[4] - target[1])
    source = template.rgba
    shrink = 2 * size / max(source.shape[:2])
    if shrink < 0.5:
        source = cv2.resize(source, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        homography = homography @ np.diag([1 / shrink, 1 / shrink, 1])
    worn = cv2.warpPerspective(source, homography, (width, height), flags=cv2.INTER_LINEAR)
    alpha = worn[:, :, 3].astype(np.float32) / 255
    cloth = worn[:, :, :3].astype(np.float32)
    if rng is not None:
        covered = alpha > 0.5
        face = float(image[covered].mean()) if covered.any() else 128.0
        cloth = cloth * rng.uniform(0.6, 1.1, 3 if rng.rand() < 0.5 else 1) * (0.5 + 0.5 * face / 140)
        if rng.rand() < 0.2:
            cloth = 0.25 * cloth + rng.uniform(0, 60, 3)
    mixed = image * (1 - alpha[:, :, None]) + cloth * alpha[:, :, None]
    return mixed.clip(0, 255).astype(np.uint8), alpha
