"""Writes a trained body network as ONNX with model.json.

python3 -m emotion_training.body_rgb.export --form stateful --out DIR

per-frame   input [N,3,S,S] to logits [N,L] and activation [N,L,h,w]
clip        input [N,T,3,S,S] to logits [N,L]
stateful    input [N,3,S,S], state_i [N,C,h,w] to logits, next_state_i and activation: the causal shift, frame by frame; states begin as zeros
"""
import argparse
import os

import onnx
import torch
from torch import nn

from .. import locations, model_file
from ..clips.crops import BODY_PIXELS
from ..onnx_tidy import absorb_pads
from ..temporal.insertion import clip_of, first_states, step_of
from ..temporal.segments import consensus
from .network import load
from .train import RUN

# The form for every kind of network; a network with shift means nothing on single frames.
FORMS = {"tsn": ("per-frame", "clip"), "tsm": ("clip",), "tsm-causal": ("clip", "stateful")}


class PerFrame(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        maps = self.network.backbone(x)
        return self.network.head(maps.mean((2, 3))), self.network.activation(maps)


class WholeClip(nn.Module):
    def __init__(self, network, segments):
        super().__init__()
        self.network, self.segments = network, segments

    def forward(self, x):
        maps = clip_of(self.network.backbone, x.reshape(-1, *(int(size) for size in x.shape[2:])), self.segments)
        return consensus(self.network.head(maps.mean((2, 3))), self.segments)


class Stateful(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, *states):
        maps, following = step_of(self.network.backbone, x, states)
        return (self.network.head(maps.mean((2, 3))), *following, self.network.activation(maps))


def write(network, state, form, folder, name, pixels=BODY_PIXELS):
    """model.onnx and model.json; `state` is what training saved beside the network."""
    if form not in FORMS[network.temporal]:
        raise ValueError(f"A network trained as {network.temporal} cannot be exported as {form}; allowed: {', '.join(FORMS[network.temporal])}.")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "model.onnx")
    picture = torch.rand(1, 3, pixels, pixels)
    extra, output = {}, {"name": "logits"}
    described = {"kind": "image", "name": "input", "width": pixels, "height": pixels, "color": "rgb", "layout": "nchw", "type": "float32", "mean": list(network.backbone.MEAN),
                 "deviation": list(network.backbone.DEVIATION), "crop": state["crop"], "margin": state["margin"]}
    if form == "per-frame":
        model_file.export(PerFrame(network), picture, ("input",), path, ("logits", "activation"))
        output["activation"] = "activation"
    elif form == "clip":
        described["clipFrames"] = state["segments"]
        model_file.export(WholeClip(network, state["segments"]), picture[None].repeat(1, state["segments"], 1, 1, 1), ("input",), path)
    else:
        states = first_states(network.backbone, picture)
        names = [(f"state_{i}", f"next_state_{i}") for i in range(len(states))]
        model_file.export(Stateful(network), (picture, *states), ("input", *(n for n, _ in names)), path, ("logits", *(n for _, n in names), "activation"))
        output["activation"] = "activation"
        extra["states"] = [{"input": before, "output": after} for before, after in names]
    onnx.save(absorb_pads(onnx.load(path)), path)
    model_file.update_model(
        folder, name=name, version="1.0.0", task="body-emotion", file="model.onnx", sha256="", license="not licensed: trained on clips for experiments only",
        source={"training": "models/training/emotion_training/body_rgb", "initialWeights": "MobileNetV2, ImageNet" if network.kind == "mobilenetv2" else network.kind},
        labels=state["labels"], labelType="multi" if state["multi"] else "single", temporal=form, input=described, output=output, **extra)
    return path


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=os.path.join(RUN, "model.pt"))
    parser.add_argument("--form", choices=("per-frame", "clip", "stateful"), default="per-frame")
    parser.add_argument("--out", default=os.path.join(locations.RUNS, "body-rgb", "export"), help="folder of the model; its last part is the model's name")
    options = parser.parse_args(arguments)
    network, state = load(options.model)
    try:
        write(network, state, options.form, options.out, os.path.basename(os.path.normpath(options.out)))
    except ValueError as error:
        parser.error(str(error))
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
