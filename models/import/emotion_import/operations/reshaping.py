from ..graph.layout import axis_channels_first
from ..graph.shapes import reshape
from ..graph.value import Value
from .registry import lowers


@lowers("Reshape")
def lower_reshape(emitter, node, inputs):
    value, target = inputs
    shape = reshape(value.shape, target.constant)
    return Value(shape, value.dtype, native=emitter.emit("Reshape", [emitter.native(value), emitter.integers(shape)]), positions=_positions(value, shape))


@lowers("ExpandDims")
def lower_expand_dims(emitter, node, inputs):
    value, axis = inputs
    position = int(axis.constant) % (value.rank + 1)
    shape = (*value.shape[:position], 1, *value.shape[position:])
    return Value(shape, value.dtype, native=emitter.emit("Unsqueeze", [emitter.native(value), emitter.integers([position])]))


@lowers("Squeeze")
def lower_squeeze(emitter, node, inputs):
    value = inputs[0]
    axes = sorted(axis % value.rank for axis in node.attributes["squeeze_dims"])
    axes = axes or [axis for axis, size in enumerate(value.shape) if size == 1]
    shape = tuple(size for axis, size in enumerate(value.shape) if axis not in axes)
    return Value(shape, value.dtype, native=emitter.emit("Squeeze", [emitter.native(value), emitter.integers(axes)]), positions=_positions(value, shape))


@lowers("Pack")
def lower_pack(emitter, node, inputs):
    axis = node.attributes["axis"] % (inputs[0].rank + 1)
    parts = [emitter.emit("Unsqueeze", [emitter.native(value), emitter.integers([axis])]) for value in inputs]
    shape = (*inputs[0].shape[:axis], len(inputs), *inputs[0].shape[axis:])
    dtype = inputs[0].dtype
    return Value(shape, dtype, native=emitter.emit("Concat", parts, axis=axis))


@lowers("ConcatV2")
def lower_concat(emitter, node, inputs):
    *parts, axis = inputs
    axis = int(axis.constant) % parts[0].rank
    shape = (*parts[0].shape[:axis], sum(part.shape[axis] for part in parts), *parts[0].shape[axis + 1:])
    if len(shape) == 4 and any(part.only_channels_first for part in parts):
        names = [emitter.channels_first(part) for part in parts]
        return Value(shape, parts[0].dtype, channels_first=emitter.emit("Concat", names, axis=axis_channels_first(axis)))
    return Value(shape, parts[0].dtype, native=emitter.emit("Concat", [emitter.native(part) for part in parts], axis=axis))


@lowers("Tile")
def lower_tile(emitter, node, inputs):
    value, repeats = inputs
    shape = tuple(size * int(count) for size, count in zip(value.shape, repeats.constant))
    return Value(shape, value.dtype, native=emitter.emit("Tile", [emitter.native(value), emitter.integers(repeats.constant)]))


def _positions(value, shape):
    return value.positions and value.positions.reshaped(shape)
