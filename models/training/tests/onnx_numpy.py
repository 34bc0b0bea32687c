"""Runs an exported graph operator by operator in numpy, independently of PyTorch: only the operators that our graphs have."""
import numpy as np
import onnx
from onnx import numpy_helper

_BINARY = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Pow": np.power, "Greater": np.greater, "GreaterOrEqual": np.greater_equal}
_UNARY = {"Sqrt": np.sqrt, "Log": np.log, "Cos": np.cos, "Abs": np.abs, "Reciprocal": np.reciprocal}
_REDUCE = {"ReduceSum": np.sum, "ReduceMean": np.mean, "ReduceMax": np.max, "ReduceMin": np.min}


def run(path, feeds):
    graph = onnx.load(path).graph
    values = {"": None, **feeds, **{i.name: numpy_helper.to_array(i) for i in graph.initializer}}
    for node in graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        result = _evaluate(node.op_type, [values[n] for n in node.input], attributes)
        values[node.output[0]] = np.asarray(result)
    return [values[o.name] for o in graph.output]


def _evaluate(kind, inputs, attributes):
    if kind in _BINARY:
        return _BINARY[kind](*inputs)
    if kind in _UNARY:
        return _UNARY[kind](inputs[0])
    if kind in _REDUCE:
        axes = attributes.get("axes", inputs[1].tolist() if len(inputs) > 1 else None)
        return _REDUCE[kind](inputs[0], axis=tuple(axes), keepdims=bool(attributes.get("keepdims", 1)))
    x = inputs[0] if inputs else None
    if kind == "Constant":
        return numpy_helper.to_array(attributes["value"])
    if kind == "ConstantOfShape":
        return np.full(x.tolist(), numpy_helper.to_array(attributes["value"])[0])
    if kind == "Shape":
        return np.array(x.shape)
    if kind == "Cast":
        return x.astype(onnx.helper.tensor_dtype_to_np_dtype(attributes["to"]) if hasattr(onnx.helper, "tensor_dtype_to_np_dtype")
                        else onnx.mapping.TENSOR_TYPE_TO_NP_TYPE[attributes["to"]])
    if kind == "Clip":
        low, high = (inputs + [None, None])[1:3]
        return np.clip(x, -np.inf if low is None else low, np.inf if high is None else high).astype(x.dtype)
    if kind == "Concat":
        return np.concatenate(inputs, attributes["axis"])
    if kind == "Identity":
        return x
    if kind == "Flatten":
        return x.reshape(int(np.prod(x.shape[:attributes["axis"]])), -1)
    if kind == "Gather":
        return np.take(x, inputs[1], attributes.get("axis", 0))
    if kind == "Gemm":
        weight = inputs[1].T if attributes.get("transB") else inputs[1]
        return attributes.get("alpha", 1) * x @ weight + attributes.get("beta", 1) * inputs[2]
    if kind == "Conv":
        return _convolve(x, inputs[1], inputs[2] if len(inputs) > 2 else None, attributes)
    if kind == "GlobalAveragePool":
        return x.mean((2, 3), keepdims=True)
    if kind == "MaxPool":
        return _windows(x, attributes["kernel_shape"], attributes["strides"], attributes["pads"], -np.inf).max((-2, -1))
    if kind == "Relu":
        return np.maximum(x, 0)
    if kind == "Reshape":
        return x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(inputs[1].tolist())])
    if kind == "Transpose":
        return x.transpose(attributes["perm"])
    if kind == "MatMul":
        return x @ inputs[1]
    if kind == "Slice":
        starts, ends = inputs[1].tolist(), inputs[2].tolist()
        axes = inputs[3].tolist() if len(inputs) > 3 else range(len(starts))
        steps = inputs[4].tolist() if len(inputs) > 4 else [1] * len(starts)
        cut = [slice(None)] * x.ndim
        for start, end, axis, step in zip(starts, ends, axes, steps):
            cut[axis] = slice(start, end, step)
        return x[tuple(cut)]
    if kind == "Unsqueeze":
        return np.expand_dims(x, tuple(inputs[1].tolist()))
    if kind == "Where":
        return np.where(*inputs)
    raise NotImplementedError(kind)


def _windows(x, kernel, strides, pads, fill=0.0):
    """[N,C,h,w,kh,kw] views of [N,C,H,W]."""
    padded = np.pad(x, ((0, 0), (0, 0), (pads[0], pads[2]), (pads[1], pads[3])), constant_values=fill)
    return np.lib.stride_tricks.sliding_window_view(padded, kernel, (2, 3))[:, :, ::strides[0], ::strides[1]]


def _convolve(x, weight, bias, attributes):
    groups = attributes.get("group", 1)
    windows = _windows(x, weight.shape[2:], attributes["strides"], attributes["pads"])
    n, _, h, w = windows.shape[:4]
    split = windows.reshape(n, groups, -1, h, w, *weight.shape[2:])
    filters = weight.reshape(groups, -1, *weight.shape[1:])
    out = np.einsum("ngchwij,gocij->ngohw", split, filters, optimize=True).reshape(n, -1, h, w)
    return out if bias is None else out + bias[:, None, None]
