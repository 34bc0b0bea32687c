from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import numpy as np

if TYPE_CHECKING:
    from .positions import Positions

UNKNOWN = -1
"""Size of a dimension that is only known when the model runs: the batch."""


@dataclass(eq=False)
class Value:
    """A tensor of the graph: a constant, or a result that ONNX computes.

    The shape is always TensorFlow's (NHWC for pictures). A result has one ONNX name per layout in which it
    exists: `native` as TensorFlow orders it, `channels_first` as ONNX convolutions want it. `positions` tells how to
    compute parts of it where the whole is not needed.
    """
    shape: tuple
    dtype: np.dtype
    constant: Optional[np.ndarray] = None
    native: Optional[str] = None
    channels_first: Optional[str] = None
    positions: Optional["Positions"] = None

    @classmethod
    def of_constant(cls, array):
        array = np.asarray(array)
        return cls(array.shape, array.dtype, constant=array)

    @property
    def rank(self):
        return len(self.shape)

    @property
    def is_constant(self):
        return self.constant is not None

    @property
    def only_channels_first(self):
        return self.channels_first is not None and self.native is None
