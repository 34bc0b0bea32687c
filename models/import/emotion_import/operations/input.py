from ..graph.value import Value
from .registry import lowers


@lowers("Identity")
def lower_identity(emitter, node, inputs):
    return inputs[0]


def placeholder(emitter, name, dtype, shape):
    """An input of the model, in the type in which callers hold their pixels."""
    emitter.add_input(name, dtype, shape)
    return Value(tuple(shape), dtype, native=name)
