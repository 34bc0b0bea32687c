"""Step 1: cross-validates over unseen actors, then trains on all actors.

python3 -m emotion_training.body.train --data DIR
"""
import argparse
import os

import numpy as np

from .. import LABELS, checkpoint, locations
from ..metrics import accuracy, balanced_accuracy, calibration_error, softmax
from ..progress import progress
from ..reproducible import make_reproducible
from . import FRAMES, GROUP_OF_SLOT, kinematics, mocap
from . import bridge as bridges
from .fit import features, fit_classifier, fit_heads, logits_of
from .views import KINDS, UPPER, UPPER_WITH_HIPS, WHOLE, groups_in_view, in_view, moments, view

RUN = os.path.join(locations.RUNS, "body-motion")
VIEWS = 5
# Every kind of view is tested with a full window and with a track of 2.6 s.
FRAMES_TESTED = (FRAMES, 32)
# The published statistics themselves, of the joints that a camera sees, with no camera between: the slots, and the head that learns them.
UNFILMED = {
    "whole body": (WHOLE, in_view(WHOLE)),
    "upper body": (UPPER_WITH_HIPS, in_view(UPPER_WITH_HIPS)),
    "upper body without its way through the room": (UPPER, groups_in_view(("head", "shoulder", "elbow", "wrist"))),
}


def folds_of(actors):
    """One fold for each actor: (train, test)."""
    return [(np.flatnonzero(actors != actor), np.flatnonzero(actors == actor)) for actor in np.unique(actors)]


def fit_unfilmed(standard, emotions, actors, options):
    examples = {kind: (features(standard, np.tile(valid, (len(standard), 1)), FRAMES), emotions, actors) for kind, valid in UNFILMED.values()}
    return fit_heads(examples, options.width, options.seed)


def cross_validate(trials, bridge, path, options):
    """Logits for every trial by models that never saw its actor: {(kind, frames): [VIEWS,n,7]} and {name in UNFILMED: [1,n,7]}. Folds that are done are read from the checkpoint."""
    done = checkpoint.load(path) or {"folds": {}}
    logits = {}
    for number, (train, test) in enumerate(progress(folds_of(trials.actors), "folds")):
        if number not in done["folds"]:
            done["folds"][number] = _fold(trials, bridge, options, number, train, test)
            checkpoint.save(path, **done)
        for name, values in done["folds"][number].items():
            logits.setdefault(name, np.zeros((len(values), len(trials.emotions), len(LABELS))))[:, test] = values
    return logits


def _fold(trials, bridge, options, number, train, test):
    mean, deviation = moments(trials.statistics[train])
    seen, unseen = ((trials.statistics[rows] - mean) / deviation for rows in (train, test))
    filmed, _ = fit_classifier(seen, trials.emotions[train], trials.actors[train], bridge, options.seed, options.width)
    rng = np.random.RandomState(options.seed + number)
    found = {(kind, frames): np.stack([logits_of(filmed, features(*view(unseen, bridge, rng, kind, frames), frames), kind) for _ in range(VIEWS)])
             for frames in FRAMES_TESTED for kind in KINDS}
    unfilmed, _ = fit_unfilmed(seen, trials.emotions[train], trials.actors[train], options)
    for name, (kind, valid) in UNFILMED.items():
        found[name] = logits_of(unfilmed, features(unseen, np.tile(valid, (len(unseen), 1)), FRAMES), kind)[None]
    return found


def _bridge(options, root_speed_range):
    path = os.path.join(options.run, "bridge.pt")
    done = checkpoint.load(path)
    if done is None:
        motions = [(joints, rate) for _, _, joints, rate in mocap.clips(options.data)]
        bridge, gap, clips = bridges.fit(motions, np.random.RandomState(options.seed), root_speed_range)
        done = {"bridge": tuple(bridge), "gap": gap, "clips": clips}
        checkpoint.save(path, **done)
    return bridges.Bridge(*done["bridge"]), done["gap"], done["clips"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--width", type=int, default=384, help="random features")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_reproducible(options.seed)
    trials = kinematics.read(options.data)
    speed = np.exp(trials.statistics[:, 0, 0])
    bridge, gap, clips = _bridge(options, np.quantile(speed, [0.02, 0.98]))
    print(f"bridge from {clips} motion-capture clips, agreement of the root and of other joints with a full window: "
          f"{np.round(bridge.agreement[:, -1].mean(2), 2).tolist()}, root gap {gap:.2f}")
    logits = cross_validate(trials, bridge, os.path.join(options.run, f"folds-{options.width}.pt"), options)
    for name, values in logits.items():
        flat, labels = values.reshape(-1, len(LABELS)), np.tile(trials.emotions, len(values))
        print(f"{name}: accuracy {accuracy(labels, flat.argmax(1)):.3f}, balanced {balanced_accuracy(labels, flat.argmax(1)):.3f}, "
              f"calibration error {calibration_error(softmax(flat), labels):.3f}")
    mean, deviation = moments(trials.statistics)
    model, choice = fit_classifier((trials.statistics - mean) / deviation, trials.emotions, trials.actors, bridge, options.seed, options.width)
    print(f"trained on all actors with {choice}")
    shipped = bridges.anchor_root(bridge, gap, trials.statistics)
    checkpoint.save(os.path.join(options.run, "model.pt"), classifier=model.state_dict(), width=options.width,
                    mean=shipped.mean[:, :, list(GROUP_OF_SLOT)], deviation=shipped.deviation[:, :, list(GROUP_OF_SLOT)])


if __name__ == "__main__":
    main()
