#!/usr/bin/env python3
"""Makes the tiny networks of this folder, whose answers can be worked out by hand; their model.json is written with them. Needs onnx only.

Every network looks at crops of 8x8 pixels, red first, 0 (black) to 1 (white); m is the mean of a crop.

frame       logits 0.1 + m, -m, 2m; mask state from m (0: surely without, 1: surely with, 0.5: no idea); maps of 2x2 cells, label by label the mean of the cell
            times 1, -1, 2. Its float16 variant differs by the rounding of 0.1.
clip        4 crops: logits are m of the first crop, m of the last, mean of all.
stateful    a' = a / 2 + (m, 2m) and n' = n + 1: logits are a' and n'. A crop of m above 0.9 gives a logit that is not a number.
not-finite  frame whose mask state is not a number on zeros.
"""
import hashlib
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

HERE = Path(__file__).parent
LABELS = ["neutral", "happiness", "anger"]


def node(kind, inputs, output, **attributes):
    return helper.make_node(kind, inputs, [output], name=output, **attributes)


def constant(name, values, kind=np.float32):
    return numpy_helper.from_array(np.asarray(values, kind), name)


def tensor(name, *shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])


def network(nodes, inputs, outputs, constants):
    graph = helper.make_graph(nodes, "test", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    checker.check_model(model, full_check=True)
    return model.SerializeToString()


def frame(kind=np.float32, spoil_mask=False):
    half = kind == np.float16
    nodes = [
        node("Cast", ["input"], "inner", to=TensorProto.FLOAT16 if half else TensorProto.FLOAT),
        node("ReduceMean", ["inner"], "gray", axes=[1], keepdims=1),
        node("AveragePool", ["gray"], "cells", kernel_shape=[4, 4], strides=[4, 4]),
        node("Mul", ["cells", "weights"], "maps"),
        node("ReduceMean", ["maps"], "means", axes=[2, 3], keepdims=0),
        node("Add", ["means", "bias"], "scores"),
        node("ReduceMean", ["gray"], "mean", axes=[2, 3], keepdims=0),
        node("Mul", ["mean", "slope"], "sloped"),
        node("Add", ["sloped", "offset"], "masks"),
        node("Cast", ["scores"], "logits", to=TensorProto.FLOAT),
        node("Cast", ["maps"], "activation", to=TensorProto.FLOAT),
    ]
    if spoil_mask:
        nodes += [node("Log", ["masks"], "spoiled"), node("Cast", ["spoiled"], "mask_logits", to=TensorProto.FLOAT)]
    else:
        nodes += [node("Cast", ["masks"], "mask_logits", to=TensorProto.FLOAT)]
    constants = [
        constant("weights", np.reshape([1, -1, 2], (1, 3, 1, 1)), kind),
        constant("bias", [0.1, 0, 0], kind),
        constant("slope", [0, 8], kind),
        constant("offset", [0, -4], kind),
    ]
    outputs = [tensor("logits", 3), tensor("activation", 3, 2, 2), tensor("mask_logits", 2)]
    return network(nodes, [tensor("input", 3, 8, 8)], outputs, constants)


def clip():
    nodes = [
        node("ReduceMean", ["input"], "means", axes=[2, 3, 4], keepdims=0),
        node("MatMul", ["means", "choose"], "logits"),
    ]
    choose = constant("choose", [[1, 0, 0.25], [0, 0, 0.25], [0, 0, 0.25], [0, 1, 0.25]])
    return network(nodes, [tensor("input", 4, 3, 8, 8)], [tensor("logits", 3)], [choose])


def stateful():
    nodes = [
        node("ReduceMean", ["input"], "means", axes=[2, 3], keepdims=0),
        node("ReduceMean", ["means"], "mean", axes=[1], keepdims=1),
        node("Mul", ["mean", "gain"], "gained"),
        node("Mul", ["state_0", "decay"], "decayed"),
        node("Add", ["decayed", "gained"], "next_state_0"),
        node("Add", ["state_1", "one"], "next_state_1"),
        node("Sub", ["limit", "mean"], "below"),
        node("Sqrt", ["below"], "root"),
        node("Mul", ["root", "tiny"], "nothing"),
        node("Flatten", ["next_state_1"], "count"),
        node("Add", ["count", "nothing"], "counted"),
        node("Concat", ["next_state_0", "counted"], "logits", axis=1),
    ]
    constants = [constant("gain", [1, 2]), constant("decay", 0.5), constant("one", 1), constant("limit", 0.9), constant("tiny", 1e-20)]
    inputs = [tensor("input", 3, 8, 8), tensor("state_0", 2), tensor("state_1", 1, 1, 1)]
    outputs = [tensor("logits", 3), tensor("next_state_0", 2), tensor("next_state_1", 1, 1, 1)]
    return network(nodes, inputs, outputs, constants)


def write(name, content, variant=None, more_input=None, **more):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    manifest = {
        "name": name,
        "version": "1.0.0",
        "task": "face-emotion",
        "file": "model.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "license": "MIT",
        "labels": LABELS,
        "labelType": "single",
        "temporal": "per-frame",
        "input": {
            "kind": "image",
            "name": "input",
            "width": 8,
            "height": 8,
            "color": "rgb",
            "layout": "nchw",
            "type": "float32",
            "deviation": [255, 255, 255],
            **(more_input or {}),
        },
        "output": {"name": "logits"},
        **more,
    }
    (folder / "model.onnx").write_bytes(content)
    if variant:
        (folder / "model.fp16.onnx").write_bytes(variant)
        manifest["variants"] = [{"precision": "float16", "file": "model.fp16.onnx", "sha256": hashlib.sha256(variant).hexdigest()}]
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def main():
    heads = {"name": "logits", "mask": "mask_logits", "activation": "activation"}
    write("frame", frame(), variant=frame(np.float16), output=heads)
    write("not-finite", frame(spoil_mask=True), output=heads)
    write("clip", clip(), more_input={"clipFrames": 4}, temporal="clip")
    states = [{"input": f"state_{i}", "output": f"next_state_{i}"} for i in range(2)]
    write("stateful", stateful(), temporal="stateful", states=states)


if __name__ == "__main__":
    main()
