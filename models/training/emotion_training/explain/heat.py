"""Draws evidence onto pictures."""
import cv2
import numpy as np

STRENGTH = 0.5


def overlay(picture, evidence, matrix=None):
    """RGB picture with the evidence [h,w] as heat; `matrix` leads from the picture to the square that the evidence covers, as an affine transform to a unit square, else it covers the picture."""
    height, width = picture.shape[:2]
    heat = evidence / max(float(evidence.max()), 1e-9)
    cells = np.array(heat.shape[::-1], float)
    # Cell centres lie at half numbers; pixel centres too.
    to_cells = np.diag([*cells, 1]) @ np.vstack([matrix if matrix is not None else np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height]]), [0, 0, 1]])
    to_cells[:2, 2] -= 0.5
    bordered = cv2.copyMakeBorder(heat.astype(np.float32), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    to_cells[:2, 2] += 1
    spread = cv2.warpAffine(bordered, to_cells[:2], (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT).clip(0, 1)
    colour = cv2.applyColorMap((spread * 255).astype(np.uint8), cv2.COLORMAP_JET)[:, :, ::-1]
    share = (STRENGTH * spread)[:, :, None]
    return (picture * (1 - share) + colour * share).round().astype(np.uint8)
