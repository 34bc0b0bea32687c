"""Step 2: writes models/body-motion.

python3 -m emotion_training.body.export
"""
import argparse
import os

import numpy as np
import torch

from .. import LABELS, checkpoint, locations, model_file
from . import FRAMES, FRAMES_PER_SECOND, MINIMUM_FRAMES, SCORE_THRESHOLD
from .network import BodyMotionNetwork, Classifier
from .train import RUN

FOLDER = os.path.join(locations.MODELS, "body-motion")
# A standing person, torso 100 pixels, COCO order.
STANDING = np.array([[0, -130], [6, -136], [-6, -136], [14, -132], [-14, -132], [36, -100], [-36, -100], [46, -45], [-46, -45], [50, 0], [-50, 0],
                     [22, 0], [-22, 0], [24, 80], [-24, 80], [25, 160], [-25, 160]], float) + (320, 300)


def golden_clips():
    """Three clips [3,64,17,3]: a moving whole body, an upper body that appears late, nothing seen. Whole-number pixels and tenths: short to store, exact to read."""
    time = np.arange(FRAMES) / FRAMES_PER_SECOND
    phase = np.arange(17)
    sway = np.stack([30 * np.sin(2 * np.pi * 0.4 * time)[:, None] + 12 * np.sin(2 * np.pi * 0.9 * time[:, None] + phase),
                     15 * np.cos(2 * np.pi * 0.7 * time[:, None] + 2 * phase)], 2)
    clips = np.zeros((3, FRAMES, 17, 3), np.float32)
    clips[0, :, :, :2] = np.round(STANDING + sway)
    clips[0, :, :, 2] = 0.8
    clips[1, :, :, :2] = np.round(STANDING * 1.5 + 2 * sway)
    clips[1, 24:, :11, 2] = 0.5
    clips[1, 24:, 11:, 2] = 0.1
    clips[1, :24, :, :2] = 0
    clips[1, 35, 9, 2] = 0.1
    return clips


def load_network(path):
    state = checkpoint.load(path)
    classifier = Classifier(state["width"])
    classifier.load_state_dict(state["classifier"])
    return BodyMotionNetwork(classifier, state["mean"], state["deviation"]).eval()


@torch.no_grad()
def write(network, folder):
    os.makedirs(folder, exist_ok=True)
    clips = golden_clips()
    model_file.export(network, torch.from_numpy(clips), ("keypoints",), os.path.join(folder, "model.onnx"))
    model_file.update_model(
        folder, name="body-motion", version="2.0.0", task="body-emotion", file="model.onnx", sha256="", license="MIT",
        source={"training": "models/training/emotion_training/body (own model)"}, labels=list(LABELS), labelType="single", temporal="clip",
        input={"kind": "keypoints", "name": "keypoints", "clipFrames": FRAMES, "framesPerSecond": FRAMES_PER_SECOND, "minimumFrames": MINIMUM_FRAMES,
               "scoreThreshold": SCORE_THRESHOLD},
        output={"name": "logits"})
    rounded = [[[[round(float(v), 1) for v in joint] for joint in frame] for frame in clip] for clip in clips]
    path = os.path.join(folder, "golden.json")
    text = str(rounded).replace(" ", "").replace(".0", "")
    logits = [[round(v, 6) for v in row] for row in network(torch.from_numpy(clips)).tolist()]
    with open(path, "w") as file:
        file.write('{\n  "description": "keypoints [clip][frame][joint][x, y, score] and the logits that PyTorch gives for them; the third clip has nothing seen",\n'
                   f'  "tolerance": 1e-4,\n  "keypoints": {text},\n  "logits": {logits}\n}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=os.path.join(RUN, "model.pt"))
    parser.add_argument("--out", default=FOLDER)
    options = parser.parse_args()
    write(load_network(options.model), options.out)
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
