"""The networks that can be explained: what they see of a picture, and where their feature maps are."""
import cv2
import numpy as np
import torch

from .. import LABELS, checkpoint
from ..body_rgb import network as body_rgb
from ..faces.blazeface import detect_with_padding
from ..faces.crop import crop_transform, warp, whole_picture_box


class FaceView:
    """The face as it is served: the crop around the detected face, or the central square when none is found."""

    labels = LABELS

    def __init__(self, path, detector, margin):
        from ..face.load import load
        self.network, self._pixels = load(path)
        self.layer = self.network.backbone
        self._detector, self._margin = detector, margin

    def see(self, picture):
        """(network input, transform from the picture to the unit square that the network sees)."""
        from ..face.network import normalise
        face = detect_with_padding(self._detector, picture)
        box, eyes = (face[1], face[2][:2]) if face else whole_picture_box(picture)
        matrix = crop_transform(box, eyes, self._pixels, self._margin)
        gray = cv2.cvtColor(warp(picture, matrix, self._pixels), cv2.COLOR_RGB2GRAY)
        return normalise(torch.from_numpy(gray[None])), matrix / self._pixels


class BodyView:
    """The whole picture, which is to be a body crop, squeezed into the network's square."""

    def __init__(self, path, pixels):
        self.network, state = body_rgb.load(path)
        self.labels, self._pixels = state["labels"], pixels
        self.layer = self.network.backbone

    def see(self, picture):
        height, width = picture.shape[:2]
        crop = cv2.resize(picture, (self._pixels, self._pixels), interpolation=cv2.INTER_AREA)
        return self.network.normalise(torch.from_numpy(crop[None])), np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height]])


def is_body(path):
    """Whether the file is a model.pt of emotion_training.body_rgb."""
    return path.endswith(".pt") and "body_rgb" in checkpoint.load(path)
