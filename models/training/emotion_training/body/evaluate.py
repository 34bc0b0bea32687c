"""Step 3: measures on unseen actors and on motion capture and writes the figures to model.json.

python3 -m emotion_training.body.evaluate --data DIR
"""
import argparse
import json
import os

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from .. import LABELS, checkpoint, locations, model_file
from ..metrics import accuracy, balanced_accuracy, calibration_error, softmax
from ..reproducible import make_reproducible
from . import camera, kinematics, mocap
from .bridge import UPPER as UPPER_JOINTS
from .export import FOLDER, load_network
from .train import KINDS, RUN, UNFILMED, VIEWS

COMMAND = "python3 -m emotion_training.body.evaluate"
TRIALS = "body_kinematics.csv.xz, 17 folds by actor, 5 simulated views a trial"
PUBLISHED = "body_kinematics.csv.xz, 17 folds by actor"
# Bandai-Namco styles that have a name among the labels.
STYLES = {"normal": "neutral", "happy": "happiness", "sad": "sadness", "angry": "anger"}
GESTURES = ("bow", "bye", "byebye", "call", "guide", "respond")


def linear_baseline(trials):
    """Accuracy of a linear model on every published column of all joints, not what a camera can measure."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    predicted = cross_val_predict(model, trials.all_joints, trials.emotions, groups=trials.actors, cv=GroupKFold(17))
    return accuracy(trials.emotions, predicted), balanced_accuracy(trials.emotions, predicted)


@torch.no_grad()
def mocap_styles(network, data, rng, visible, views=10):
    """(accuracy among the four styles, mean confidence, n clips) on filmed motion capture, gestures only."""
    chosen = [LABELS.index(v) for v in STYLES.values()]
    right, confidence, clips = [], [], 0
    for source, name, joints, rate in mocap.clips(data):
        parts = name.split("_")
        if source != "bandai-namco-1" or parts[1] not in GESTURES or parts[2] not in STYLES:
            continue
        clips += 1
        films = torch.from_numpy(np.stack([camera.film(joints, rate, rng, visible) for _ in range(views)]))
        logits = network(films).numpy()
        confidence.append(softmax(logits).max(1).mean())
        right.append((np.array(chosen)[logits[:, chosen].argmax(1)] == LABELS.index(STYLES[parts[2]])).mean())
    return float(np.mean(right)), float(np.mean(confidence)), clips


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--folds", default="folds-17-48-500.pt", help="the cross-validation that training left in the run folder")
    parser.add_argument("--model", default=FOLDER)
    options = parser.parse_args()
    make_reproducible(1)
    trials = kinematics.read(options.data)
    folds = checkpoint.load(os.path.join(options.run, options.folds))["folds"]
    temperature = checkpoint.load(os.path.join(options.run, "model.pt"))["temperature"]
    figures = [("accuracy of always the most frequent label", np.bincount(trials.emotions).max() / len(trials.emotions), "body_kinematics.csv.xz")]
    repeated = np.tile(trials.emotions, VIEWS)
    order = [test for _, test in GroupKFold(len(folds)).split(trials.emotions, groups=trials.actors)]
    for kind in KINDS:
        logits = np.zeros((VIEWS, len(trials.emotions), len(LABELS)))
        for number, test in enumerate(order):
            logits[:, test] = folds[number][kind] / temperature
        flat = logits.reshape(-1, len(LABELS))
        figures += [(f"accuracy, unseen actors, simulated camera, {kind}", accuracy(repeated, flat.argmax(1)), TRIALS),
                    (f"balanced accuracy, unseen actors, simulated camera, {kind}", balanced_accuracy(repeated, flat.argmax(1)), TRIALS),
                    (f"calibration error, unseen actors, simulated camera, {kind}", calibration_error(softmax(flat), repeated), TRIALS)]
        recalls = {LABELS[c]: round(float((flat.argmax(1) == c)[repeated == c].mean()), 2) for c in range(len(LABELS))}
        print(f"{kind}: recall {json.dumps(recalls)}")
    for kind in UNFILMED:
        predicted = np.zeros(len(trials.emotions), int)
        for number, test in enumerate(order):
            predicted[test] = folds[number][kind][0].argmax(1)
        figures += [(f"accuracy, unseen actors, {kind}", accuracy(trials.emotions, predicted), PUBLISHED),
                    (f"balanced accuracy, unseen actors, {kind}", balanced_accuracy(trials.emotions, predicted), PUBLISHED)]
    whole, balanced = linear_baseline(trials)
    figures += [("accuracy, unseen actors, linear model on all published joint columns (not the shipped model)", whole, PUBLISHED),
                ("balanced accuracy, unseen actors, linear model on all published joint columns (not the shipped model)", balanced, PUBLISHED)]
    network = load_network(os.path.join(options.run, "model.pt"))
    for title, visible in (("whole body", None), ("upper body", UPPER_JOINTS)):
        right, confidence, clips = mocap_styles(network, options.data, np.random.RandomState(1), visible)
        data = f"mocap.tar.xz, {clips} Bandai-Namco gesture clips, 10 simulated cameras each; chance 0.25"
        figures += [(f"accuracy among 4 styles, another data set, {title}", right, data), (f"mean confidence, another data set, {title}", confidence, data)]
    for name, value, data in figures:
        print(f"{name}: {value:.3f} ({data})")
    model_file.set_figures(options.model, COMMAND, figures)


if __name__ == "__main__":
    main()
