"""Measures the ideas that were tried on the published statistics and prints a table; nothing is shipped from here.

python3 -m emotion_training.body.compare --data DIR
"""
import argparse

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from .. import locations
from ..metrics import accuracy
from ..progress import progress
from ..reproducible import make_reproducible
from . import SLOTS, STATISTICS, kinematics
from .train import UNFILMED, folds_of

MODELS = {
    "logistic regression": lambda: LogisticRegression(C=0.03, max_iter=500),
    "shrunk linear discriminant": lambda: LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.3),
    "extra trees": lambda: ExtraTreesClassifier(300, min_samples_leaf=2, random_state=0),
    "kernel machine": lambda: SVC(C=3, decision_function_shape="ovr"),
}


def apart(values):
    return values.reshape(len(values), -1)


def _sides(values):
    """The slots that have no side, the left and the right ones. Root and head stand alone at the front, or the head."""
    alone = 2 - values.shape[1] % 2
    return values[:, :alone], values[:, alone::2], values[:, alone + 1::2]


def busier_and_calmer(values):
    """[n,slots,m] with the sides of every pair in order of their size instead of left and right."""
    alone, left, right = _sides(values)
    return np.concatenate([apart(alone), apart(np.maximum(left, right)), apart(np.minimum(left, right))], 1)


def mean_of_sides(values):
    """[n,slots,m] with the mean of the logarithms of both sides."""
    alone, left, right = _sides(values)
    return np.concatenate([apart(alone), apart((left + right) / 2)], 1)


def centred(values):
    """Every statistic less its mean over the joints of the trial, and that mean."""
    level = values.mean(1, keepdims=True)
    return np.concatenate([busier_and_calmer(values - level), apart(level)], 1)


def ratios(values):
    """Every statistic over the mean speed of its joint: the same for a person who is livelier throughout."""
    return busier_and_calmer(values[:, :, 1:] - values[:, :, :1])


def less_the_person(values, actors):
    """Less what the same person's trials are on average, over their deviation: needs a history of the person, but no labels."""
    out = values.copy()
    for actor in np.unique(actors):
        rows = actors == actor
        out[rows] = (values[rows] - values[rows].mean(0)) / (values[rows].std(0) + 1e-9)
    return out


def unseen_accuracy(make, inputs, trials):
    """Accuracy over actors that the model never saw."""
    predicted = np.zeros(len(inputs), int)
    for train, test in folds_of(trials.actors):
        predicted[test] = _predict(make, inputs, trials, train, test)
    return accuracy(trials.emotions, predicted)


def unseen_scene_accuracy(make, inputs, trials, scene=True):
    """Accuracy over actors and scenes that the model never saw. scene=False: as many trials of the same emotion are kept from it, but of any scene."""
    predicted, rng = np.zeros(len(inputs), int), np.random.RandomState(0)
    for train, test in folds_of(trials.actors):
        for name in np.unique(trials.scenes[test]):
            asked = test[trials.scenes[test] == name]
            hidden = train[trials.scenes[train] == name]
            if not scene:
                hidden = rng.choice(train[trials.emotions[train] == trials.emotions[asked[0]]], len(hidden), replace=False)
            predicted[asked] = _predict(make, inputs, trials, np.setdiff1d(train, hidden), asked)
    return accuracy(trials.emotions, predicted)


def _predict(make, inputs, trials, known, asked):
    return make_pipeline(StandardScaler(), make()).fit(inputs[known], trials.emotions[known]).predict(inputs[asked])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    options = parser.parse_args()
    make_reproducible(1)
    trials = kinematics.read(options.data)
    kernel = MODELS["kernel machine"]
    for name, (_, valid) in UNFILMED.items():
        values = trials.statistics[:, [i for i in range(len(SLOTS)) if valid[i]]]
        speeds = values[:, :, :STATISTICS.index("range")]
        tried = {f"{model}, sides apart": (make, apart(values)) for model, make in MODELS.items()}
        tried.update({
            "kernel machine, speeds alone": (kernel, apart(speeds)),
            "kernel machine, busier and calmer side": (kernel, busier_and_calmer(values)),
            "kernel machine, mean of the sides": (kernel, mean_of_sides(values)),
            "kernel machine, level of the trial taken out": (kernel, centred(values)),
            "kernel machine, ratios alone": (kernel, ratios(values)),
            "kernel machine, person's mean and deviation taken out": (kernel, busier_and_calmer(less_the_person(values, trials.actors))),
            "kernel machine, length of the trial beside": (kernel, np.column_stack([busier_and_calmer(values), np.log(trials.seconds)])),
        })
        for title, (make, inputs) in progress(list(tried.items()), name):
            print(f"{name}: {title}: {unseen_accuracy(make, inputs, trials):.3f}", flush=True)
        for title, scene in (("scene unseen too", True), ("as many trials of any scene fewer", False)):
            print(f"{name}: kernel machine, {title}: {unseen_scene_accuracy(kernel, busier_and_calmer(values), trials, scene):.3f}", flush=True)


if __name__ == "__main__":
    main()
