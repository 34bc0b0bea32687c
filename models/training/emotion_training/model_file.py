"""Writes a shipped model: model.onnx, model.json and golden.json."""
import hashlib
import inspect
import json
import os
import warnings

import torch

OPSET = 13


def export(network, example, inputs, path, outputs=("logits",)):
    """Exports with a dynamic batch; `example` is a tensor, or a tuple of them, one for every name of `inputs`."""
    network.eval()
    # PyTorch 2.9 and later default to another exporter; this one is the same in old and new versions.
    extra = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, example, path, opset_version=OPSET, input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes={name: {0: "N"} for name in (*inputs, *outputs)}, do_constant_folding=True, **extra)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def write_json(path, value):
    with open(path, "w") as file:
        file.write(json.dumps(value, indent=2) + "\n")


def update_model(folder, **fields):
    """Merges the fields into model.json, refreshes the SHA-256 and keeps the other entries."""
    path = os.path.join(folder, "model.json")
    model = {}
    if os.path.exists(path):
        with open(path) as file:
            model = json.load(file)
    model.update(fields)
    model["sha256"] = sha256(os.path.join(folder, model["file"]))
    write_json(path, model)


def set_figures(folder, command, figures):
    """Replaces the figures that `command` measured: (name, value, data) each."""
    with open(os.path.join(folder, "model.json")) as file:
        kept = [f for f in json.load(file).get("figures", []) if f["command"] != command]
    update_model(folder, figures=kept + [{"name": n, "value": round(float(v), 4), "data": d, "command": command} for n, v, d in figures])
