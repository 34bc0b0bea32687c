"""ONNX Runtime, which Debian has no Python package of, through Node and the package that models/import installs."""
import json
import os
import subprocess
import tempfile

import numpy as np
import onnx
from onnx import helper

from .. import locations
from ..progress import progress

IMPORT = os.path.join(locations.MODELS, "import")
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "runtime.js")


class RuntimeMissing(Exception):
    """ONNX Runtime cannot be run here; the message says what to do."""


def histograms(model, tensors, inputs, bins=2048):
    """{name: (low, high, counts)} of a model's tensors over the inputs [n,...]."""
    watched = onnx.ModelProto.FromString(model.SerializeToString())
    known = {o.name for o in watched.graph.output}
    fed = {i.name for i in watched.graph.input}
    inner = [name for name in tensors if name not in fed]
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in inner if name not in known)
    with tempfile.TemporaryDirectory() as folder:
        path = _run(watched, inner, inputs, folder, bins, "calibration")
        with open(path) as file:
            found = json.load(file)
    seen = {name: (f["low"], f["high"], np.array(f["counts"])) for name, f in found.items()}
    for name in fed.intersection(tensors):
        low, high = float(inputs.min()), float(inputs.max())
        seen[name] = low, high, np.histogram(inputs, bins, (low, high))[0]
    return seen


def outputs(model, names, inputs, title="running"):
    """One float32 [n,...] for each named output, flat behind the first dimension where the output has no fixed shape."""
    shapes = {o.name: [d.dim_value for d in o.type.tensor_type.shape.dim] for o in model.graph.output}
    with tempfile.TemporaryDirectory() as folder:
        values = np.fromfile(_run(model, names, inputs, folder, 0, title), np.float32).reshape(len(inputs), -1)
    found, first = [], 0
    for name in names:
        length = int(np.prod([max(d, 1) for d in shapes[name]]))
        found.append(values[:, first:first + length])
        first += length
    return found


def _run(model, names, inputs, folder, bins, title):
    package = os.path.join(IMPORT, "node_modules", "onnxruntime-node", "package.json")
    if not os.path.exists(package):
        raise RuntimeMissing(f"There is no {package}; run `npm ci --ignore-scripts` in {IMPORT}.")
    path, data, out, job = (os.path.join(folder, name) for name in ("model.onnx", "inputs", "out", "job.json"))
    onnx.save(model, path)
    inputs.tofile(data)
    with open(job, "w") as file:
        json.dump({"require": package, "model": path, "input": model.graph.input[0].name, "shape": [1, *inputs.shape[1:]], "type": str(inputs.dtype), "file": data, "count": len(inputs),
                   "outputs": names, "histograms": bins, "out": out}, file)
    with subprocess.Popen(["node", SCRIPT, job], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        total = len(inputs) * (2 if bins else 1)
        for _ in progress(process.stdout, title, total) if title else process.stdout:
            pass
        error = process.stderr.read()
    if process.returncode != 0:
        raise RuntimeMissing(f"ONNX Runtime failed: {error.strip()}")
    return out
