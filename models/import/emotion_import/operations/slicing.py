from ..errors import ImportFailure
from ..graph.strided_slice import slice_bounds, slice_items
from ..graph.value import UNKNOWN, Value
from .registry import lowers


@lowers("StridedSlice")
def lower_strided_slice(emitter, node, inputs):
    value = inputs[0]
    name = emitter.native(value)
    starts, ends, axes, steps, dropped, inserted, shape = [], [], [], [], [], [], []
    axis = 0
    for item in slice_items(node.attributes, *(bound.constant for bound in inputs[1:4]), value.rank):
        if item is None:
            inserted.append(len(shape))
            shape.append(1)
            continue
        size = value.shape[axis]
        if item != slice(None, None, 1):
            if size == UNKNOWN:
                raise ImportFailure(f"'{node.name}' slices the batch dimension")
            start, end, step, length = slice_bounds(item, size)
            if length != size or step < 0:
                for bounds, bound in zip((starts, ends, axes, steps), (start, end, axis, step)):
                    bounds.append(bound)
            size = length
        if isinstance(item, slice):
            shape.append(size)
        else:
            dropped.append(axis)
        axis += 1
    if axes:
        name = emitter.emit("Slice", [name, *(emitter.integers(bounds) for bounds in (starts, ends, axes, steps))])
    if dropped:
        name = emitter.emit("Squeeze", [name, emitter.integers(dropped)])
    if inserted:
        name = emitter.emit("Unsqueeze", [name, emitter.integers(inserted)])
    return Value(tuple(shape), value.dtype, native=name)


@lowers("Split")
def lower_split(emitter, node, inputs):
    axis, value = int(inputs[0].constant) % inputs[1].rank, inputs[1]
    count = node.attributes["num_split"]
    shape = (*value.shape[:axis], value.shape[axis] // count, *value.shape[axis + 1:])
    return [Value(shape, value.dtype, native=name)
            for name in emitter.emit_many("Split", [emitter.native(value)], count, axis=axis)]
