"""Targets from a teacher (Hinton et al., 2015, arXiv 1503.02531): a trained network looks at the open face, and its student learns from what it says, under a mask too."""
import numpy as np
import torch

from ..metrics import softmax
from ..progress import progress
from .examples import plain
from .load import load
from .validation import logits_of

TEMPERATURE = 2.0


def taught(faces, path, device="cpu", batch=256):
    """The faces with targets that are half the raters' votes, half the probabilities of the model.pt at `path`: its calibrated logits, mean of the open picture and its mirror image, divided by
    TEMPERATURE."""
    network, pixels = load(path)
    network.to(device)
    logits = []
    for first in progress(range(0, len(faces.labels), batch), "teacher"):
        crops = np.stack([plain(faces, n, pixels) for n in range(first, min(first + batch, len(faces.labels)))])
        logits.append((logits_of(network, crops, device)[0] + logits_of(network, np.ascontiguousarray(crops[:, :, ::-1]), device)[0]) / 2)
    return faces._replace(targets=((faces.targets + softmax(np.concatenate(logits) / TEMPERATURE)) / 2).astype(np.float32))
