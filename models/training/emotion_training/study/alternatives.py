"""Other ways to fuse the masked face and the body than the study's, on the features that a run of the study has kept.

python3 -m emotion_training.study.alternatives --clips CSV --study DIR
"""
import argparse
import csv
import glob
import os

import numpy as np
from sklearn.linear_model import LogisticRegression

from .. import locations
from ..calibration import fit_temperature
from ..metrics import balanced_accuracy, roc_auc_macro, softmax
from ..reproducible import make_reproducible
from .features import TSM, TSN
from .heads import fit_head

GRID = (1e-4, 1e-3, 1e-2)
SEGMENTS = 10


def kept(folder, stream, mode, segments):
    """Features [n,F] of a stream in the cache of a study."""
    found = glob.glob(os.path.join(folder, "cache", f"{stream}-{mode}-*.npz"))
    if len(found) != 1:
        raise FileNotFoundError(f"{folder} holds {len(found)} files of features of {stream}, {mode}; run the study into an empty folder first.")
    return np.load(found[0])[f"values-{segments}"]


def fold(face, body, labels, targets, actors, actor):
    """{idea: logits of the actor's clips} by heads that never saw the actor."""
    train, test = np.flatnonzero(actors != actor), np.flatnonzero(actors == actor)
    heads, unseen = zip(*(fit_head(values[train], targets[train], actors[train], False, GRID) for values in (face, body)))
    of_face, of_body = heads[0].logits(face[test]), heads[1].logits(body[test])
    face_temperature, body_temperature = (fit_temperature(logits, labels[train]) for logits in unseen)
    second = LogisticRegression(C=0.1, max_iter=500).fit(np.hstack(unseen), labels[train])
    both = np.hstack([face, body])
    one, _ = fit_head(both[train], targets[train], actors[train], False, GRID[:2])
    return {"masked face": of_face, "average": of_face + of_body, "calibrated sum": of_face / face_temperature + of_body / body_temperature,
            "calibrated, half the body": of_face / face_temperature + 0.5 * of_body / body_temperature,
            "second regression": second.predict_log_proba(np.hstack([of_face, of_body])), "one head": one.logits(both[test])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", default=os.path.join(locations.RUNS, "clips", "acted-clips.csv"), help="with the columns actor and label")
    parser.add_argument("--study", default=os.path.join(locations.RUNS, "study"))
    options = parser.parse_args()
    make_reproducible(1)
    with open(options.clips, newline="") as file:
        rows = list(csv.DictReader(file))
    actors, names = np.array([r["actor"] for r in rows]), sorted({r["label"] for r in rows})
    labels = np.array([names.index(r["label"]) for r in rows])
    targets = np.eye(len(names))[labels]
    face = kept(options.study, "masked-face", TSN, SEGMENTS)
    for mode in (TSN, TSM):
        body = kept(options.study, "body", mode, SEGMENTS)
        figures = {}
        for actor in np.unique(actors):
            test = actors == actor
            for idea, logits in fold(face, body, labels, targets, actors, actor).items():
                figures.setdefault(idea, []).append((balanced_accuracy(labels[test], logits.argmax(1)), roc_auc_macro(targets[test], softmax(logits))))
        alone = np.array(figures.pop("masked face"))
        for idea, found in figures.items():
            gain = 100 * (np.array(found) - alone)
            print(f"face TSN {SEGMENTS}, body {mode} {SEGMENTS}, {idea}: balanced {gain[:, 0].mean():+.1f} ± {gain[:, 0].std(ddof=1):.1f}, gains in {(gain[:, 0] > 0).sum()} of {len(gain)} folds; "
                  f"ROC AUC macro {gain[:, 1].mean():+.1f}", flush=True)


if __name__ == "__main__":
    main()
