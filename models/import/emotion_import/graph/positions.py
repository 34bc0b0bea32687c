"""Pictures of which single positions can be computed alone."""
import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .value import UNKNOWN, Value


@dataclass(frozen=True)
class PointwiseConvolution:
    """A convolution of one pixel: what it makes of a position depends on nothing else."""
    node: str
    picture: Value
    filters: np.ndarray
    """[in, out]"""
    bias: Optional[np.ndarray]
    activations: tuple


@dataclass(frozen=True)
class Positions:
    """That the leading dimensions of a value are the positions of a pointwise convolution's result."""
    convolution: PointwiseConvolution
    shape: tuple
    """The leading dimensions: (1, height, width), or (height, width) where the batch was dropped."""

    @property
    def rank(self):
        return len(self.shape)

    @property
    def count(self):
        return math.prod(self.shape)

    def reshaped(self, shape):
        """The same for the value in another shape, or None when its positions are no longer its leading dimensions."""
        for rank in range(len(shape)):
            if math.prod(shape[:rank]) == self.count:
                return Positions(self.convolution, tuple(shape[:rank]))
        return None


def positions_of(convolution, shape):
    """Of a convolution's result; None when the batch is not one picture."""
    return None if UNKNOWN in shape or shape[0] != 1 else Positions(convolution, tuple(shape[:-1]))
