"""BlazeFace front model (Bazarevsky et al., 2019, arXiv 1907.05047): 128x128 RGB in [-1,1], 896 anchors, box and six points."""
import cv2
import numpy as np

SIZE = 128


def _anchors():
    points = []
    for cells, per_cell in ((16, 2), (8, 6)):
        grid = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(grid, grid, indexing="ij")
        points.append(np.repeat(np.stack([x.ravel(), y.ravel()], 1), per_cell, axis=0))
    return np.concatenate(points).astype(np.float32)


class BlazeFace:
    def __init__(self, path, threshold=0.5):
        self._network = cv2.dnn.readNetFromONNX(path)
        self._outputs = self._network.getUnconnectedOutLayersNames()
        self._anchors = _anchors()
        self._threshold = threshold

    def detect(self, image):
        """The best face of an RGB picture: (score, box x0 y0 x1 y1, six points x y: right eye, left eye, nose, mouth, right ear, left ear), pixels; else None."""
        found = self.detect_several(image, most=1)
        return found[0] if found else None

    def detect_several(self, image, most=20):
        """The faces that the network sees in the whole picture, best first; each as detect gives it."""
        height, width = image.shape[:2]
        side = max(height, width)
        top, left = (side - height) // 2, (side - width) // 2
        square = cv2.copyMakeBorder(image, top, side - height - top, left, side - width - left, cv2.BORDER_CONSTANT)
        blob = cv2.resize(square, (SIZE, SIZE), interpolation=cv2.INTER_AREA if side > SIZE else cv2.INTER_LINEAR)
        self._network.setInput((blob.astype(np.float32) / 127.5 - 1)[None])
        out = {o.size: o for o in self._network.forward(self._outputs)}
        scores = np.concatenate([out[512].ravel(), out[384].ravel()])
        raw = np.concatenate([out[512 * 16].reshape(-1, 16), out[384 * 16].reshape(-1, 16)]) / SIZE
        score = 1 / (1 + np.exp(-scores.clip(-60, 60)))
        box = np.concatenate([raw[:, :2] + self._anchors - raw[:, 2:4] / 2, raw[:, :2] + self._anchors + raw[:, 2:4] / 2], 1)
        points = raw[:, 4:].reshape(-1, 6, 2) + self._anchors[:, None]
        offset = np.array([left, top], np.float32)
        free, found = score.copy(), []
        while len(found) < most and free.max() >= self._threshold:
            best = int(free.argmax())
            # MediaPipe blends the overlapping anchors by score instead of keeping the best one: steadier boxes.
            near = np.union1d(best, np.flatnonzero((free >= self._threshold) & (overlap(box, box[best]) > 0.3)))
            weight = score[near] / score[near].sum()
            blended_box = (weight[:, None] * box[near]).sum(0) * side - np.tile(offset, 2)
            found.append((float(score[best]), blended_box, (weight[:, None, None] * points[near]).sum(0) * side - offset))
            free[near] = 0
        return found


def overlap(boxes, box):
    low, high = np.maximum(boxes[:, :2], box[:2]), np.minimum(boxes[:, 2:], box[2:])
    shared = (high - low).clip(0).prod(1)
    area = (boxes[:, 2:] - boxes[:, :2]).clip(0).prod(1)
    return shared / np.maximum(area + (box[2] - box[0]) * (box[3] - box[1]) - shared, 1e-9)


def detect_with_padding(detector, image):
    """Tries the picture, then with growing borders: BlazeFace misses faces that fill the picture. Same result as detect, or None."""
    for share in (0.0, 0.25, 0.5, 1.0):
        border = int(max(image.shape[:2]) * share)
        found = detector.detect(cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_CONSTANT, value=(127, 127, 127)))
        if found:
            score, box, points = found
            return score, box - border, points - border
    return None
