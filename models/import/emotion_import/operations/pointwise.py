"""Computes a picture where it is looked at: convolutions of one pixel behind the gathering of their positions, which are few."""
from .activation import activate


def gather_computed(emitter, values, indices, shape):
    """The name of what GatherND of a value with `positions` gives, without computing the rest of it.

    `indices`, an ONNX name, has the two-dimensional `shape`; what follows a position in a row of it chooses among that position's numbers.
    """
    rank = values.positions.rank
    count, indexed = shape
    at = indices if indexed == rank else _columns(emitter, indices, 0, rank)
    found = _rows(emitter, values.positions.convolution, values.positions.shape, at)
    if len(values.shape) > rank + 1:
        found = emitter.emit("Reshape", [found, emitter.integers((count, *values.shape[rank:]))])
    if indexed > rank:
        found = emitter.emit("GatherND", [found, _columns(emitter, indices, rank, indexed)], batch_dims=1)
    return found


def _rows(emitter, convolution, positions, indices):
    """[count, channels]"""
    picture = convolution.picture
    if picture.positions:
        rows = _rows(emitter, picture.positions.convolution, positions, indices)
    else:
        name = emitter.native(picture)
        if picture.shape[:-1] != positions:
            name = emitter.emit("Reshape", [name, emitter.integers((*positions, picture.shape[-1]))])
        rows = emitter.emit("GatherND", [name, indices])
    operands = [rows, emitter.constant(convolution.filters)]
    if convolution.bias is not None:
        operands.append(emitter.constant(convolution.bias))
    return activate(emitter, convolution.node, emitter.emit("Gemm", operands), convolution.activations)


def _columns(emitter, indices, first, end):
    return emitter.emit("Slice", [indices, *(emitter.integers([number]) for number in (first, end, 1))])
