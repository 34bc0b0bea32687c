"""Reads a face network back out of the file that export or export_temporal wrote, for what needs a network with gradients or its inner features: the study and the explanation."""
import json
import os

import numpy as np
import torch
from onnx import helper, numpy_helper

from ..onnx_file import read_graph
from .fold import fold_norms
from .network import FaceNetwork

# What tells a backbone and its form: a weight that it alone has and that `width` scales, its channels at width 1, and how the name begins of the weight whose layer has `last_stride`.
SIGNS = {"mobilenetv1": ("backbone.blocks.12.1.0.weight", 1024, "backbone.blocks.11.0."), "resnet50": ("backbone.layers.layer1.0.conv1.weight", 64, "backbone.layers.layer4.0.conv2.")}
HEADS = ("emotion", "mask")


def file_of(path):
    """The ONNX file of a model's folder, as its model.json names it; any other path as it is."""
    if not os.path.isdir(path):
        return path
    description = os.path.join(path, "model.json")
    if not os.path.exists(description):
        raise ValueError(f"{path} is no model folder: it has no model.json.")
    with open(description) as file:
        return os.path.join(path, json.load(file)["file"])


@torch.no_grad()
def restored(path):
    """(network as it is served, pixels of its input) of a model folder or its ONNX file, per frame or with temporal shift. Its norms are folded into its convolutions: it answers, and cannot be trained on."""
    path = file_of(path)
    graph = read_graph(path)
    values = _weights(graph)
    bias = next((name for name in values if name.endswith("emotion.bias")), None)
    prefix = bias[:-len("emotion.bias")] if bias else ""
    kind = next((kind for kind, signs in SIGNS.items() if prefix + signs[0] in values), None)
    if bias is None or kind is None:
        raise ValueError(f"{path} is no face network of emotion_training.face: it lacks the weights of a head named emotion or of a backbone {' or '.join(SIGNS)}.")
    scaled, channels, last = SIGNS[kind]
    network = fold_norms(FaceNetwork(kind, len(values[prefix + scaled]) / channels, _stride(graph, prefix + last)).eval())
    wanted = network.state_dict()
    for name, own in wanted.items():
        found = values.get(prefix + name)
        if found is None or found.shape != tuple(own.shape):
            raise ValueError(f"{path} does not fit the face network: {name} is {'absent' if found is None else list(found.shape)}, wanted is {list(own.shape)}.")
        own.copy_(torch.from_numpy(np.array(found, np.float32)))
    return network, graph.input[0].type.tensor_type.shape.dim[-1].dim_value


def _stride(graph, weight):
    """Of the first convolution whose weight's name begins so; 2 when there is none, and what is missing is named when the weights are read."""
    found = next((n for n in graph.node if n.op_type == "Conv" and n.input[1].startswith(weight)), None)
    return 2 if found is None else next(int(helper.get_attribute_value(a)[0]) for a in found.attribute if a.name == "strides")


def _weights(graph):
    """{name: array} of the constants under the names that the network gave them."""
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    maker = {output: node for node in graph.node for output in node.output}
    # Weights stored as float16 are cast back to the tensor of the old name; of equal tensors the exporter keeps one.
    for node in graph.node:
        if node.op_type in ("Cast", "Identity") and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    # The exporter turns a linear layer on clips into a product with the transposed weight, which has lost its name, and a sum with the bias.
    for node in graph.node:
        bias = next((i for i in node.input if i.endswith(tuple(f"{head}.bias" for head in HEADS))), None) if node.op_type == "Add" else None
        product = maker.get(next((i for i in node.input if i != bias), None)) if bias else None
        if product is not None and product.op_type == "MatMul" and product.input[1] in values:
            values[bias[:-len("bias")] + "weight"] = values[product.input[1]].T
    return values
