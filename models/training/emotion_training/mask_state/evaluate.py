"""Step 4: measures the exported model on the test part and writes the figures to model.json.

python3 -m emotion_training.mask_state.evaluate
"""
import argparse
import json
import os
import time

import cv2
import numpy as np

from .. import model_file
from ..metrics import accuracy, balanced_accuracy, calibration_error, confusion, coverage, softmax
from ..reproducible import make_reproducible
from .augment import augment, centre_crop, resolution
from .export import FOLDER
from .train import RUN

COMMAND = "python3 -m emotion_training.mask_state.evaluate"
CLOSE_UPS = "held-out fifth of mask-state.tar, no near-duplicate of a training picture"
FER = "FER+ PublicTest faces that BlazeFace finds"


class ExportedModel:
    """The shipped file run by OpenCV, not the PyTorch network: what is measured is what is served."""

    def __init__(self, folder):
        with open(os.path.join(folder, "model.json")) as file:
            self.description = json.load(file)
        self._network = cv2.dnn.readNetFromONNX(os.path.join(folder, self.description["file"]))

    def logits(self, crops):
        """uint8 [N,H,W,3] to [N,2]."""
        image = self.description["input"]
        out = []
        for crop in crops:
            value = (crop.astype(np.float32) - np.float32(image["mean"])) / np.float32(image["deviation"])
            self._network.setInput(np.ascontiguousarray(value.transpose(2, 0, 1)[None]))
            out.append(self._network.forward()[0].copy())
        return np.array(out)


def milliseconds(model, crops):
    """The median time of a crop."""
    times = []
    for crop in crops:
        started = time.perf_counter()
        model.logits(crop[None])
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", default=os.path.join(RUN, "crops.npz"))
    parser.add_argument("--model", default=FOLDER)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    make_reproducible(options.seed)
    store = np.load(options.crops)
    parts = store["parts"]
    test = {k: store[k][parts == 2] for k in ("crops", "labels", "sources")}
    found = store["found"][parts == 2]
    model = ExportedModel(options.model)
    below = model.description["unknownBelow"]
    figures = []

    def measure(name, crops, labels, data):
        logits = model.logits(crops)
        probability, predicted = softmax(logits), logits.argmax(1)
        share, sure = coverage(probability, labels, below)
        print(f"{name} (n={len(labels)}): accuracy {accuracy(labels, predicted):.4f}, balanced {balanced_accuracy(labels, predicted):.4f}, "
              f"calibration error {calibration_error(probability, labels):.4f}, not unknown {share:.4f}, accuracy of those {sure:.4f}, "
              f"confusion {confusion(labels, predicted, 2).tolist()}")
        data = f"{data}, n={len(labels)}"
        figures.extend([(f"accuracy, {name}", accuracy(labels, predicted), data), (f"coverage, {name}", share, data), (f"accuracy where not unknown, {name}", sure, data)])
        if len(set(labels.tolist())) == 2:
            figures.extend([(f"balanced accuracy, {name}", balanced_accuracy(labels, predicted), data),
                            (f"calibration error, {name}", calibration_error(probability, labels), data)])

    real = test["sources"] == "close-up"
    served = np.stack([centre_crop(c) for c in test["crops"]])
    labels = test["labels"].astype(int)
    measure("held-out fifth", served[real], labels[real], CLOSE_UPS)
    measure("held-out fifth, face found", served[real & found], labels[real & found], CLOSE_UPS)
    for pixels in (20, 32):
        measure(f"held-out fifth, crops {pixels} pixels wide", np.stack([resolution(c, pixels) for c in served[real]]), labels[real], CLOSE_UPS)
    gray = np.repeat(served[real].mean(3, keepdims=True), 3, 3).astype(np.uint8)
    measure("held-out fifth, gray", gray, labels[real], CLOSE_UPS)
    rng = np.random.RandomState(options.seed)
    harder = np.stack([augment(c, bool(m), rng) for c, m in zip(test["crops"][real], labels[real])])
    measure("held-out fifth, with the disturbances of training", harder, labels[real], CLOSE_UPS)
    measure("FER+ unmasked", served[test["sources"] == "FER+"], labels[test["sources"] == "FER+"], FER)
    worn = test["sources"] == "FER+, synthetic mask"
    measure("FER+ synthetic mask", served[worn], labels[worn], FER)
    figures.append(("milliseconds a face, one thread of the machine of the run", milliseconds(model, served[:300]), "OpenCV, batch of 1, normalisation included"))
    print(f"{figures[-1][1]:.2f} ms a face")
    model_file.set_figures(options.model, COMMAND, figures)


if __name__ == "__main__":
    main()
