"""MediaPipe face mesh (Kartynnik et al., 2019, arXiv 1907.06724): 468 points from a 192x192 RGB crop in [0,1]."""
import cv2
import numpy as np

from .crop import crop_transform, warp

SIZE = 192


class FaceMesh:
    def __init__(self, path):
        self._network = cv2.dnn.readNetFromONNX(path)
        self._outputs = self._network.getUnconnectedOutLayersNames()

    def points(self, image, box, eyes):
        """(presence 0..1, 468 x 2 pixels of the picture)."""
        matrix = crop_transform(box, eyes, SIZE, margin=0.5)
        self._network.setInput((warp(image, matrix, SIZE).astype(np.float32) / 255)[None])
        out = {o.size: o.ravel() for o in self._network.forward(self._outputs)}
        presence = float(out[1][0])
        if presence < 0 or presence > 1:
            presence = 1 / (1 + np.exp(-presence))
        inverse = cv2.invertAffineTransform(matrix)
        points = out[1404].reshape(468, 3)[:, :2]
        return float(presence), points @ inverse[:, :2].T + inverse[:, 2]
