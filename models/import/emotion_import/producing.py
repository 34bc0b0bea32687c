"""From a catalogue entry to the bytes of model.onnx and model.json."""
import numpy as np

from .catalog import render_json
from .graph.conversion import convert
from .packages import source_path
from .sources.faceapi_expression import read_faceapi_expression
from .sources.onnx_file import read_onnx
from .sources.tfjs_graph import read_tfjs_graph


def produce_onnx(entry):
    """The same bytes for the same sources, always."""
    path = str(source_path(entry["sources"][0]))
    options = entry["conversion"]
    if options["format"] == "onnx":
        model = read_onnx(path, options["rename"])
    else:
        read = {"tfjs-graph": read_tfjs_graph, "faceapi-expression": read_faceapi_expression}[options["format"]]
        model = convert(read(path), entry["name"], options["input"], options["outputs"],
                        np.dtype(options["inputType"]), options["inputShape"])
    return model.SerializeToString(deterministic=True)


def produce_manifest(entry):
    """The text of model.json."""
    weights = entry["sources"][-1]
    card = entry["manifest"]
    head = {"name": entry["name"], "version": card["version"], "task": card["task"], "file": "model.onnx", "sha256": entry["sha256"],
            "license": card["license"],
            "source": {"package": f"npm:{weights['package']}", "version": weights["version"], "path": weights["path"],
                       "sha256": weights["sha256"]}}
    return render_json({**head, **card})
