"""A contact sheet of masked faces."""
import cv2
import numpy as np

CELL, COLUMNS = 128, 8


class Sheet:
    def __init__(self, most=64):
        self._most, self._cells, self._seen = most, [], 0
        self._rng = np.random.RandomState(0)

    def add(self, image, points):
        """Keeps a fair sample when there are more faces than cells."""
        self._seen += 1
        if len(self._cells) < self._most:
            self._cells.append(_cell(image, points))
        else:
            place = self._rng.randint(self._seen)
            if place < self._most:
                self._cells[place] = _cell(image, points)

    def write(self, path):
        """False when there was no face or the file cannot be written."""
        if not self._cells:
            return False
        cells = self._cells + [np.full((CELL, CELL, 3), 255, np.uint8)] * (-len(self._cells) % min(COLUMNS, len(self._cells)))
        columns = min(COLUMNS, len(self._cells))
        rows = [np.hstack(cells[i:i + columns]) for i in range(0, len(cells), columns)]
        return cv2.imwrite(path, cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


def _cell(image, points):
    low, high = points.min(0), points.max(0)
    centre, half = (low + high) / 2, 0.75 * (high - low).max()
    matrix = np.float32([[CELL / (2 * half), 0, CELL / 2 - centre[0] * CELL / (2 * half)], [0, CELL / (2 * half), CELL / 2 - centre[1] * CELL / (2 * half)]])
    scale = CELL / (2 * half)
    if scale < 0.5:
        image = cv2.resize(image, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
        matrix[:, :2] /= 2 * scale
    return cv2.warpAffine(image, matrix, (CELL, CELL), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
