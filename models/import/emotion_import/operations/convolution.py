from ..graph.padding import windows
from ..graph.positions import PointwiseConvolution, positions_of
from ..graph.value import Value
from .activation import activate
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
    bias = None
    if "BiasAdd" in activations:
        activations.remove("BiasAdd")
        bias = inputs[2].constant.reshape(-1)
    operands = [emitter.channels_first(picture), emitter.constant(filters)] + ([] if bias is None else [emitter.constant(bias)])
    result = emitter.emit("Conv", operands, strides=strides, dilations=dilations, pads=pads, group=groups, kernel_shape=kernel)
    result = activate(emitter, node.name, result, activations)
    shape = (picture.shape[0], *size, filters.shape[0])
    positions = None
    if groups == 1 and (*kernel, *strides) == (1, 1, 1, 1):
        positions = positions_of(PointwiseConvolution(node.name, picture, filters[:, :, 0, 0].T, bias, tuple(activations)), shape)
    return Value(shape, picture.dtype, channels_first=result, positions=positions)
