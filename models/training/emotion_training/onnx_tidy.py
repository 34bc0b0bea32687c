"""Tidies an exported graph."""
import numpy as np
from onnx import helper, numpy_helper


def absorb_pads(model):
    """Moves constant zero padding into the convolution that follows it: PyTorch exports uneven padding as a chain of shape computations."""
    graph = model.graph
    maker = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        padding = maker.get(node.input[0]) if node.op_type == "Conv" else None
        if padding is not None and padding.op_type == "Pad":
            # Pad counts all dimensions, Conv only the last two.
            before_and_after = _evaluate(padding.input[1], maker, graph).reshape(2, -1)[:, 2:]
            pads = next(a for a in node.attribute if a.name == "pads")
            pads.CopyFrom(helper.make_attribute("pads", [int(p) for p in before_and_after.ravel()]))
            node.input[0] = padding.input[0]
    remove_unused(graph)
    return model


def _evaluate(name, maker, graph):
    """The value of a chain of shape computations that ends in constants."""
    for initialiser in graph.initializer:
        if initialiser.name == name:
            return numpy_helper.to_array(initialiser)
    node = maker[name]
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    if node.op_type == "Constant":
        return numpy_helper.to_array(attributes["value"])
    inputs = [_evaluate(i, maker, graph) for i in node.input]
    if node.op_type == "ConstantOfShape":
        return np.full(inputs[0], numpy_helper.to_array(attributes["value"])[0])
    if node.op_type == "Concat":
        return np.concatenate(inputs, attributes["axis"])
    if node.op_type == "Reshape":
        return inputs[0].reshape(inputs[1])
    if node.op_type == "Transpose":
        return inputs[0].transpose(attributes["perm"])
    if node.op_type == "Cast":
        return inputs[0]
    if node.op_type == "Slice":
        start, end, axis, step = (int(v[0]) for v in inputs[1:])
        place = [slice(None)] * inputs[0].ndim
        place[axis] = slice(start, None if end < -inputs[0].shape[axis] else end, step)
        return inputs[0][tuple(place)]
    raise ValueError(f"The padding of a convolution is computed by {node.op_type}, which is no constant.")


def remove_unused(graph):
    """Takes out nodes and weights that no output of the network needs."""
    needed = {value.name for value in graph.output}
    for node in reversed(list(graph.node)):
        if needed.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            needed.update(node.input)
    for initialiser in [i for i in graph.initializer if i.name not in needed]:
        graph.initializer.remove(initialiser)
