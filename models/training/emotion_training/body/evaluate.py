"""Step 3: measures on unseen actors and on motion capture and writes the figures to model.json.

python3 -m emotion_training.body.evaluate --data DIR
"""
import argparse
import json
import os

import numpy as np
import torch

from .. import LABELS, checkpoint, locations, model_file
from ..metrics import accuracy, balanced_accuracy, calibration_error, softmax
from ..reproducible import make_reproducible
from . import FRAMES, FRAMES_PER_SECOND, camera, kinematics, mocap
from .bridge import UPPER as UPPER_JOINTS
from .export import FOLDER, load_network
from .train import FRAMES_TESTED, RUN, UNFILMED, VIEWS, folds_of
from .views import KINDS

COMMAND = "python3 -m emotion_training.body.evaluate"
TRIALS = f"body_kinematics.csv.xz, 17 folds by actor, {VIEWS} simulated views a trial"
PUBLISHED = "body_kinematics.csv.xz, 17 folds by actor"
# Bandai-Namco styles that have a name among the labels.
STYLES = {"normal": "neutral", "happy": "happiness", "sad": "sadness", "angry": "anger"}
GESTURES = ("bow", "bye", "byebye", "call", "guide", "respond")


def gathered(folds, trials, name):
    """Logits [views * n, 7] of one cross-validation and the labels beside them."""
    logits = np.zeros((len(folds[0][name]), len(trials.emotions), len(LABELS)))
    for number, (_, test) in enumerate(folds_of(trials.actors)):
        logits[:, test] = folds[number][name]
    return logits.reshape(-1, len(LABELS)), np.tile(trials.emotions, len(logits))


@torch.no_grad()
def mocap_styles(network, motions, rng, visible, views=10):
    """Confusion [true style, named style] in mean clips, and mean confidence, on filmed motion capture."""
    chosen = [LABELS.index(v) for v in STYLES.values()]
    table, confidence = np.zeros((len(chosen), len(chosen))), []
    for style, joints, rate in motions:
        films = torch.from_numpy(np.stack([camera.film(joints, rate, rng, visible) for _ in range(views)]))
        logits = network(films).numpy()
        confidence.append(softmax(logits).max(1).mean())
        np.add.at(table[list(STYLES).index(style)], logits[:, chosen].argmax(1), 1 / views)
    return table, float(np.mean(confidence))


def gestures(data):
    """(style, joints, rate) of the Bandai-Namco gesture clips whose style has a name among the labels."""
    def wanted(source, name):
        parts = name.split("_")
        return source == "bandai-namco-1" and parts[1] in GESTURES and parts[2] in STYLES
    return [(name.split("_")[2], joints, rate) for _, name, joints, rate in mocap.clips(data, wanted)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--folds", default="folds-384.pt", help="the cross-validation that training left in the run folder")
    parser.add_argument("--model", default=FOLDER)
    options = parser.parse_args()
    make_reproducible(1)
    trials = kinematics.read(options.data)
    folds = checkpoint.load(os.path.join(options.run, options.folds))["folds"]
    figures = [("accuracy of always the most frequent label", np.bincount(trials.emotions).max() / len(trials.emotions), "body_kinematics.csv.xz")]
    for name in UNFILMED:
        logits, labels = gathered(folds, trials, name)
        figures += [(f"accuracy, unseen actors, published statistics, {name}", accuracy(labels, logits.argmax(1)), PUBLISHED),
                    (f"balanced accuracy, unseen actors, published statistics, {name}", balanced_accuracy(labels, logits.argmax(1)), PUBLISHED)]
    for frames in FRAMES_TESTED:
        for kind in KINDS:
            logits, labels = gathered(folds, trials, (kind, frames))
            title = f"unseen actors, simulated camera, {kind}" + ("" if frames == FRAMES else f", {frames / FRAMES_PER_SECOND:.1f} s seen")
            figures += [(f"accuracy, {title}", accuracy(labels, logits.argmax(1)), TRIALS),
                        (f"balanced accuracy, {title}", balanced_accuracy(labels, logits.argmax(1)), TRIALS),
                        (f"calibration error, {title}", calibration_error(softmax(logits), labels), TRIALS)]
            recalls = {LABELS[c]: round(float((logits.argmax(1) == c)[labels == c].mean()), 2) for c in range(len(LABELS))}
            print(f"{title}: recall {json.dumps(recalls)}")
    network = load_network(os.path.join(options.run, "model.pt"))
    motions = gestures(options.data)
    for title, visible in (("whole body", None), ("upper body", UPPER_JOINTS)):
        table, confidence = mocap_styles(network, motions, np.random.RandomState(1), visible)
        print(f"{title}: styles {list(STYLES)} as named\n{np.round(table, 1)}")
        data = f"mocap.tar.xz, {len(motions)} Bandai-Namco gesture clips, 10 simulated cameras each; chance 0.25"
        figures += [(f"accuracy among 4 styles, another data set, {title}", np.trace(table) / table.sum(), data), (f"mean confidence, another data set, {title}", confidence, data)]
    for name, value, data in figures:
        print(f"{name}: {value:.3f} ({data})")
    model_file.set_figures(options.model, COMMAND, figures)


if __name__ == "__main__":
    main()
