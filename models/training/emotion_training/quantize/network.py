"""From a shipped network to its 8-bit variant."""
import json
import os

import numpy as np
import onnx
from onnx import numpy_helper

from .. import locations
from ..onnx_float import widen
from ..onnx_half import store_half
from ..onnx_tidy import remove_unused
from .graph import Graph, limited
from .qdq import BACK, rewrite
from .ranges import histogram_range
from .runtime import histograms, outputs

OPSET = 13


class Unfit(Exception):
    """A model that cannot be quantised; the message says why."""


def described(model):
    """(folder, model.json) of a name in models/ or of a folder."""
    folder = model if os.path.isdir(model) else os.path.join(locations.MODELS, model)
    path = os.path.join(folder, "model.json")
    if not os.path.exists(path):
        raise Unfit(f"There is no {path}; name a folder of models/.")
    with open(path) as file:
        return folder, json.load(file)


class Network:
    """A model's float32 graph, its steps, and what calibration found of them."""

    def __init__(self, model):
        self.folder, self.description = described(model)
        self._path = os.path.join(self.folder, self.description["file"])
        self.graph = Graph(self._model())
        self.steps = self.graph.steps()
        if self._model().opset_import[0].version < OPSET:
            raise Unfit(f"{self._path} is of opset {self._model().opset_import[0].version}; scales for each channel need {OPSET} or newer.")
        self.last = self.graph.last(self.steps)
        self._found, self._exact = {}, None

    def calibrate(self, inputs):
        tensors = list(dict.fromkeys(name for step in self.steps for name in (*step.inputs, step.output)))
        self._found = histograms(self._model(), tensors, inputs)

    def ranges(self, method, share):
        found = {name: histogram_range(counts, low, high, method, share) for name, (low, high, counts) in self._found.items()}
        for step in self.steps:
            found[step.output] = limited(found[step.output], step.limit)
        return found

    def quantised(self, names, ranges):
        """The network with these steps in 8 bits; what is left of the weights stored as float16, as in the file that ships."""
        model = self._model()
        steps = [step for step in self.steps if step.name in names]
        # An addition in 8 bits needs its parts in 8 bits.
        made = {step.output for step in steps}
        steps = [step for step in steps if step.kind != "Add" or made.issuperset(step.inputs)]
        return store_half(rewrite(model, Graph(model), steps, ranges), kept=lambda name: name.endswith("_scale"))

    def correct(self, model, inputs):
        """Gives the float convolutions behind 8-bit tensors the mean that they have in the float network, channel by channel, through their biases: 8 bits shift means a little, and
        scores with them. Changes the model in place."""
        made = {node.output[0] for node in model.graph.node if node.op_type == "DequantizeLinear"}
        seams = {node.output[0]: node for node in model.graph.node if node.op_type == "Conv" and node.input[0] in made and node.input[1] not in made and len(node.input) > 2}
        seams = {name: node for name, node in seams.items() if name in self.graph.maker}
        if not seams:
            return model
        names = sorted(seams)
        exact, rough = (outputs(self._watched(onnx.ModelProto.FromString(m.SerializeToString()), names), names, inputs, title="means") for m in (self._model(), model))
        for name, a, b in zip(names, exact, rough):
            bias = self.graph.constants[seams[name].input[2]]
            shift = (a - b).reshape(len(inputs), len(bias), -1).mean((0, 2))
            seams[name].input[2] = name + "_corrected"
            model.graph.initializer.append(numpy_helper.from_array((bias + shift).astype(np.float32), name + "_corrected"))
        remove_unused(model.graph)
        return model

    def sensitivity(self, name, ranges, inputs):
        """Error of the last steps' outputs, as a share of their variance, when that step alone is computed in 8 bits."""
        judged = sorted(step.output for step in self.steps if step.name in self.last)
        if self._exact is None:
            self._exact = outputs(self._watched(self._model(), judged), judged, inputs, title=None)
        # A step of 8 bits ends where its activation did only behind its 8 bits.
        own = next(step.output for step in self.steps if step.name == name)
        seen = [output + BACK if output == own else output for output in judged]
        rough = outputs(self._watched(self.quantised([name], ranges), seen), seen, inputs, title=None)
        return float(np.mean([np.mean((a - b) ** 2) / max(np.var(a), 1e-12) for a, b in zip(self._exact, rough)]))

    def _watched(self, model, names):
        del model.graph.output[:]
        shapes = onnx.shape_inference.infer_shapes(self._model()).graph.value_info
        known = {value.name: value for value in shapes}
        for name in names:
            model.graph.output.append(known[name[:-len(BACK)] if name.endswith(BACK) else name])
            model.graph.output[-1].name = name
        return model

    def _model(self):
        return widen(onnx.load(self._path))
