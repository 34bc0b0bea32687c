"""Late fusion of two streams' logits, as the Fusion service does it; a clip that lacks one stream is told by the other."""
import json

import numpy as np

from .heads import log_loss

SHARES, SCALES = np.linspace(0, 1, 21), (0.5, 1.0, 2.0, 4.0)


def average(face, body, face_present, body_present):
    return _with_absences((face + body) / 2, face, body, face_present, body_present)


def maximum(face, body, face_present, body_present):
    return _with_absences(np.maximum(face, body), face, body, face_present, body_present)


def weighted(face, body, face_present, body_present, face_weight, body_weight, scale):
    """Weights are numbers or arrays [n]; scale sum keeps them, mean divides by their sum."""
    face_weight, body_weight = (np.broadcast_to(w, len(face))[:, None] for w in (face_weight, body_weight))
    both = face_weight * face + body_weight * body
    if scale == "mean":
        both = both / (face_weight + body_weight)
    return _with_absences(both, face_weight * face if scale == "sum" else face, body_weight * body if scale == "sum" else body, face_present, body_present)


def _with_absences(both, face, body, face_present, body_present):
    return np.where(face_present[:, None], np.where(body_present[:, None], both, face), np.where(body_present[:, None], body, 0))


def fit_weights(face, body, face_present, body_present, targets, multi):
    """(face weight, body weight) of the smallest log loss on logits of clips that the heads did not see."""
    chosen = face_present & body_present
    if not chosen.any():
        return 0.5, 0.5
    return min(((s * scale, (1 - s) * scale) for s in SHARES for scale in SCALES), key=lambda w: log_loss(w[0] * face[chosen] + w[1] * body[chosen], targets[chosen], multi))


class ServedWeights:
    """The tables of models/fusion-occlusion/weights.json for a masked face."""

    def __init__(self, path):
        with open(path) as file:
            described = json.load(file)
        self.scale, self._least = described.get("scale", "mean"), described["least"]
        self._face, self._body = (np.array(described[name], float).T for name in ("faceMasked", "body"))

    def of(self, face_side, visibility):
        """(face weights, body weights) [n] by the face's shorter side in pixels and the share of visible keypoints."""
        return tuple(np.maximum(self._least, np.interp(measure, *table)) for measure, table in ((face_side, self._face), (visibility, self._body)))
