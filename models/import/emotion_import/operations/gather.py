import numpy as np
from onnx import TensorProto

from ..graph.value import Value
from .pointwise import gather_computed
from .registry import lowers


@lowers("GatherNd")
def lower_gather_nd(emitter, node, inputs):
    values, indices = inputs
    indexed = indices.shape[-1]
    # ONNX accepts no 32-bit indices here.
    wide = emitter.emit("Cast", [emitter.native(indices)], to=TensorProto.INT64)
    shape = (*indices.shape[:-1], *values.shape[indexed:])
    if indices.rank == 2 and values.positions and values.positions.rank <= indexed and indices.shape[0] < values.positions.count:
        return Value(shape, values.dtype, native=gather_computed(emitter, values, wide, indices.shape))
    return Value(shape, values.dtype, native=emitter.emit("GatherND", [emitter.native(values), wide]))


@lowers("Unpack")
def lower_unpack(emitter, node, inputs):
    value = inputs[0]
    axis = node.attributes.get("axis", 0) % value.rank
    shape = (*value.shape[:axis], *value.shape[axis + 1:])
    return [Value(shape, value.dtype, native=emitter.emit("Gather", [emitter.native(value), emitter.integers(index)], axis=axis))
            for index in range(value.shape[axis])]


@lowers("TopKV2")
def lower_top_k(emitter, node, inputs):
    value, count = inputs[0], int(inputs[1].constant)
    best, positions = emitter.emit_many("TopK", [emitter.native(value), emitter.integers([count])], 2, axis=-1, largest=1, sorted=1)
    shape = (*value.shape[:-1], count)
    return [Value(shape, value.dtype, native=best), _as_int32(emitter, shape, positions)]


@lowers("ArgMax")
def lower_arg_max(emitter, node, inputs):
    value, axis = inputs[0], int(inputs[1].constant) % inputs[0].rank
    position = emitter.emit("ArgMax", [emitter.native(value)], axis=axis, keepdims=0)
    return _as_int32(emitter, (*value.shape[:axis], *value.shape[axis + 1:]), position)


def _as_int32(emitter, shape, name):
    """TensorFlow.js counts in 32 bits where ONNX counts in 64."""
    return Value(shape, np.dtype(np.int32), native=emitter.emit("Cast", [name], to=TensorProto.INT32))
