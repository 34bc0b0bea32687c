"""Runs the networks of models/: with ONNX Runtime where it is installed, else on PyTorch, which Debian has."""
from __future__ import annotations

import pathlib
from typing import Any, Callable

import numpy as np


class Network:
    """A network that takes one array and gives its outputs by name."""

    def __init__(self, path: pathlib.Path) -> None:
        try:
            import onnxruntime
        except ImportError:
            self._run = _on_torch(path)
            self.provider = "pytorch"
            return
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        self._run = lambda x: dict(zip(names, session.run(names, {session.get_inputs()[0].name: x})))
        self.provider = "cpu"

    def __call__(self, items: np.ndarray) -> dict[str, np.ndarray]:
        """Runs a batch: float32, items first."""
        return self._run(np.ascontiguousarray(items, dtype=np.float32))


def _on_torch(path: pathlib.Path) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Walks the graph with the operators of PyTorch: as many as the networks of models/ use."""
    import onnx
    import onnx.numpy_helper
    import torch

    torch.set_num_threads(1)
    graph = onnx.load(str(path)).graph
    weights = {w.name: torch.from_numpy(onnx.numpy_helper.to_array(w).copy()) for w in graph.initializer}
    outputs = [o.name for o in graph.output]

    def run(x: np.ndarray) -> dict[str, np.ndarray]:
        values: dict[str, Any] = {**weights, "": None, graph.input[0].name: torch.from_numpy(x)}
        with torch.inference_mode():
            for node in graph.node:
                attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
                values[node.output[0]] = _operator(torch, node.op_type, [values[i] for i in node.input], attributes)
        return {name: values[name].float().numpy() for name in outputs}

    return run


def _operator(torch: Any, name: str, x: list[Any], a: dict[str, Any]) -> Any:
    def axes() -> list[int]:
        return [int(i) for i in (a["axes"] if "axes" in a else x[1].tolist())]

    def reduce(function: Any) -> Any:
        return function(x[0], dim=axes(), keepdim=bool(a.get("keepdims", 1)))

    if name == "Conv":
        top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
        padded = torch.nn.functional.pad(x[0], (left, right, top, bottom))
        return torch.nn.functional.conv2d(padded, x[1], x[2] if len(x) > 2 else None, stride=a.get("strides", [1, 1]), groups=a.get("group", 1))
    if name == "Gemm":
        left, right = x[0].T if a.get("transA") else x[0], x[1].T if a.get("transB") else x[1]
        return a.get("alpha", 1.0) * (left @ right) + (a.get("beta", 1.0) * x[2] if len(x) > 2 else 0)
    if name == "Constant":
        import onnx.numpy_helper

        return torch.from_numpy(onnx.numpy_helper.to_array(a["value"]).copy())
    if name == "Cast":
        types = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool, 10: torch.float16, 11: torch.float64}
        return x[0].to(types[a["to"]])
    if name == "Slice":
        whole = [slice(None)] * x[0].dim()
        starts, ends = x[1].tolist(), x[2].tolist()
        steps = x[4].tolist() if len(x) > 4 else [1] * len(starts)
        for start, end, axis, step in zip(starts, ends, x[3].tolist() if len(x) > 3 else range(len(starts)), steps):
            whole[axis] = slice(start, end, step)
        return x[0][tuple(whole)]
    if name == "Unsqueeze":
        value = x[0]
        for axis in sorted(axes()):
            value = value.unsqueeze(axis)
        return value
    if name == "Gather":
        axis, index = a.get("axis", 0), x[1]
        index = torch.where(index < 0, index + x[0].shape[axis], index)
        picked = x[0].index_select(axis, index.reshape(-1))
        return picked.reshape(x[0].shape[:axis] + index.shape + x[0].shape[axis + 1 :])
    if name == "ConstantOfShape":
        import onnx.numpy_helper

        value = onnx.numpy_helper.to_array(a["value"])[0] if "value" in a else np.float32(0)
        return torch.full(x[0].tolist(), value.item(), dtype=torch.from_numpy(np.array([value])).dtype)
    table: dict[str, Callable[[], Any]] = {
        "Add": lambda: x[0] + x[1], "Sub": lambda: x[0] - x[1], "Mul": lambda: x[0] * x[1], "Div": lambda: x[0] / x[1], "MatMul": lambda: x[0] @ x[1],
        "Pow": lambda: x[0] ** x[1], "Sqrt": lambda: x[0].sqrt(), "Abs": lambda: x[0].abs(), "Log": lambda: x[0].log(), "Cos": lambda: x[0].cos(),
        "Reciprocal": lambda: 1 / x[0], "Greater": lambda: x[0] > x[1], "GreaterOrEqual": lambda: x[0] >= x[1], "Where": lambda: torch.where(x[0], x[1], x[2]),
        "Clip": lambda: x[0].clamp(x[1] if len(x) > 1 else None, x[2] if len(x) > 2 else None), "Concat": lambda: torch.cat(x, a["axis"]),
        "Shape": lambda: torch.tensor(x[0].shape), "Reshape": lambda: x[0].reshape([s or x[0].shape[i] for i, s in enumerate(x[1].tolist())]), "Flatten": lambda: x[0].flatten(a.get("axis", 1)),
        "ReduceSum": lambda: reduce(torch.sum), "ReduceMean": lambda: reduce(torch.mean), "ReduceMax": lambda: reduce(torch.amax), "ReduceMin": lambda: reduce(torch.amin),
    }  # fmt: skip
    if name not in table:
        raise NotImplementedError(f"The network has an operator '{name}', which is not known here; install onnxruntime.")
    return table[name]()
