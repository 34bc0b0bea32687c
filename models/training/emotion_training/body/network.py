"""Keypoint clips to emotion logits: statistics, standardisation, classifier, all in one graph."""
import math

import torch
from torch import nn

from .. import LABELS
from . import SLOTS, STATISTICS
from .bridge import WINDOWS
from .statistics import MovementStatistics
from .views import KINDS

LIMIT = 3.5
MEASURES = len(SLOTS) * len(STATISTICS)
# How far apart clips with other joints in view, and of other length, are for the kernel, in standard deviations of a statistic.
INDICATOR = 3.0
LENGTH = 2.0
# Width of the kernel, in root mean square differences of two clips; 1.0 and 1.4 do alike.
BANDWIDTH = 1.4


def arrange(standard, valid, octave):
    """Standardised statistics [N,12,5], validity [N,12] and log2 of the seen frames [N] to features [N,68].

    Left and right become the busier and the calmer side: an emotion has no side, but it may move one arm more than the other. A pair of which
    one side is seen counts as moving alike. The fewer joints are seen, the more each of them counts: the squared distance of two clips is the mean over what is seen.
    """
    standard = standard.clamp(-LIMIT, LIMIT)
    left_seen, right_seen = valid[:, 2::2], valid[:, 3::2]
    either = left_seen + right_seen - left_seen * right_seen
    left, right = standard[:, 2::2] * left_seen[:, :, None], standard[:, 3::2] * right_seen[:, :, None]
    left, right = left + right * (1 - left_seen)[:, :, None], right + left * (1 - right_seen)[:, :, None]
    busier, calmer = torch.where(left > right, left, right), torch.where(left > right, right, left)
    measures = torch.cat([standard[:, :2] * valid[:, :2, None], busier, calmer], 1).flatten(1)
    seen = valid[:, :2].sum(1) + 2 * either.sum(1)
    measures = measures * (len(SLOTS) / seen.clamp(min=1)).sqrt()[:, None]
    return torch.cat([measures, INDICATOR * valid[:, :2], INDICATOR / 2 * (left_seen + right_seen), LENGTH * (octave - math.log2(WINDOWS[1]))[:, None]], 1)


class RandomFeatures(nn.Module):
    """Random Fourier features (Rahimi and Recht, 2007) of a Gaussian kernel, and a constant: [N,68] to [N,width+1]."""

    def __init__(self, width, seed):
        super().__init__()
        random = torch.Generator().manual_seed(seed)
        inputs = MEASURES + 2 + (len(SLOTS) - 2) // 2 + 1
        self.register_buffer("frequency", torch.randn(inputs, width, generator=random) / (BANDWIDTH * math.sqrt(MEASURES)))
        self.register_buffer("phase", 2 * math.pi * torch.rand(width, generator=random))

    def forward(self, features):
        wave = torch.cos(features @ self.frequency + self.phase) * math.sqrt(2 / len(self.phase))
        return torch.cat([wave, torch.ones_like(wave[:, :1])], 1)


class Classifier(nn.Module):
    """Standardised statistics [N,12,5], validity [N,12], hips seen [N] and log2 of the seen frames [N] to logits [N,7]: one linear head for each kind of view."""

    def __init__(self, width, seed=1):
        super().__init__()
        self.waves = RandomFeatures(width, seed)
        self.register_buffer("heads", torch.zeros(width + 1, len(KINDS), len(LABELS)))

    def forward(self, standard, valid, by_hips, octave):
        logits = (self.waves(arrange(standard, valid, octave)) @ self.heads.flatten(1)).reshape(-1, len(KINDS), len(LABELS))
        arms, legs = ((valid[:, a:b].sum(1) > 0).float() for a, b in ((4, 8), (8, 12)))
        kind = torch.stack([by_hips * legs, by_hips * (1 - legs), (1 - by_hips) * arms, (1 - by_hips) * (1 - arms)], 1)
        # Without a root nothing is measured, and nothing is said.
        return (logits * kind[:, :, None]).sum(1) * valid[:, :1]


class BodyMotionNetwork(nn.Module):
    """float32 [N,64,17,3] keypoints (x, y in pixels, score) to calibrated logits [N,7]. mean, deviation [2,3,12,5]: of filmed statistics by root and window."""

    def __init__(self, classifier, mean, deviation):
        super().__init__()
        self.statistics = MovementStatistics()
        self.classifier = classifier
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("deviation", torch.as_tensor(deviation, dtype=torch.float32))

    def forward(self, keypoints):
        value, valid, by_hips, frames = self.statistics(keypoints)
        octave = torch.log(frames.clamp(WINDOWS[0], WINDOWS[-1])) / math.log(2)
        mean, deviation = self._interpolate(self.mean, by_hips, octave), self._interpolate(self.deviation, by_hips, octave)
        return self.classifier((value - mean) / deviation, valid, by_hips, octave)

    def _interpolate(self, table, by_hips, octave):
        parts = []
        for number, window in enumerate(WINDOWS):
            weight = (1 - (octave - math.log2(window)).abs()).clamp(min=0)[:, None, None]
            choice = by_hips[:, None, None]
            parts.append(weight * (table[1, number] * choice + table[0, number] * (1 - choice)))
        return sum(parts)
