"""Keypoints by MoveNet multipose, read as the Detection service reads them."""
import cv2
import numpy as np

from ..onnx_torch import OnnxNetwork

WIDTH, HEIGHT = 320, 192
PERSON_SCORE = 0.2
VISIBLE_FROM = 0.2
# COCO order: nose, eyes, ears.
HEAD = (0, 1, 2, 3, 4)


class MoveNet:
    def __init__(self, path):
        self._network = OnnxNetwork(path)

    def persons(self, image):
        """[17,3] keypoints (x, y in pixels, score) of every person of an RGB picture, best first."""
        height, width = image.shape[:2]
        scale = min(WIDTH / width, HEIGHT / height)
        inner = min(max(round(width * scale), 1), WIDTH), min(max(round(height * scale), 1), HEIGHT)
        left, top = (WIDTH - inner[0]) // 2, (HEIGHT - inner[1]) // 2
        canvas = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        canvas[top:top + inner[1], left:left + inner[0]] = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR)
        rows = self._network.run(input=canvas[None])[0].reshape(-1, 56)
        found = []
        for row in sorted(rows[rows[:, 55] >= PERSON_SCORE], key=lambda r: -r[55]):
            y, x, score = row[:51].reshape(17, 3).T
            found.append(np.stack([(x * WIDTH - left) / scale, (y * HEIGHT - top) / scale, score.clip(0, 1)], 1).astype(np.float32))
        return found


def visible(keypoints):
    return keypoints[:, 2] >= VISIBLE_FROM


def nearest_person(persons, before):
    """The person who moved least since `before`; at first, or after a gap, the one who takes most room. None when there is nobody."""
    if not persons:
        return None
    if before is None:
        return max(persons, key=lambda p: np.ptp(p[:, 0]) * np.ptp(p[:, 1]))
    return min(persons, key=lambda p: np.abs(p[:, :2] - before[:, :2]).mean())
