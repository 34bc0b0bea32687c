"""Runs an ONNX graph with PyTorch: for networks whose operators OpenCV's reader refuses, such as MoveNet's."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from torch.nn import functional

_TYPES = {TensorProto.FLOAT: torch.float32, TensorProto.FLOAT16: torch.float16, TensorProto.INT32: torch.int32, TensorProto.INT64: torch.int64, TensorProto.BOOL: torch.bool,
          TensorProto.UINT8: torch.uint8}
_BINARY = {"Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Max": torch.maximum, "Min": torch.minimum, "Less": torch.lt, "Greater": torch.gt, "Equal": torch.eq,
           "GreaterOrEqual": torch.ge, "And": torch.logical_and}
_UNARY = {"Relu": torch.relu, "Sigmoid": torch.sigmoid, "Abs": torch.abs, "Exp": torch.exp, "Reciprocal": torch.reciprocal, "Identity": lambda x: x}


class OnnxNetwork:
    """Float32 arithmetic, batch as the graph allows. An operator that is not known is refused when the graph is read."""

    def __init__(self, path):
        graph = onnx.load(path).graph
        self._constants = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        self._nodes = [(n.op_type, list(n.input), list(n.output), {a.name: onnx.helper.get_attribute_value(a) for a in n.attribute}) for n in graph.node]
        self._outputs = [o.name for o in graph.output]
        unknown = {kind for kind, *_ in self._nodes} - {*_BINARY, *_UNARY, *_OTHERS}
        if unknown:
            raise ValueError(f"{path}: operators {', '.join(sorted(unknown))} are not known here.")
        # What depends on constants alone, such as weights that are stored as float16, is computed once.
        nodes, self._nodes = self._nodes, []
        for node in nodes:
            if all(name in self._constants or not name for name in node[1]):
                self._compute([node], self._constants)
            else:
                self._nodes.append(node)

    @torch.no_grad()
    def run(self, **inputs):
        """The outputs in order, numpy arrays; inputs are numpy arrays by name."""
        values = {**self._constants, **{name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in inputs.items()}}
        self._compute(self._nodes, values)
        return [values[o].numpy() for o in self._outputs]

    @staticmethod
    def _compute(nodes, values):
        for kind, names, outputs, attributes in nodes:
            given = [values[n] if n else None for n in names]
            if kind in _BINARY:
                found = _BINARY[kind](*given)
            elif kind in _UNARY:
                found = _UNARY[kind](*given)
            else:
                found = _OTHERS[kind](attributes, *given)
            values.update(zip(outputs, found if isinstance(found, (tuple, list)) else [found]))


def _conv(a, x, weight, bias=None):
    top, left, bottom, right = a.get("pads", [0] * 4)
    if (top, left) != (bottom, right):
        x, top, left = functional.pad(x, (left, right, top, bottom)), 0, 0
    stride, dilation, groups = a["strides"], a.get("dilations", [1, 1]), a.get("group", 1)
    if torch.backends.mkldnn.is_available():
        # Asked for by name: for one small picture PyTorch would multiply with whatever BLAS there is, at a tenth of the speed.
        return torch.mkldnn_convolution(x, weight, bias, [top, left], stride, dilation, groups)
    return functional.conv2d(x, weight, bias, stride, (top, left), dilation, groups)


def _max_pool(a, x):
    top, left, bottom, right = a.get("pads", [0] * 4)
    return functional.max_pool2d(functional.pad(x, (left, right, top, bottom), value=float("-inf")), a["kernel_shape"], a["strides"])


def _resize(a, x, _region, _scales, sizes):
    if a.get("mode") != b"linear" or a.get("coordinate_transformation_mode", b"half_pixel") != b"half_pixel":
        raise ValueError("Resize is known in its form linear, half_pixel only.")
    return functional.interpolate(x, sizes.tolist()[2:], mode="bilinear", align_corners=False)


def _squeeze(a, x, axes):
    for axis in sorted((n % x.ndim for n in axes.tolist()), reverse=True):
        x = x.squeeze(axis)
    return x


def _unsqueeze(a, x, axes):
    for axis in sorted(n % (x.ndim + len(axes)) for n in axes.tolist()):
        x = x.unsqueeze(axis)
    return x


def _gather(a, x, indices):
    axis = a.get("axis", 0)
    return torch.index_select(x, axis, indices.reshape(-1).long()).reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1:])


def _gather_nd(a, x, indices):
    """With `batch_dims` the leading dimensions of both go together."""
    together = [torch.arange(size).reshape(size, *[1] * (indices.ndim - 2 - n)) for n, size in enumerate(indices.shape[:a.get("batch_dims", 0)])]
    return x[(*together, *indices.long().unbind(-1))]


def _gemm(a, x, y, z=None):
    product = (x.T if a.get("transA") else x) @ (y.T if a.get("transB") else y) * a.get("alpha", 1.0)
    return product if z is None else product + z * a.get("beta", 1.0)


def _slice(a, x, starts, ends, axes, steps=None):
    for n, axis in enumerate(axes.tolist()):
        start, end, step = slice(int(starts[n]), int(ends[n]), 1 if steps is None else int(steps[n])).indices(x.shape[axis])
        x = torch.index_select(x, axis, torch.arange(start, end, step))
    return x


_OTHERS = {
    "ArgMax": lambda a, x: x.argmax(a.get("axis", 0), keepdim=bool(a.get("keepdims", 1))),
    "Cast": lambda a, x: x.to(_TYPES[a["to"]]),
    "Clip": lambda a, x, low, high: x.clamp(float(low), float(high)),
    "Constant": lambda a: torch.from_numpy(numpy_helper.to_array(a["value"]).copy()),
    "Concat": lambda a, *x: torch.cat(x, a["axis"]),
    "Conv": _conv,
    "Div": lambda a, x, y: torch.div(x, y) if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc"),
    "Gather": _gather,
    "GatherND": _gather_nd,
    "Gemm": _gemm,
    "MaxPool": _max_pool,
    "ReduceMax": lambda a, x: x.amax(a["axes"], bool(a.get("keepdims", 1))),
    "ReduceMean": lambda a, x: x.mean(a["axes"], bool(a.get("keepdims", 1))),
    "ReduceSum": lambda a, x, axes: x.sum(axes.tolist(), bool(a.get("keepdims", 1))),
    "Reshape": lambda a, x, shape: x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape.tolist())]),
    "Resize": _resize,
    "Slice": _slice,
    "Softmax": lambda a, x: x.softmax(a.get("axis", -1)),
    "Split": lambda a, x: x.chunk(x.shape[a.get("axis", 0)], a.get("axis", 0)),
    "Squeeze": _squeeze,
    "Sum": lambda a, *x: sum(x),
    "Tile": lambda a, x, times: x.repeat(times.tolist()),
    "TopK": lambda a, x, k: x.topk(int(k), a.get("axis", -1)),
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": _unsqueeze,
    "Where": lambda a, *x: torch.where(*x),
}
