from ..graph.padding import windows
from ..graph.value import Value
from .registry import lowers


@lowers("MaxPool")
def lower_max_pool(emitter, node, inputs):
    return _pool(emitter, node, inputs[0], "MaxPool")


@lowers("AvgPool")
def lower_average_pool(emitter, node, inputs):
    # TensorFlow divides by the pixels under the window, not by its area.
    return _pool(emitter, node, inputs[0], "AveragePool", count_include_pad=0)


def _pool(emitter, node, picture, operation, **attributes):
    kernel, strides = node.attributes["ksize"][1:3], node.attributes["strides"][1:3]
    size, pads = windows(picture.shape[1:3], kernel, strides, (1, 1), node.attributes["padding"])
    result = emitter.emit(operation, [emitter.channels_first(picture)], kernel_shape=kernel, strides=strides, pads=pads, **attributes)
    return Value((picture.shape[0], *size, picture.shape[3]), picture.dtype, channels_first=result)
