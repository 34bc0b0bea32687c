"""Half-precision forms of an exported float32 graph."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def store_half(model, kept=lambda name: False):
    """Stores the large weights as float16, but for those `kept`, cast back when the model is loaded: half the file, the same float32 computation. Exact for weights that float16 can hold."""
    graph, casts = model.graph, []
    for initialiser in graph.initializer:
        if initialiser.data_type == TensorProto.FLOAT and np.prod(initialiser.dims) >= 256 and not kept(initialiser.name):
            name = initialiser.name
            half = numpy_helper.from_array(numpy_helper.to_array(initialiser).astype(np.float16), name + "_half")
            initialiser.CopyFrom(half)
            casts.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    _prepend(graph, casts)
    return model


def compute_half(model):
    """Computes in float16 throughout, for GPUs; inputs and outputs stay float32, so that callers need not know."""
    graph = model.graph
    for initialiser in graph.initializer:
        if initialiser.data_type == TensorProto.FLOAT:
            initialiser.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(initialiser).astype(np.float16), initialiser.name))
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.TENSOR and attribute.t.data_type == TensorProto.FLOAT:
                attribute.t.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(attribute.t).astype(np.float16), attribute.t.name))
    entering = {value.name: value.name + "_half" for value in graph.input}
    leaving = {value.name: value.name + "_half" for value in graph.output}
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = entering.get(name, leaving.get(name, name))
        for place, name in enumerate(node.output):
            node.output[place] = leaving.get(name, name)
    del graph.value_info[:]
    _prepend(graph, [helper.make_node("Cast", [name], [half], to=TensorProto.FLOAT16) for name, half in entering.items()])
    graph.node.extend(helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT) for name, half in leaving.items())
    return model


def _prepend(graph, nodes):
    following = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + following)
