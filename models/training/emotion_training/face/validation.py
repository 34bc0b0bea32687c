"""Figures on faces that training does not see."""
import numpy as np
import torch

from ..calibration import fit_temperature
from ..metrics import accuracy, balanced_accuracy
from .examples import plain
from .network import normalise


@torch.no_grad()
def logits_of(network, crops, device="cpu", batch=128):
    """uint8 [n,S,S] to (emotion [n,7], mask [n,2])."""
    network.eval()
    parts = [network(normalise(torch.from_numpy(crops[i:i + batch])).to(device).contiguous(memory_format=torch.channels_last)) for i in range(0, len(crops), batch)]
    return tuple(torch.cat(heads).float().cpu().numpy() for heads in zip(*parts))


class ValidationSet:
    """Every face once open and, where its landmarks are sure, once under a mask."""

    def __init__(self, faces, masks, pixels, seed=5):
        rng = np.random.RandomState(seed)
        self._open = np.stack([plain(faces, n, pixels) for n in range(len(faces.labels))])
        worn = [plain(faces, n, pixels, masks, rng) for n in range(len(faces.labels))]
        self._masked = np.stack([crop for crop in worn if crop is not None])
        self._labels, self._masked_labels = faces.labels, faces.labels[[crop is not None for crop in worn]]

    def answers(self, network, device):
        """Logits of both heads for the open faces and for the masked ones."""
        return logits_of(network, self._open, device), logits_of(network, self._masked, device)

    def measure(self, answers):
        (emotion, mask), (masked_emotion, masked_mask) = answers
        figures = {"open": accuracy(self._labels, emotion.argmax(1)), "openBalanced": balanced_accuracy(self._labels, emotion.argmax(1)),
                   "masked": accuracy(self._masked_labels, masked_emotion.argmax(1)), "maskedBalanced": balanced_accuracy(self._masked_labels, masked_emotion.argmax(1)),
                   "maskState": (float((mask.argmax(1) == 0).mean()) + float((masked_mask.argmax(1) == 1).mean())) / 2}
        return {name: round(value, 4) for name, value in figures.items()}

    def temperatures(self, answers):
        """(of the emotion head, over open and masked faces; of the mask head) for which the probabilities are as often right as they say."""
        (emotion, mask), (masked_emotion, masked_mask) = answers
        return (fit_temperature(np.concatenate([emotion, masked_emotion]), np.concatenate([self._labels, self._masked_labels])),
                fit_temperature(np.concatenate([mask, masked_mask]), np.repeat([0, 1], [len(mask), len(masked_mask)])))
