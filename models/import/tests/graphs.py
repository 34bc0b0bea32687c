"""Small graphs for tests."""
import numpy as np

from emotion_import.graph.conversion import convert
from emotion_import.graph.model import Graph, Node


def build(nodes, constants, *outputs):
    every = {name: Node("Const", name) for name in constants} | {node.name: node for node in nodes}
    return Graph(every, {name: np.asarray(array) for name, array in constants.items()}, outputs)


def picture(*shape):
    return Node("Placeholder", "input", (), {"dtype": "DT_FLOAT", "shape": list(shape)})


def convolution(name, source, filters, stride=1):
    return Node("Conv2D", name, (source, filters), {"strides": [1, stride, stride, 1], "padding": "SAME"})


def converted(graph):
    return convert(graph, "test", "input", [f"out{i}" for i in range(len(graph.outputs))])


def operations(model):
    return [node.op_type for node in model.graph.node]


def shape_of(value):
    return [dimension.dim_param or dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
