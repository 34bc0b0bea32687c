"""The face crop that the mask-state model sees: square, eyes level, grown by a margin."""
import cv2
import numpy as np

MARGIN = 0.25
CONTEXT = 1.4
CONTEXT_PIXELS = 112


def crop_transform(box, eyes, pixels, margin=MARGIN, context=1.0):
    """Affine transform, 2x3, from the picture to a square of `pixels`: centre = box centre, side = longer box side x (1 + margin) x context, turned until the eyes are level."""
    (x0, y0, x1, y1), (right_eye, left_eye) = box, eyes
    angle = np.degrees(np.arctan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0]))
    side = max(x1 - x0, y1 - y0) * (1 + margin) * context
    centre = ((x0 + x1) / 2, (y0 + y1) / 2)
    matrix = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), float(angle), float(pixels / side))
    matrix[:, 2] += pixels / 2 - np.array(centre)
    return matrix


def warp(image, matrix, pixels):
    """Applies the transform; pixels outside the picture are black. Strong shrinking is done by areas first to avoid aliasing."""
    scale = np.hypot(matrix[0, 0], matrix[0, 1])
    if scale < 0.5:
        image = cv2.resize(image, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
        matrix = matrix.copy()
        matrix[:, :2] /= 2 * scale
    return cv2.warpAffine(image, matrix, (pixels, pixels), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)


def whole_picture_box(image):
    """Stand-in for a face box when the detector found none in a close-up: the central square with level eyes."""
    height, width = image.shape[:2]
    half = min(height, width) * 0.4
    x, y = width / 2, height / 2
    return np.array([x - half, y - half, x + half, y + half]), np.array([[x - 1, y], [x + 1, y]])
