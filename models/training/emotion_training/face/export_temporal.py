"""Step 7: writes models/face-tsm-live (causal, with a state) and models/face-tsm-clip (bidirectional).

python3 -m emotion_training.face.export_temporal
"""
import argparse
import os

import numpy as np
import torch
from torch import nn

from .. import LABELS, checkpoint, locations, model_file
from .export import OUTPUTS, golden_image, input_description, write_networks
from .fold import served
from .load import network_of
from .network import normalise
from .origin import origin
from .prepare import RUN
from .temporal_network import TemporalFace

VERSION = "1.0.0"
GOLDEN_STEPS = 3


class LiveStep(nn.Module):
    """One frame and the states before it to the outputs and the next states."""

    def __init__(self, temporal):
        super().__init__()
        self.temporal = temporal

    def forward(self, x, *states):
        maps, following = self.temporal.step(x, states)
        network = self.temporal.network
        return (*network.heads(maps.mean((2, 3))), network.activation(maps), *following)


class WholeClip(nn.Module):
    """A clip to its consensus; the activation is that of the newest frame."""

    def __init__(self, temporal):
        super().__init__()
        self.temporal = temporal

    def forward(self, clips):
        maps = self.temporal.maps(clips)
        emotion, mask = self.temporal.network.heads(maps.mean((3, 4)))
        return emotion.mean(1), mask.mean(1), self.temporal.network.activation(maps[:, -1])


def load_temporal(path, causal):
    """(network as it is served, what training noted of it)."""
    state = checkpoint.load(path)
    return TemporalFace(served(network_of(state), state["temperatures"]), causal).eval(), state


def golden_clip(pixels, frames):
    """uint8 [T,S,S]: the golden picture moved right by 4 pixels a frame, around the edge."""
    return np.stack([np.roll(golden_image(pixels), 4 * t, axis=1) for t in range(frames)])


def describe(folder, form, state, variants, **more):
    model_file.update_model(
        folder, name=os.path.basename(folder), version=VERSION, task="face-emotion", file="model.onnx", sha256="", variants=variants, **origin(state),
        labels=list(LABELS), labelType="single", temporal=form, maskUnknownBelow=0.8, input={**input_description(state["pixels"]), **more.pop("input", {})},
        output={"name": "logits", "mask": "mask_logits", "activation": "activation"}, **more)


@torch.no_grad()
def write_live(path, folder):
    temporal, state = load_temporal(path, causal=True)
    exported, clip = LiveStep(temporal).eval(), normalise(torch.from_numpy(golden_clip(state["pixels"], GOLDEN_STEPS)))
    states = temporal.first_states(clip[:1])
    names = [f"state_{n}" for n in range(len(states))]
    variants = write_networks(exported, (clip[:1], *states), ("input", *names), folder, (*OUTPUTS, *(f"next_{name}" for name in names)))
    describe(folder, "stateful", state, variants, states=[{"input": name, "output": f"next_{name}"} for name in names])
    steps = []
    for frame in clip:
        logits, mask, _, *states = exported(frame[None], *states)
        steps.append({"logits": [round(v, 6) for v in logits[0].tolist()], "maskLogits": [round(v, 6) for v in mask[0].tolist()]})
    whole, _ = temporal(clip[None])
    if not np.allclose(whole[0].numpy(), [s["logits"] for s in steps], atol=1e-4):
        raise ValueError("The live steps of this network differ from its causal clip run by more than 1e-4; it is not written.")
    write_golden(folder, steps=steps)


@torch.no_grad()
def write_clip(path, folder):
    temporal, state = load_temporal(path, causal=False)
    exported, clip = WholeClip(temporal).eval(), normalise(torch.from_numpy(golden_clip(state["pixels"], state["frames"])))[None]
    variants = write_networks(exported, clip, ("input",), folder)
    describe(folder, "clip", state, variants, input={"clipFrames": state["frames"]})
    logits, mask, _ = exported(clip)
    write_golden(folder, logits=[round(v, 6) for v in logits[0].tolist()], maskLogits=[round(v, 6) for v in mask[0].tolist()])


def write_golden(folder, **values):
    model_file.write_json(os.path.join(folder, "golden.json"), {
        "description": "frame t: gray picture of the model's size, value(y, x) = (3 y + 5 x' + x' y) mod 256 with x' = (x - 4 t) mod width; normalised by mean and deviation of "
                       "model.json; states start from zeros", "tolerance": 1e-4, **values})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--out", default=locations.MODELS)
    options = parser.parse_args()
    write_live(os.path.join(options.run, "live.pt"), os.path.join(options.out, "face-tsm-live"))
    write_clip(os.path.join(options.run, "clip.pt"), os.path.join(options.out, "face-tsm-clip"))
    print(f"wrote face-tsm-live and face-tsm-clip in {options.out}")


if __name__ == "__main__":
    main()
