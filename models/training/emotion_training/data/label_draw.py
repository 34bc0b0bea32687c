"""Draws examples so that rare labels come more often than they occur."""
import numpy as np


class LabelDraw:
    """A label that occurs n times is drawn with a weight of n to the power of 1 - balance: 0 as it occurs, 1 every label alike."""

    def __init__(self, labels, balance):
        weights = np.bincount(labels).astype(float)[labels] ** -balance
        self._cumulative = np.cumsum(weights / weights.sum())

    def number(self, rng):
        """Number of the example drawn."""
        return min(int(np.searchsorted(self._cumulative, rng.rand())), len(self._cumulative) - 1)
