"""Evaluates with numpy what depends on constants only: shape arithmetic, ranges, coordinate grids."""
import numpy as np

from .strided_slice import slice_items
from .types import numpy_type

_PLAIN = {
    "Add": np.add, "AddV2": np.add, "Sub": np.subtract, "Mul": np.multiply,
    "Maximum": np.maximum, "Minimum": np.minimum, "FloorDiv": np.floor_divide,
    "Equal": np.equal, "Less": np.less, "Greater": np.greater, "GreaterEqual": np.greater_equal, "LogicalAnd": np.logical_and,
}


def fold_shape(node, value):
    """Shape and Size of a value whose shape is known, else None."""
    if min(value.shape, default=0) < 0:
        return None
    if node.operation == "Shape":
        return np.array(value.shape, np.int32)
    if node.operation == "Size":
        return np.array(np.prod(value.shape), np.int32)
    return None


def fold(node, arrays):
    """The outputs of a node whose inputs are all known, or None when the operation is better left to the runtime."""
    if node.operation in _PLAIN:
        return [_PLAIN[node.operation](*arrays)]
    function = _WITH_ATTRIBUTES.get(node.operation)
    return None if function is None else function(node.attributes, *arrays)


def _unpack(attributes, array):
    axis = attributes.get("axis", 0)
    return [np.take(array, index, axis) for index in range(array.shape[axis])]


def _strided_slice(attributes, array, begin, end, strides):
    return [array[tuple(slice_items(attributes, begin, end, strides, array.ndim))]]


_WITH_ATTRIBUTES = {
    "Cast": lambda attributes, array: [array.astype(numpy_type(attributes["DstT"]))],
    "ConcatV2": lambda attributes, *arrays: [np.concatenate(arrays[:-1], int(arrays[-1]))],
    "ExpandDims": lambda attributes, array, axis: [np.expand_dims(array, int(axis))],
    "Fill": lambda attributes, shape, value: [np.full(shape, value, value.dtype)],
    "Pack": lambda attributes, *arrays: [np.stack(arrays, attributes["axis"])],
    "Range": lambda attributes, start, limit, step: [np.arange(start, limit, step, start.dtype)],
    "RealDiv": lambda attributes, left, right: [np.divide(left, right).astype(left.dtype)],
    "Reshape": lambda attributes, array, shape: [array.reshape(shape)],
    "Squeeze": lambda attributes, array: [np.squeeze(array, tuple(attributes["squeeze_dims"]) or None)],
    "StridedSlice": _strided_slice,
    "Tile": lambda attributes, array, repeats: [np.tile(array, repeats)],
    "Unpack": _unpack,
}
