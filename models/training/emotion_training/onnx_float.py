"""Rewrites an ONNX graph so that OpenCV's reader takes it: weights stored as float16 become float32, and Min-Max chains become Clip."""
import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def widen(model):
    """Turns float16 initialisers that are cast at once into float32 ones, in place."""
    graph, replaced = model.graph, {}
    halves = {i.name: i for i in graph.initializer if i.data_type == TensorProto.FLOAT16}
    for initialiser in halves.values():
        initialiser.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(initialiser).astype(np.float32), initialiser.name))
    for node in [n for n in graph.node if n.op_type == "Cast" and n.input[0] in halves]:
        replaced[node.output[0]] = node.input[0]
        graph.node.remove(node)
    _rename(graph, replaced)
    return model


def clip(model):
    """Turns Max(Min(x, high), low) and Clip(x, low, high) with constant limits into Clip with attributes, the only form that OpenCV reads, in place."""
    graph = model.graph
    constants = {i.name: float(numpy_helper.to_array(i)) for i in graph.initializer if not i.dims}
    constants.update({n.output[0]: float(numpy_helper.to_array(n.attribute[0].t)) for n in graph.node if n.op_type == "Constant" and n.attribute[0].name == "value"
                      and not n.attribute[0].t.dims})
    maker = {output: n for n in graph.node for output in n.output}
    for upper in list(graph.node):
        lower = maker.get(upper.input[0]) if upper.input else None
        if upper.op_type == "Clip" and len(upper.input) == 3:
            source, limits, replaced = upper.input[0], upper.input[1:], [upper]
        elif upper.op_type == "Max" and upper.input[1] in constants and lower is not None and lower.op_type == "Min" and lower.input[1] in constants:
            source, limits, replaced = lower.input[0], (upper.input[1], lower.input[1]), [lower, upper]
        else:
            continue
        graph.node.insert(list(graph.node).index(replaced[0]), helper.make_node("Clip", [source], upper.output, min=constants[limits[0]], max=constants[limits[1]]))
        for node in replaced:
            graph.node.remove(node)
    return model


def _rename(graph, names):
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)


def read_network(path):
    """The network of an ONNX file, for OpenCV to run."""
    return cv2.dnn.readNetFromONNX(np.frombuffer(clip(widen(onnx.load(path))).SerializeToString(), np.uint8))
