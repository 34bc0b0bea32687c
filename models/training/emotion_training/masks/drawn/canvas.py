"""The picture that a mask is drawn on, and where a frontal face lies in it.

Face coordinates: the unit is half the distance between the ears (mesh points 234 and 454), the origin lies between them, y points down and z
to the camera. They are medians over frontal faces of the MediaPipe face mesh: lower eyelids at y = -0.18, nose tip 0.31, lips 0.63, chin 1.29.
"""
import cv2
import numpy as np

WIDTH, HEIGHT, UNIT = 256, 224, 96
ORIGIN = np.array([128.0, 48.0])

# The six places that wear() pins a mask to: cheek, nose bridge, cheek, jaw, chin, jaw; x, y, z.
ANCHORS = np.array([[-1, 0.16, 0.05], [0, -0.07, 1.27], [1, 0.16, 0.05], [-0.81, 0.83, 0.25], [0, 1.34, 0.8], [0.81, 0.83, 0.25]])

X = np.tile(((np.arange(WIDTH) - ORIGIN[0]) / UNIT).astype(np.float32), (HEIGHT, 1))
Y = np.tile(((np.arange(HEIGHT) - ORIGIN[1]) / UNIT).astype(np.float32)[:, None], (1, WIDTH))


def to_pixels(points):
    """Face coordinates x, y to pixels of the canvas."""
    return np.asarray(points, np.float64)[..., :2] * UNIT + ORIGIN


def _fixed_point(points):
    # OpenCV draws between pixels when told that the last 4 bits are fractions.
    return np.round(to_pixels(points) * 16).astype(np.int32)


def filled(points):
    """Coverage 0..1 of a closed curve."""
    shape = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(shape, [_fixed_point(points)], 255, cv2.LINE_AA, 4)
    return shape.astype(np.float32) / 255


def stroked(points, width):
    """Coverage 0..1 of an open curve, `width` in face units."""
    shape = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.polylines(shape, [_fixed_point(points)], False, 255, max(1, int(round(width * UNIT))), cv2.LINE_AA, 4)
    return shape.astype(np.float32) / 255
