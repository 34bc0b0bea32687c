"""Frozen networks that turn the crops of a clip into features. Each has `name`, `fingerprint`, `shifts` (whether temporal shift can be put in) and features(crops, shifted)."""
import os

import cv2
import numpy as np
import torch

from .. import model_file
from ..body_rgb.initial import load_initial
from ..body_rgb.network import BodyNetwork
from ..onnx_file import read_graph
from ..onnx_float import read_network


class FaceOnnx:
    """An ONNX network with RGB input 0..255, [1,S,S,3], and an output `features`: faceres of npm human-models, for comparison. It cannot be shifted."""

    shifts = False

    def __init__(self, path, pixels=224):
        self.name, self.fingerprint = os.path.basename(path), model_file.sha256(path)
        self._network, self._pixels = read_network(path), pixels

    def features(self, crops, shifted=False):
        """uint8 RGB [T,S,S,3] to [T,F]."""
        found = []
        for crop in crops:
            self._network.setInput(cv2.resize(crop, (self._pixels, self._pixels)).astype(np.float32)[None])
            found.append(self._network.forward("features").ravel().copy())
        # The features are not negative and have a long tail.
        return np.log1p(np.clip(found, 0, None))


class FaceTorch:
    """The face network of emotion_training.face, from what emotion_training.face.load reads: a model folder, its ONNX file or a model.pt; `shifted_path` are weights that were trained with temporal
    shift, else the same weights are shifted."""

    shifts = True

    def __init__(self, path, shifted_path=None):
        from ..face.load import load
        from ..face.restore import file_of
        from ..face.temporal_network import TemporalFace
        self._network, self._pixels = load(path)
        self.name = _title(path) if shifted_path is None else f"{_title(path)}, with shift {_title(shifted_path)}"
        self.fingerprint = [model_file.sha256(file_of(p)) for p in (path, shifted_path or path)]
        self._temporal = TemporalFace(load(shifted_path)[0] if shifted_path else self._network, causal=False).eval()

    @torch.no_grad()
    def features(self, crops, shifted=False):
        from ..face.network import normalise
        gray = [cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) for crop in crops]
        sized = np.stack([cv2.resize(g, (self._pixels, self._pixels), interpolation=cv2.INTER_AREA) if len(g) != self._pixels else g for g in gray])
        x = normalise(torch.from_numpy(sized))
        return (self._temporal.maps(x[None]).mean((3, 4))[0] if shifted else self._network.features(x)).numpy()

    @torch.no_grad()
    def logits(self, features):
        """What the network itself says, in the order of LABELS: nothing is trained on the clips."""
        return self._network.heads(torch.from_numpy(np.asarray(features, np.float32)))[0].numpy()


class BodyTorch:
    """An ImageNet network, with temporal shift in its residual blocks by option."""

    shifts = True

    def __init__(self, kind, initial, pixels):
        self.name = f"{kind}, {'random weights' if initial == 'none' else 'ImageNet'}"
        self.fingerprint = [kind, initial if initial == "none" else model_file.sha256(initial), pixels]
        self._pixels = pixels
        self._plain, self._shifted = self._network(kind, initial), self._network(kind, initial).with_shift("tsm")

    @staticmethod
    def _network(kind, initial):
        torch.manual_seed(0)
        network = BodyNetwork(kind, 1).eval()
        if initial != "none":
            load_initial(network.backbone, initial)
        return network

    @torch.no_grad()
    def features(self, crops, shifted=False):
        """uint8 RGB [T,S,S,3] to [T,F]."""
        if crops.shape[1] != self._pixels:
            crops = np.stack([cv2.resize(c, (self._pixels, self._pixels), interpolation=cv2.INTER_AREA) for c in crops])
        network = self._shifted if shifted else self._plain
        return network.features(network.normalise(torch.from_numpy(crops)), len(crops)).numpy()


def face_backbone(path, shifted_path=None):
    """FaceOnnx for an ONNX file with an output `features`, else FaceTorch."""
    if os.path.isfile(path) and path.endswith(".onnx") and "features" in {output.name for output in read_graph(path).output}:
        if shifted_path:
            raise ValueError(f"--face-tsm goes with a network of emotion_training.face, not with {path}, which has an output `features` and cannot be shifted.")
        return FaceOnnx(path)
    return FaceTorch(path, shifted_path)


def _title(path):
    """The folder's name, for model.onnx and the like too."""
    whole = os.path.abspath(path)
    return os.path.basename(os.path.dirname(whole) if whole.endswith(".onnx") else whole)
