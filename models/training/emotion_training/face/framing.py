"""Where in a picture the network's crop lies: the whole picture as data sets of faces frame it, or the square that the Detection service cuts around a found face."""
import cv2
import numpy as np

from ..faces.crop import crop_transform

# Grows the detector's box until a served crop shows the face as FER2013 frames it: there the box is 41.5 of 48 pixels long in the median (0.16), and its centre lies 3 pixels low.
MARGIN = 0.2


def whole_picture(shape, pixels):
    """Affine transform, 2x3, that resizes a picture to a square of `pixels`, as cv2.resize does."""
    height, width = shape[:2]
    x, y = pixels / width, pixels / height
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2]])


def served(box, eyes, pixels):
    """Affine transform of the crop that is cut around a detected face in service."""
    return crop_transform(box, eyes, pixels, margin=MARGIN)


def disturbed(matrix, pixels, rng):
    """The transform as a less exact detector would give it: turned, scaled and shifted a little."""
    extra = cv2.getRotationMatrix2D((pixels / 2, pixels / 2), rng.normal(0, 7), float(np.exp(rng.normal(0, 0.08))))
    extra[:, 2] += rng.normal(0, 0.03, 2) * pixels
    return extra @ np.vstack([matrix, [0, 0, 1]])


def moved(points, matrix):
    """Points [n,2] of the picture in the crop."""
    return points @ matrix[:, :2].T + matrix[:, 2]
