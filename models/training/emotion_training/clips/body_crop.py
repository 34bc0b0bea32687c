"""The body crops of arXiv 2302.10021, section 3, as the Detection service cuts them: the box of the visible keypoints grown by a margin, resized without keeping the aspect."""
import cv2
import numpy as np

from .pose import HEAD, visible

MARGIN = 0.1
LEAST_JOINTS = 3
# Without keypoints: the body's place from the face box (x0 y0 x1 y1), in widths and heights of the face around its centre and top.
SIDES_BY_FACE, BELOW_BY_FACE = 2.0, 5.0


def body_box(keypoints, margin=MARGIN):
    """x0 y0 x1 y1 around the visible keypoints, or None when they are too few or span no area."""
    seen = keypoints[visible(keypoints)] if keypoints is not None else np.zeros((0, 3))
    if len(seen) < LEAST_JOINTS:
        return None
    box = np.concatenate([seen[:, :2].min(0), seen[:, :2].max(0)])
    grown = (box[2:] - box[:2]) * margin / 2
    return np.concatenate([box[:2] - grown, box[2:] + grown]) if (box[2:] - box[:2] >= 1).all() else None


def box_below(face, shape):
    """Stand-in for a body box, from the face box, within the picture: two faces to either side, half a face up, five faces down."""
    x0, y0, x1, y1 = face
    centre, width, height = (x0 + x1) / 2, x1 - x0, y1 - y0
    box = np.array([centre - SIDES_BY_FACE * width, y0 - 0.5 * height, centre + SIDES_BY_FACE * width, y1 + BELOW_BY_FACE * height])
    return box.clip(0, np.tile(shape[1::-1], 2))


def head_box(keypoints):
    """Stand-in for a face box where the detector saw none: around the visible points of the head. None when none is visible."""
    points = keypoints[list(HEAD)][visible(keypoints)[list(HEAD)]][:, :2] if keypoints is not None else np.zeros((0, 2))
    if not len(points):
        return None
    half = max(0.8 * np.ptp(points[:, 0]), 0.08 * np.ptp(keypoints[visible(keypoints)][:, 1]), 4)
    return np.concatenate([points.mean(0) - half, points.mean(0) + half * np.array([1, 1.3])])


def cut(image, box, pixels, black=None):
    """uint8 [pixels,pixels,3]; outside the picture is black, and so is the box `black`, painted before resizing so that nothing of it bleeds."""
    height, width = image.shape[:2]
    crop = np.zeros((pixels, pixels, 3), np.uint8)
    x0, y0, x1, y1 = _pixels(box, width, height)
    scale = pixels / (box[2:] - box[:2])
    left, top, right, bottom = (np.array([x0 - box[0], y0 - box[1], x1 - box[0], y1 - box[1]]) * np.tile(scale, 2)).round().clip(0, pixels).astype(int)
    if x1 <= x0 or y1 <= y0 or right <= left or bottom <= top:
        return crop
    part = image[y0:y1, x0:x1]
    if black is not None:
        part = part.copy()
        bx0, by0, bx1, by1 = _pixels(np.asarray(black) - [x0, y0, x0, y0], x1 - x0, y1 - y0)
        part[by0:by1, bx0:bx1] = 0
    shrinks = right - left < x1 - x0 or bottom - top < y1 - y0
    crop[top:bottom, left:right] = cv2.resize(part, (right - left, bottom - top), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return crop


def _pixels(box, width, height):
    """The pixels that a box touches, within a picture."""
    low, high = np.floor(box[:2]), np.ceil(box[2:])
    limit = np.array([width, height])
    return (*low.clip(0, limit).astype(int), *high.clip(0, limit).astype(int))
