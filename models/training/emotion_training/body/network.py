"""Keypoint clips to emotion logits: statistics, standardisation, classifier, all in one graph."""
import torch
from torch import nn

from .. import LABELS
from . import GROUP_NAMES, STATISTICS
from .statistics import MovementStatistics

LIMIT = 3.5


class Classifier(nn.Module):
    """Standardised statistics [N,7,4] and validity [N,7] to logits [N,7]. hidden = 0 makes it linear."""

    def __init__(self, hidden=0, dropout=0.3):
        super().__init__()
        inputs = len(GROUP_NAMES) * (len(STATISTICS) + 1)
        self.layers = nn.Linear(inputs, len(LABELS)) if not hidden else nn.Sequential(
            nn.Linear(inputs, hidden), nn.Tanh(), nn.Dropout(dropout), nn.Linear(hidden, len(LABELS)))

    def forward(self, standard, valid):
        # Missing is told by the indicators; the statistics are then at their mean.
        return self.layers(torch.cat([(standard.clamp(-LIMIT, LIMIT) * valid[:, :, None]).flatten(1), valid], 1))


class BodyMotionNetwork(nn.Module):
    """float32 [N,32,17,3] keypoints (x, y in pixels, score) to calibrated logits [N,7]."""

    def __init__(self, classifier, mean, deviation, temperature=1.0):
        super().__init__()
        self.statistics = MovementStatistics()
        self.classifier = classifier
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("deviation", torch.as_tensor(deviation, dtype=torch.float32))
        self.register_buffer("temperature", torch.tensor(float(temperature)))

    def forward(self, keypoints):
        value, valid, by_hips = self.statistics(keypoints)
        kind = by_hips[:, None, None]
        mean = self.mean[1] * kind + self.mean[0] * (1 - kind)
        deviation = self.deviation[1] * kind + self.deviation[0] * (1 - kind)
        return self.classifier((value - mean) / deviation, valid) / self.temperature
