"""Shows a frontal mask from the side."""
import cv2
import numpy as np

from .canvas import ANCHORS, HEIGHT, ORIGIN, UNIT, WIDTH, Y, to_pixels

# How far the middle of a mask lies before the ears, from the nose bridge to the neck: farthest at the nose tip.
_PROFILE_Y = (-0.5, -0.07, 0.3, 0.7, 1.34, 1.8)
_PROFILE_Z = (1.0, 1.25, 1.45, 1.32, 0.9, 0.6)
_ACROSS = np.linspace(-1.33, 1.33, 400)
# From the middle to the ears: an elliptic face with the nose as a ridge.
_SHAPE = 0.8 * np.sqrt(np.maximum(1 - (_ACROSS / 1.14) ** 2, 0)) + 0.2 * np.exp(-(_ACROSS / 0.25) ** 2)


def turned(rgba, yaw):
    """(picture, anchors in pixels) of a mask whose wearer turns by `yaw` radians; above 0 the nose moves to the right of the picture."""
    if yaw < 0:
        picture, anchors = turned(np.ascontiguousarray(rgba[:, ::-1]), -yaw)
        mirrored = anchors[[2, 1, 0, 5, 4, 3]]
        mirrored[:, 0] = WIDTH - 1 - mirrored[:, 0]
        return np.ascontiguousarray(picture[:, ::-1]), mirrored
    anchors = ANCHORS.copy()
    anchors[:, 0] = ANCHORS[:, 0] * np.cos(yaw) + ANCHORS[:, 2] * np.sin(yaw)
    middle = (anchors[0, 0] + anchors[:, 0].max()) / 2
    anchors[:, 0] -= middle
    columns = (np.arange(WIDTH) - ORIGIN[0]) / UNIT + middle
    source = np.empty((HEIGHT, WIDTH), np.float32)
    for row, depth in enumerate(np.interp(Y[:, 0], _PROFILE_Y, _PROFILE_Z)):
        seen = _ACROSS * np.cos(yaw) + depth * _SHAPE * np.sin(yaw)
        # What turns away behind the outermost place is hidden.
        end = int(seen.argmax()) + 1
        source[row] = np.interp(columns, np.maximum.accumulate(seen[:end]), _ACROSS[:end], left=-9, right=9)
    rows = Y * UNIT + np.float32(ORIGIN[1])
    picture = cv2.remap(rgba, source * UNIT + np.float32(ORIGIN[0]), rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return picture, to_pixels(anchors)
