from ..errors import ImportFailure
from ..graph.value import Value
from .registry import lowers


@lowers("MatMul")
def lower_matrix_product(emitter, node, inputs):
    left, right = inputs
    if node.attributes.get("transpose_a") or node.attributes.get("transpose_b"):
        raise ImportFailure(f"'{node.name}' transposes its operands")
    return Value((*left.shape[:-1], right.shape[1]), left.dtype, native=emitter.emit("MatMul", [emitter.native(left), emitter.native(right)]))
