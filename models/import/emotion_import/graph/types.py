import numpy as np
from onnx import TensorProto

from ..errors import ImportFailure

_TENSORFLOW = {
    "DT_FLOAT": np.dtype(np.float32),
    "DT_INT32": np.dtype(np.int32),
    "DT_INT64": np.dtype(np.int64),
    "DT_BOOL": np.dtype(np.bool_),
    "DT_UINT8": np.dtype(np.uint8),
}

_ONNX = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.int32): TensorProto.INT32,
    np.dtype(np.int64): TensorProto.INT64,
    np.dtype(np.bool_): TensorProto.BOOL,
    np.dtype(np.uint8): TensorProto.UINT8,
}


def numpy_type(tensorflow_type):
    if tensorflow_type not in _TENSORFLOW:
        raise ImportFailure(f"element type {tensorflow_type} is not supported")
    return _TENSORFLOW[tensorflow_type]


def onnx_type(dtype):
    dtype = np.dtype(dtype)
    if dtype not in _ONNX:
        raise ImportFailure(f"element type {dtype} is not supported")
    return _ONNX[dtype]
