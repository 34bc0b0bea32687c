"""Step 3: folds the temperature in and writes models/mask-state.

python3 -m emotion_training.mask_state.export
"""
import argparse
import os

import numpy as np
import torch

from .. import checkpoint, locations, model_file
from . import INPUT_PIXELS, LABELS
from .network import DEVIATION, MEAN, MaskStateNetwork, normalise
from .train import RUN
from ..faces.crop import MARGIN

FOLDER = os.path.join(locations.MODELS, "mask-state")
UNKNOWN_BELOW = 0.8


def golden_image():
    """A deterministic picture, uint8 [H,W,3]: value(y, x, c) = (3 y + 5 x + 7 c + x y) mod 256."""
    y, x, c = np.meshgrid(np.arange(INPUT_PIXELS), np.arange(INPUT_PIXELS), np.arange(3), indexing="ij")
    return ((3 * y + 5 * x + 7 * c + x * y) % 256).astype(np.uint8)


def load_network(path):
    state = checkpoint.load(path)
    network = MaskStateNetwork()
    network.load_state_dict(state["network"])
    network.divide_logits(state["temperature"])
    return network.eval()


@torch.no_grad()
def write(network, folder):
    os.makedirs(folder, exist_ok=True)
    example = normalise(torch.from_numpy(golden_image()[None]))
    model_file.export(network, example, ("input",), os.path.join(folder, "model.onnx"))
    model_file.update_model(
        folder, name="mask-state", version="1.0.0", task="mask-state", file="model.onnx", sha256="", license="MIT",
        source={"training": "models/training/emotion_training/mask_state (own model)"}, labels=list(LABELS), labelType="single", temporal="per-frame",
        unknownBelow=UNKNOWN_BELOW,
        input={"kind": "image", "name": "input", "width": INPUT_PIXELS, "height": INPUT_PIXELS, "color": "rgb", "layout": "nchw", "type": "float32",
               "mean": [MEAN] * 3, "deviation": [DEVIATION] * 3, "margin": MARGIN},
        output={"name": "logits"})
    model_file.write_json(os.path.join(folder, "golden.json"), {
        "description": "RGB picture of the model's size; value(y, x, c) = (3 y + 5 x + 7 c + x y) mod 256 with c = 0 red, 1 green, 2 blue; "
                       "normalised by mean and deviation of model.json",
        "tolerance": 1e-4, "logits": [[round(v, 6) for v in row] for row in network(example).tolist()]})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=os.path.join(RUN, "model.pt"))
    parser.add_argument("--out", default=FOLDER)
    options = parser.parse_args()
    write(load_network(options.model), options.out)
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
