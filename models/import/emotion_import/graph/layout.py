"""TensorFlow orders a picture N, H, W, C; ONNX orders it N, C, H, W."""

TO_CHANNELS_FIRST = (0, 3, 1, 2)
TO_CHANNELS_LAST = (0, 2, 3, 1)


def axis_channels_first(axis):
    """Where a TensorFlow axis lies after the move."""
    return TO_CHANNELS_FIRST.index(axis)


def constant_channels_first(array):
    """A constant that broadcasts against NHWC, made to broadcast against NCHW."""
    if array.size == 1:
        return array
    return array.reshape((1,) * (4 - array.ndim) + array.shape).transpose(TO_CHANNELS_FIRST)
