import numpy as np

from ..errors import ImportFailure
from ..graph.padding import windows
from ..graph.value import Value
from .registry import lowers


@lowers("Conv2D", "_FusedConv2D")
def lower_convolution(emitter, node, inputs):
    # TensorFlow: height, width, in, out. ONNX: out, in, height, width.
    filters = inputs[1].constant.transpose(3, 2, 0, 1)
    return _convolve(emitter, node, inputs, filters, groups=1)


@lowers("DepthwiseConv2dNative", "FusedDepthwiseConv2dNative")
def lower_depthwise_convolution(emitter, node, inputs):
    # TensorFlow: height, width, in, multiplier. ONNX: in * multiplier, 1, height, width.
    height, width, channels, multiplier = inputs[1].shape
    filters = inputs[1].constant.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
    return _convolve(emitter, node, inputs, filters, groups=channels)


def _convolve(emitter, node, inputs, filters, groups):
    picture = inputs[0]
    kernel = filters.shape[2:]
    strides = node.attributes["strides"][1:3]
    dilations = node.attributes.get("dilations", [1, 1, 1, 1])[1:3]
    size, pads = windows(picture.shape[1:3], kernel, strides, dilations, node.attributes["padding"])
    activations = list(node.attributes.get("fused_ops", []))
    operands = [emitter.channels_first(picture), emitter.constant(filters)]
    if "BiasAdd" in activations:
        activations.remove("BiasAdd")
        operands.append(emitter.constant(inputs[2].constant.reshape(-1)))
    result = emitter.emit("Conv", operands, strides=strides, dilations=dilations, pads=pads, group=groups, kernel_shape=kernel)
    for activation in activations:
        result = _activate(emitter, node, result, activation)
    return Value((picture.shape[0], *size, filters.shape[0]), picture.dtype, channels_first=result)


def _activate(emitter, node, name, activation):
    if activation == "Relu":
        return emitter.emit("Relu", [name])
    if activation == "Relu6":
        return emitter.emit("Clip", [name, emitter.constant(np.float32(0)), emitter.constant(np.float32(6))])
    raise ImportFailure(f"activation {activation} fused into '{node.name}' is not supported")

