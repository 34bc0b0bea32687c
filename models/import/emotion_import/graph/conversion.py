import onnx

from ..operations.input import placeholder
from ..operations.registry import lowering
from .. import operations  # noqa: F401
from .emitter import Emitter
from .folding import fold, fold_shape
from .model import split_reference
from .types import numpy_type
from .value import Value


def convert(graph, name, input_name, output_names, input_type=None, input_shape=None):
    """An ONNX model of the graph; what no output needs is left out.

    `input_type` and `input_shape` replace what the graph says: pixels come as uint8 of one size where the graph would take any.
    """
    return _Conversion(graph, input_name, input_type, input_shape).run(name, output_names)


class _Conversion:
    def __init__(self, graph, input_name, input_type, input_shape):
        self._graph = graph
        self._input = input_name, input_type, input_shape
        self._emitter = Emitter()
        self._values = {}

    def run(self, name, output_names):
        for node in _in_order(self._graph):
            self._values[node.name] = self._outputs(node)
        for output, output_name in zip(self._graph.outputs, output_names, strict=True):
            self._emitter.add_output(output_name, self._values[output][0])
        model = self._emitter.model(name)
        onnx.checker.check_model(model, full_check=True)
        return model

    def _outputs(self, node):
        if node.operation == "Const":
            return [Value.of_constant(self._graph.constant(node.name))]
        if node.operation == "Placeholder":
            return [self._placeholder(node)]
        inputs = [self._value(reference) for reference in node.inputs]
        folded = self._fold(node, inputs)
        if folded is not None:
            return [Value.of_constant(array) for array in folded]
        result = lowering(node)(self._emitter, node, inputs)
        return result if isinstance(result, list) else [result]

    def _value(self, reference):
        name, index = split_reference(reference)
        return self._values[name][index]

    def _placeholder(self, node):
        name, dtype, shape = self._input
        return placeholder(self._emitter, name, dtype or numpy_type(node.attributes["dtype"]), shape or node.attributes["shape"])

    @staticmethod
    def _fold(node, inputs):
        if node.operation in ("Shape", "Size"):
            known = fold_shape(node, inputs[0])
            return None if known is None else [known]
        if all(value.is_constant for value in inputs):
            return fold(node, [value.constant for value in inputs])
        return None


def _in_order(graph):
    """The nodes that the outputs need, every node after its inputs."""
    ordered, seen, pending = [], set(), [(name, False) for name in reversed(graph.outputs)]
    while pending:
        name, inputs_done = pending.pop()
        if inputs_done:
            ordered.append(graph.nodes[name])
        elif name not in seen:
            seen.add(name)
            pending.append((name, True))
            pending += [(split_reference(reference)[0], False) for reference in reversed(graph.nodes[name].inputs)]
    return ordered
