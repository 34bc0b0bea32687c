"""Earlier models on the same pictures: the day-one model of this repository, a small FER2013 network, and a linear head on the features that our training starts from."""
import os

import cv2
import numpy as np
from sklearn.linear_model import LogisticRegression

from .. import LABELS, locations
from ..onnx_float import read_network
from ..progress import progress
from .exported import ExportedFace

_OARRIAGA_LABELS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")


def in_our_order(logits, labels):
    return logits[:, [labels.index(name) for name in LABELS]]


class FaceApi:
    """The expression model of face-api, models/expression-faceapi."""

    name = "expression-faceapi"
    pixels = 112

    def __init__(self):
        self._model = ExportedFace(os.path.join(locations.MODELS, "expression-faceapi"))

    def logits(self, crops):
        return in_our_order(self._model.logits(crops)[0], self._model.labels)


class Oarriaga:
    """mini-Xception trained on FER2013 (Arriaga et al., 2017, arXiv 1710.07557): gray 64x64 in [-1,1]."""

    name = "emotion-oarriaga"
    pixels = 64

    def __init__(self, npm):
        self._network = read_network(os.path.join(npm, "emotion-oarriaga-64.onnx"))

    def logits(self, crops):
        found = []
        for crop in crops:
            self._network.setInput((crop.astype(np.float32) / 127.5 - 1)[None, :, :, None])
            found.append(self._network.forward().ravel().copy())
        return in_our_order(np.log(np.clip(found, 1e-9, 1)), _OARRIAGA_LABELS)


class FaceResHead:
    """A linear head on the features of faceres, trained on the training faces, open and masked."""

    name = "faceres + linear head"
    pixels = 224

    def __init__(self, npm, crops, labels):
        self._network = read_network(os.path.join(npm, "faceres-224.onnx"))
        self._head = LogisticRegression(C=0.1, max_iter=500).fit(self._features(crops, "faceres features"), labels)

    def logits(self, crops):
        return self._head.decision_function(self._features(crops, "faceres features"))

    def _features(self, crops, title):
        found = []
        for crop in progress(crops, title):
            self._network.setInput(np.repeat(cv2.resize(crop, (224, 224)).astype(np.float32)[None, :, :, None], 3, 3))
            found.append(self._network.forward("features").ravel().copy())
        return np.log1p(np.clip(found, 0, None))
