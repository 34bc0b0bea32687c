"""Figures on films made from faces that training does not see."""
import numpy as np
import torch
from torch import nn

from ..calibration import fit_temperature
from ..metrics import accuracy
from .network import normalise
from .sequences import FaceSequences


class FrameByFrame(nn.Module):
    """A per-frame network on clips [N,T,1,S,S]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, clips):
        return tuple(head.reshape(*clips.shape[:2], -1) for head in self.network(clips.flatten(0, 1)))


class FilmSet:
    """`count` films, every other one of a masked face. Figures: of the first frame, of the last, and of the mean of the logits over all frames."""

    def __init__(self, faces, masks, pixels, frames, count, seed=5):
        maker = FaceSequences(faces, masks, pixels, frames, count)
        rng = np.random.RandomState(seed)
        numbers = rng.permutation(len(faces.labels))[:count]
        films = [maker.film(number, place % 2, np.random.RandomState(seed + place)) for place, number in enumerate(numbers)]
        self._films = np.stack([film for film, _, _ in films])
        self.labels, self.masked = faces.labels[numbers], np.array([masked for _, _, masked in films], bool)

    @torch.no_grad()
    def logits(self, network, batch=16):
        """(emotion [n,T,7], mask [n,T,2]) of a network on clips [N,T,1,S,S]."""
        network.eval()
        found = []
        for first in range(0, len(self._films), batch):
            crops = torch.from_numpy(self._films[first:first + batch])
            found.append(network(normalise(crops.flatten(0, 1)).unflatten(0, crops.shape[:2])))
        return tuple(torch.cat(parts).numpy() for parts in zip(*found))

    def measure(self, network, form):
        emotion, _ = self.logits(network)
        views = {"first": emotion[:, 0], "last": emotion[:, -1], "consensus": emotion.mean(1)} if form == "live" else {"consensus": emotion.mean(1)}
        return {name: round(accuracy(self.labels, value.argmax(1)), 4) for name, value in views.items()}

    def temperatures(self, network, form):
        """Of both heads, for the answers that are served: every frame's when live, the consensus of a clip."""
        emotion, mask = self.logits(network)
        if form == "clip":
            return fit_temperature(emotion.mean(1), self.labels), fit_temperature(mask.mean(1), self.masked.astype(int))
        frames = emotion.shape[1]
        return (fit_temperature(emotion.reshape(-1, emotion.shape[2]), np.repeat(self.labels, frames)),
                fit_temperature(mask.reshape(-1, mask.shape[2]), np.repeat(self.masked.astype(int), frames)))
