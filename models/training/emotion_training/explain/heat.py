"""Draws evidence onto pictures."""
import cv2
import numpy as np

STRENGTH = 0.5


def overlay(picture, evidence, matrix=None):
    """RGB picture with the evidence [h,w] as heat; `matrix` leads from the picture to the square that the evidence covers, as an affine transform to a unit square, else it covers the picture."""
    height, width = picture.shape[:2]
    # Pixel centres and cell centres lie at half numbers.
    to_square = matrix if matrix is not None else np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height]])
    cells = np.array(evidence.shape[::-1], float)
    to_cells = to_square * cells[:, None] - np.array([[0, 0, 0.5]])
    heat = (evidence / max(float(evidence.max()), 1e-9)).astype(np.float32)
    spread = cv2.warpAffine(heat, to_cells, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE).clip(0, 1)
    y, x = np.mgrid[:height, :width]
    place = np.stack([x, y, np.ones_like(x)], 2) @ to_square.T
    spread = spread * ((place >= 0) & (place <= 1)).all(2)
    colour = cv2.applyColorMap((spread * 255).astype(np.uint8), cv2.COLORMAP_JET)[:, :, ::-1]
    share = (STRENGTH * spread)[:, :, None]
    return (picture * (1 - share) + colour * share).round().astype(np.uint8)
