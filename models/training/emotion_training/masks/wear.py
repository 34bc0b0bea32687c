"""Puts a mask template onto a face."""
import cv2
import numpy as np

from .light import grain, sharpness, side_light

# Face-mesh points for the anchors a..f: cheek at eye-corner height (picture left), nose bridge, cheek (picture right), jaw, chin, jaw.
ANCHOR_POINTS = (234, 197, 454, 172, 152, 397)
NOSE_TIP, MOUTH = 1, 13
# The brightness of a cheek in good light, to which a template's colours belong.
CHEEK = 140.0


def anchors_on_face(points, rng=None, jitter=0.0):
    """The six target points, a..f, of a mask on a face given by 468 mesh points."""
    target = points[list(ANCHOR_POINTS)].astype(np.float64)
    down = target[4] - target[1]
    target[0] += 0.12 * down
    target[2] += 0.12 * down
    target[4] += 0.04 * down
    if rng is not None:
        target += rng.uniform(-jitter, jitter, target.shape) * np.linalg.norm(down)
        target[1] += rng.uniform(-0.03, 0.1) * down
    return target


def facing(points):
    """left, front or right: which side of the face the camera sees, by where the nose tip lies between the cheeks."""
    place = _nose_place(points)
    return "left" if place < 0.3 else "right" if place > 0.7 else "front"


def yaw_of(points):
    """How far the face is turned, in radians; above 0 its nose moves to the right of the picture. From the depth of an average nose."""
    return float(np.arctan((_nose_place(points) - 0.5) / 0.72))


def _nose_place(points):
    left, right, nose = points[234], points[454], points[NOSE_TIP]
    axis = right - left
    return float((nose - left) @ axis / max(axis @ axis, 1e-9))


def wear(image, points, template, rng=None, jitter=0.0):
    """Returns (picture with the mask, coverage 0..1 [H,W]).

    The picture is RGB [H,W,3] or gray, [H,W] or [H,W,1], uint8; the result has the same shape. With `rng` the fit varies, and the mask takes on
    the light, the blur and the noise of the face's picture (and is gray on a gray photograph); without it the template is shown as it is.
    """
    plane = image[:, :, 0] if image.ndim == 3 and image.shape[2] == 1 else image
    height, width = plane.shape[:2]
    coverage = np.zeros((height, width), np.float32)
    homography = _homography(template.anchors, anchors_on_face(points, rng, jitter))
    if homography is None:
        return image, coverage
    scale, source = _level(template, homography)
    homography = homography @ np.diag([1 / scale, 1 / scale, 1])
    left, top, right, bottom = _bounds(source, homography, width, height)
    if right <= left or bottom <= top:
        return image, coverage
    homography = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ homography
    worn = cv2.warpPerspective(source, homography, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    face = plane[top:bottom, left:right]
    noise = 0.0
    if rng is not None:
        gray = face if face.ndim == 2 else cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
        blur, noise = sharpness(gray)
        if blur > 0.3:
            worn = cv2.GaussianBlur(worn, (0, 0), blur)
    alpha = worn[:, :, 3] * np.float32(1 / 255)
    # The colours are already multiplied by the opacity.
    cloth = (cv2.cvtColor(worn, cv2.COLOR_RGBA2GRAY) if plane.ndim == 2 else worn[:, :, :3]).astype(np.float32)
    if rng is not None:
        cloth = _lit(cloth, alpha, left, plane, points, rng)
        if cloth.ndim == 3 and _colourless(face):
            cloth = cv2.cvtColor(cv2.cvtColor(cloth, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    clear = 1 - alpha
    mixed = face * (clear if face.ndim == 2 else clear[:, :, None]) + cloth
    if noise > 0:
        # Half, because the texture of a sharp face is taken for noise in part.
        part = grain(alpha.shape, 0.5 * noise, rng) * alpha
        mixed += part if face.ndim == 2 else part[:, :, None]
    result = plane.copy()
    result[top:bottom, left:right] = cv2.add(mixed, 0.0, dtype=cv2.CV_8U)
    coverage[top:bottom, left:right] = alpha
    return result.reshape(image.shape), coverage


def _homography(anchors, target):
    homography, _ = cv2.findHomography(anchors, target, 0)
    if homography is not None:
        depth = np.column_stack([anchors, np.ones(len(anchors))]) @ homography[2]
        if depth.min() > 0 and depth.max() < 2.5 * depth.min():
            return homography
    # Points near one line make a perspective that turns over: fall back to the best affine fit.
    design = np.column_stack([anchors, np.ones(len(anchors))])
    affine, _, rank, _ = np.linalg.lstsq(design, target, rcond=None)
    return np.vstack([affine.T, [0, 0, 1]]) if rank == 3 and abs(np.linalg.det(affine[:2])) > 1e-6 else None


def _level(template, homography):
    """The smallest picture of the template that still has every detail that the face's picture can show."""
    corner, across, down = cv2.perspectiveTransform(np.stack([template.anchors[[1, 0, 4]]]), homography)[0]
    longest = max(np.linalg.norm(across - corner) / np.linalg.norm(template.anchors[0] - template.anchors[1]),
                  np.linalg.norm(down - corner) / np.linalg.norm(template.anchors[4] - template.anchors[1]))
    needed = min(1.0, longest)
    return next((scale, picture) for scale, picture in reversed(template.levels) if scale >= needed)


def _bounds(source, homography, width, height):
    """The part of the picture that the template may touch: left, top, right, bottom."""
    rows, columns = source.shape[:2]
    corners = np.array([[0, 0, 1], [columns, 0, 1], [0, rows, 1], [columns, rows, 1]]) @ homography.T
    if corners[:, 2].min() <= 1e-6:
        return 0, 0, width, height
    places = corners[:, :2] / corners[:, 2:]
    low, high = np.floor(places.min(0)).clip(0, (width, height)), np.ceil(places.max(0)).clip(0, (width, height))
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _colourless(face):
    # A gray photograph stored as colour; a few places are enough to tell.
    sample = face[::4, ::4].astype(np.int16)
    return int(np.abs(sample[:, :, 0] - sample[:, :, 2]).max()) < 8 and int(np.abs(sample[:, :, 0] - sample[:, :, 1]).max()) < 8


def _lit(cloth, alpha, left, plane, points, rng):
    """The cloth in the light of the face: from the side that the face is lit from, at times tinted or dark."""
    lights = np.array(side_light(plane, points))
    gains = (0.5 + 0.5 * lights.mean() / CHEEK) * (np.maximum(lights, 8) / max(lights.mean(), 8)) ** 0.7
    ends = points[[ANCHOR_POINTS[0], ANCHOR_POINTS[2]], 0]
    order = np.argsort(ends)
    ramp = np.interp(np.arange(left, left + alpha.shape[1]), ends[order], gains).astype(np.float32)
    tint = rng.uniform(0.7, 1.1, 3 if rng.rand() < 0.4 else 1).astype(np.float32)
    dark = rng.uniform(0, 60, 3).astype(np.float32) if rng.rand() < 0.15 else None
    if cloth.ndim == 2:
        cloth = cloth * (ramp * tint.mean())
        return cloth if dark is None else 0.25 * cloth + dark.mean() * alpha
    cloth = cloth * (ramp[:, None] * tint)
    return cloth if dark is None else 0.25 * cloth + dark * alpha[:, :, None]
