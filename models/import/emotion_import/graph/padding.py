from ..errors import ImportFailure


def window(length, kernel, stride, dilation, padding):
    """(output length, zeros before, zeros after) of a sliding window, by TensorFlow's rules.

    SAME gives ceil(length / stride) outputs and puts the odd zero at the end, unlike symmetric padding.
    """
    reach = (kernel - 1) * dilation + 1
    if padding == "VALID":
        return (length - reach) // stride + 1, 0, 0
    if padding == "SAME":
        output = -(-length // stride)
        zeros = max((output - 1) * stride + reach - length, 0)
        return output, zeros // 2, zeros - zeros // 2
    raise ImportFailure(f"padding '{padding}' is not supported")


def windows(size, kernel, strides, dilations, padding):
    """(output height and width, ONNX pads: top, left, bottom, right)."""
    (height, top, bottom), (width, left, right) = (
        window(*axis, padding) for axis in zip(size, kernel, strides, dilations))
    return (height, width), [top, left, bottom, right]
