"""Step 4: writes models/face-tsn, or the folder --out: model.onnx, model.fp16.onnx, model.json, golden.json.

python3 -m emotion_training.face.export
"""
import argparse
import os

import numpy as np
import onnx
import torch
from torch import nn

from .. import LABELS, checkpoint, locations, model_file
from ..onnx_half import compute_half, store_half
from ..onnx_tidy import absorb_pads
from .fold import served
from .framing import MARGIN
from .load import network_of
from .network import DEVIATION, MEAN, normalise
from .origin import origin
from .prepare import RUN

FOLDER = os.path.join(locations.MODELS, "face-tsn")
VERSION = "1.0.0"
OUTPUTS = ("logits", "mask_logits", "activation")


class Exported(nn.Module):
    """The outputs that are served, in the order of OUTPUTS."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        maps = self.network.backbone(x)
        return (*self.network.heads(maps.mean((2, 3))), self.network.activation(maps))


def golden_image(pixels):
    """A deterministic gray picture, uint8 [S,S]: value(y, x) = (3 y + 5 x + x y) mod 256."""
    y, x = np.meshgrid(np.arange(pixels), np.arange(pixels), indexing="ij")
    return ((3 * y + 5 * x + x * y) % 256).astype(np.uint8)


def write_networks(exported, example, names, folder, outputs=OUTPUTS):
    """model.onnx, weights stored as float16, and model.fp16.onnx for GPUs; returns the latter's entry in model.json."""
    os.makedirs(folder, exist_ok=True)
    path, half = os.path.join(folder, "model.onnx"), os.path.join(folder, "model.fp16.onnx")
    model_file.export(exported, example, names, path, outputs)
    onnx.save(absorb_pads(onnx.load(path)), path)
    onnx.save(compute_half(onnx.load(path)), half)
    onnx.save(store_half(onnx.load(path)), path)
    return [{"precision": "float16", "file": "model.fp16.onnx", "sha256": model_file.sha256(half)}]


def input_description(pixels):
    return {"kind": "image", "name": "input", "width": pixels, "height": pixels, "color": "gray", "layout": "nchw", "type": "float32", "mean": [MEAN],
            "deviation": [DEVIATION], "margin": MARGIN}


@torch.no_grad()
def write(path, folder):
    """The folder, whose last part is the model's name, for a model.pt of training."""
    state = checkpoint.load(path)
    pixels = state["pixels"]
    exported, example = Exported(served(network_of(state), state["temperatures"])).eval(), normalise(torch.from_numpy(golden_image(pixels)[None]))
    variants = write_networks(exported, example, ("input",), folder)
    model_file.update_model(
        folder, name=os.path.basename(os.path.normpath(folder)), version=VERSION, task="face-emotion", file="model.onnx", sha256="", variants=variants, **origin(state),
        labels=list(LABELS), labelType="single", temporal="per-frame", maskUnknownBelow=0.8, input=input_description(pixels),
        output={"name": "logits", "mask": "mask_logits", "activation": "activation"})
    logits, mask, activation = exported(example)
    model_file.write_json(os.path.join(folder, "golden.json"), {
        "description": "gray picture of the model's size; value(y, x) = (3 y + 5 x + x y) mod 256; normalised by mean and deviation of model.json",
        "tolerance": 1e-4, "logits": [[round(v, 6) for v in row] for row in logits.tolist()], "maskLogits": [[round(v, 6) for v in row] for row in mask.tolist()],
        "activation": [round(v, 6) for v in activation.flatten().tolist()]})


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=os.path.join(RUN, "model.pt"))
    parser.add_argument("--out", default=FOLDER, help="folder of the model; its last part is the model's name")
    options = parser.parse_args(arguments)
    write(options.model, options.out)
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
