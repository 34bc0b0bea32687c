import numpy as np

from ..errors import ImportFailure
from ..graph.shapes import broadcast
from ..graph.types import numpy_type, onnx_type
from ..graph.value import Value
from .registry import lowers

_SAME_TYPE = {
    "Add": "Add", "AddV2": "Add", "AddN": "Sum", "Sub": "Sub", "Mul": "Mul", "RealDiv": "Div",
    "Maximum": "Max", "Minimum": "Min", "Abs": "Abs", "Exp": "Exp", "Relu": "Relu", "Sigmoid": "Sigmoid", "Reciprocal": "Reciprocal",
}

_LOGICAL = {
    "Equal": "Equal", "Less": "Less", "Greater": "Greater", "GreaterEqual": "GreaterOrEqual", "LogicalAnd": "And",
}

# Operations that give one operand back when the other, at one of these places, is this number.
_NEUTRAL = {"Add": ((0, 1), 0), "Sub": ((1,), 0), "Mul": ((0, 1), 1), "Div": ((1,), 1)}


@lowers(*_SAME_TYPE)
def lower_arithmetic(emitter, node, inputs):
    return elementwise(emitter, _SAME_TYPE[node.operation], inputs, inputs[0].dtype)


@lowers(*_LOGICAL)
def lower_logical(emitter, node, inputs):
    return elementwise(emitter, _LOGICAL[node.operation], inputs, np.dtype(np.bool_))


@lowers("FloorDiv")
def lower_floor_division(emitter, node, inputs):
    if inputs[0].dtype.kind == "f":
        return elementwise(emitter, "Floor", [elementwise(emitter, "Div", inputs, inputs[0].dtype)], inputs[0].dtype)
    # ONNX rounds integers towards zero. The models divide positions in a picture, which are never negative.
    return elementwise(emitter, "Div", inputs, inputs[0].dtype)


@lowers("SquaredDifference")
def lower_squared_difference(emitter, node, inputs):
    difference = elementwise(emitter, "Sub", inputs, inputs[0].dtype)
    return elementwise(emitter, "Mul", [difference, difference], inputs[0].dtype)


@lowers("Cast")
def lower_cast(emitter, node, inputs):
    dtype = numpy_type(node.attributes["DstT"])
    return elementwise(emitter, "Cast", inputs, dtype, to=onnx_type(dtype))


@lowers("Select")
def lower_select(emitter, node, inputs):
    if len({value.rank for value in inputs}) > 1:
        # The condition would choose whole rows, which Where does not.
        raise ImportFailure(f"'{node.name}' selects with a condition of another rank")
    return elementwise(emitter, "Where", inputs, inputs[1].dtype)


def elementwise(emitter, operation, inputs, dtype, **attributes):
    """A broadcasting operation, in the layout in which its pictures already are; none where a constant changes nothing."""
    shape = broadcast(*(value.shape for value in inputs))
    inputs = [_narrowed(value, [other for other in inputs if other is not value], shape) for value in inputs]
    unchanged = _unchanged(operation, inputs, shape)
    if unchanged is not None:
        return unchanged
    results = [value for value in inputs if not value.is_constant]
    if all(value.rank == 4 for value in results) and any(value.only_channels_first for value in results):
        names = [emitter.channels_first(value) for value in inputs]
        return Value(shape, dtype, channels_first=emitter.emit(operation, names, **attributes))
    return Value(shape, dtype, native=emitter.emit(operation, [emitter.native(value) for value in inputs], **attributes))


def _narrowed(value, others, shape):
    """A constant of equal numbers as one number, where the others have the result's shape: runtimes are slow with short rows of a constant."""
    if not value.is_constant or value.constant.size < 2 or not others or broadcast(*(other.shape for other in others)) != shape:
        return value
    first = value.constant.flat[0]
    return Value.of_constant(first) if np.array_equal(value.constant, np.full_like(value.constant, first)) else value


def _unchanged(operation, inputs, shape):
    """The operand that comes back as it is, for the other is a number that changes nothing; else None."""
    places, number = _NEUTRAL.get(operation, ((), None))
    for place in places:
        constant, other = inputs[place], inputs[1 - place]
        if constant.is_constant and constant.constant.size == 1 and constant.constant == number and other.shape == shape:
            return other
    return None
