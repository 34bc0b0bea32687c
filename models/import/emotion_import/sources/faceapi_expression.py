"""face-api's expression network. The package publishes weights only; the network itself is code
(FaceFeatureExtractor, denseBlock4 and FaceProcessor in its sources), written down here as a graph.

Four densely connected blocks of four separable convolutions, the first of each block with stride 2, then an average over 7x7
and one fully connected layer. The graph ends at the logits; face-api applies softmax to them.
"""
import json
import os

import numpy as np

from ..graph.model import Graph, Node
from .weights import read_weights

SIZE = 112
BLOCKS = 4
LAYERS = 4
MEAN_RGB = (122.782, 117.001, 104.298)
FEATURES = 256


def read_faceapi_expression(path):
    with open(path, encoding="utf-8") as file:
        weights = read_weights(json.load(file), os.path.dirname(path))
    return _Network(weights).build()


class _Network:
    def __init__(self, weights):
        self._constants = dict(weights)
        self._nodes = {name: Node("Const", name) for name in weights}

    def build(self):
        x = self._add("Placeholder", "input", dtype="DT_FLOAT", shape=[-1, SIZE, SIZE, 3])
        x = self._add("Sub", "centred", x, self._constant("mean", np.array(MEAN_RGB, np.float32)))
        x = self._add("RealDiv", "normalised", x, self._constant("range", np.float32(255)))
        for block in range(BLOCKS):
            x = self._dense_block(x, f"dense{block}")
        x = self._add("AvgPool", "pooled", x, ksize=[1, 7, 7, 1], strides=[1, 2, 2, 1], padding="VALID")
        x = self._add("Reshape", "features", x, self._constant("features_shape", np.array([-1, FEATURES], np.int32)))
        x = self._add("MatMul", "scores", x, "fc/weights")
        x = self._add("AddV2", "logits", x, "fc/bias")
        return Graph(self._nodes, self._constants, (x,))

    def _dense_block(self, x, block):
        """Every layer sees the rectified sum of all layers before it."""
        x = self._add("Relu", f"{block}/in1", self._convolution(x, f"{block}/conv0", stride=2))
        layers = [x]
        for layer in range(1, LAYERS):
            layers.append(self._convolution(x, f"{block}/conv{layer}", stride=1))
            # Added from the last to the first, as face-api does: floating-point sums depend on the order.
            total = layers[-1]
            for position, earlier in enumerate(reversed(layers[:-1])):
                total = self._add("AddV2", f"{block}/sum{layer}_{position}", earlier, total)
            x = self._add("Relu", f"{block}/in{layer + 1}", total)
        return x

    def _convolution(self, x, name, stride):
        if f"{name}/filters" in self._constants:
            return self._with_bias(x, name, f"{name}/filters", stride)
        x = self._add("DepthwiseConv2dNative", f"{name}/depthwise", x, f"{name}/depthwise_filter",
                      strides=[1, stride, stride, 1], padding="SAME")
        return self._with_bias(x, name, f"{name}/pointwise_filter", 1)

    def _with_bias(self, x, name, filters, stride):
        return self._add("_FusedConv2D", f"{name}/convolution", x, filters, f"{name}/bias",
                         strides=[1, stride, stride, 1], padding="SAME", fused_ops=["BiasAdd"])

    def _constant(self, name, array):
        self._constants[name] = array
        self._nodes[name] = Node("Const", name)
        return name

    def _add(self, operation, name, *inputs, **attributes):
        self._nodes[name] = Node(operation, name, inputs, attributes)
        return name
