import numpy as np

from ..graph.value import Value
from .registry import lowers


@lowers("Sum")
def lower_sum(emitter, node, inputs):
    axes, shape = _reduced(node, inputs)
    keep = int(bool(node.attributes.get("keep_dims")))
    return Value(shape, inputs[0].dtype,
                 native=emitter.emit("ReduceSum", [emitter.native(inputs[0]), emitter.integers(axes)], keepdims=keep))


@lowers("Max")
def lower_max(emitter, node, inputs):
    axes, shape = _reduced(node, inputs)
    keep = int(bool(node.attributes.get("keep_dims")))
    return Value(shape, inputs[0].dtype, native=emitter.emit("ReduceMax", [emitter.native(inputs[0])], axes=axes, keepdims=keep))


def _reduced(node, inputs):
    """(axes, shape of the result)."""
    value, axes = inputs
    axes = sorted(int(axis) % value.rank for axis in np.atleast_1d(axes.constant))
    if node.attributes.get("keep_dims"):
        return axes, tuple(1 if axis in axes else size for axis, size in enumerate(value.shape))
    return axes, tuple(size for axis, size in enumerate(value.shape) if axis not in axes)
