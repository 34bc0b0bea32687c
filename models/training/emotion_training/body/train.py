"""Step 1: cross-validates over unseen actors, fits the temperature on them, then trains on all actors.

python3 -m emotion_training.body.train --data DIR
"""
import argparse
import os

import numpy as np
from sklearn.model_selection import GroupKFold

from .. import LABELS, checkpoint, locations
from ..calibration import fit_temperature
from ..metrics import accuracy, balanced_accuracy, calibration_error, confusion, softmax
from ..progress import progress
from ..reproducible import make_reproducible
from . import bridge as bridges
from . import kinematics
from .fit import fit_classifier, logits_of
from .views import HEAD, UPPER, UPPER_WITH_HIPS, WHOLE, standardise, unfilmed, view

RUN = os.path.join(locations.RUNS, "body-motion")
KINDS = (WHOLE, UPPER_WITH_HIPS, UPPER, HEAD)
# The published statistics themselves, for comparison.
UNFILMED = {"published statistics, whole body": WHOLE, "published statistics, upper body": UPPER}
VIEWS = 5


def cross_validate(trials, bridge, path, options):
    """Logits for every trial by a model that never saw its actor: {kind: [VIEWS, n, 7]}, one view for the unfilmed kinds. Folds that are done are read from the checkpoint."""
    done = checkpoint.load(path) or {"folds": {}}
    logits = {kind: np.zeros((VIEWS if kind in KINDS else 1, len(trials.emotions), len(LABELS))) for kind in (*KINDS, *UNFILMED)}
    folds = list(GroupKFold(options.folds).split(trials.emotions, groups=trials.actors))
    for number, (train, test) in enumerate(progress(folds, "folds")):
        if number not in done["folds"]:
            mean, deviation = trials.statistics[train].mean(0), trials.statistics[train].std(0)
            model = fit_classifier(standardise(trials.statistics[train], mean, deviation), trials.emotions[train], bridge, options.seed, options.hidden, options.epochs)
            rng = np.random.RandomState(options.seed + number)
            unseen = standardise(trials.statistics[test], mean, deviation)
            done["folds"][number] = {k: np.stack([logits_of(model, *view(unseen, bridge, rng, k)) for _ in range(VIEWS)]) for k in KINDS}
            done["folds"][number].update({k: logits_of(model, *unfilmed(unseen, v))[None] for k, v in UNFILMED.items()})
            checkpoint.save(path, **done)
        for kind in logits:
            logits[kind][:, test] = done["folds"][number][kind]
    return logits


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--folds", type=int, default=17, help="17: leave one actor out")
    parser.add_argument("--hidden", type=int, default=48)
    parser.add_argument("--epochs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_reproducible(options.seed)
    trials = kinematics.read(options.data)
    speed = np.exp(trials.statistics[:, 0, 0])
    bridge, gap, clips = bridges.fit(options.data, np.random.RandomState(options.seed), np.quantile(speed, [0.02, 0.98]))
    print(f"bridge from {clips} motion-capture clips: agreement {np.round(bridge.agreement.mean(2), 2).tolist()}, shared {bridge.shared:.2f}, root gap {gap:.2f}")
    logits = cross_validate(trials, bridge, os.path.join(options.run, f"folds-{options.folds}-{options.hidden}-{options.epochs}.pt"), options)
    repeated = np.tile(trials.emotions, VIEWS)
    pooled = np.concatenate([logits[k].reshape(-1, len(LABELS)) for k in KINDS])
    temperature = fit_temperature(pooled, np.tile(repeated, len(KINDS)))
    for kind in KINDS:
        flat = logits[kind].reshape(-1, len(LABELS)) / temperature
        predicted = flat.argmax(1)
        print(f"{kind}: accuracy {accuracy(repeated, predicted):.3f}, balanced {balanced_accuracy(repeated, predicted):.3f}, "
              f"calibration error {calibration_error(softmax(flat), repeated):.3f}")
    print(confusion(repeated, logits[WHOLE].reshape(-1, len(LABELS)).argmax(1), len(LABELS)))
    mean, deviation = trials.statistics.mean(0), trials.statistics.std(0)
    standard = standardise(trials.statistics, mean, deviation)
    model = fit_classifier(standard, trials.emotions, bridge, options.seed, options.hidden, options.epochs, report=lambda r: progress(r, "all actors"))
    shipped = bridges.anchor_root(bridge, gap, trials.statistics)
    checkpoint.save(os.path.join(options.run, "model.pt"), classifier=model.state_dict(), hidden=options.hidden, temperature=temperature,
                    mean=shipped.mean, deviation=shipped.deviation)
    print(f"temperature {temperature:.3f}")


if __name__ == "__main__":
    main()
