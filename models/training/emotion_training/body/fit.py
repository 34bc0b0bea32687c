"""Fits the classifier in closed form: ridge regression on random features of trials seen through simulated cameras."""
import numpy as np
import torch

from .. import LABELS
from ..calibration import fit_temperature
from ..metrics import accuracy
from .bridge import WINDOWS
from .network import Classifier, arrange
from .views import KINDS, random_view

# Relative to the number of examples.
PENALTIES = (1e-4, 3e-4, 1e-3)
INNER_FOLDS = 4
# Through how many random cameras of each kind every trial is seen.
DRAWS = 3


def tensor(array):
    return torch.as_tensor(np.ascontiguousarray(array), dtype=torch.float32)


def features(values, valid, frames):
    """Classifier input [n,68] of standardised statistics with so many frames seen, a number or [n]."""
    octave = np.log2(np.clip(np.broadcast_to(frames, len(values)), WINDOWS[0], WINDOWS[-1]))
    return arrange(tensor(values), tensor(valid), tensor(octave))


class Ridge:
    """Sums over groups of actors, so that leaving a group out costs a subtraction. The classes weigh alike."""

    def __init__(self, waves, emotions, groups):
        self._waves, self._groups = waves, groups
        counts = np.bincount(emotions, minlength=len(LABELS)).clip(1)
        weighted = waves * (len(emotions) / (len(LABELS) * counts))[emotions, None].astype(np.float32)
        target = np.eye(len(LABELS), dtype=np.float32)[emotions] - 1 / len(LABELS)
        self._squares = {g: weighted[groups == g].T @ waves[groups == g] for g in np.unique(groups)}
        self._products = {g: weighted[groups == g].T @ target[groups == g] for g in np.unique(groups)}

    def solve(self, penalty, without=None):
        """Weights [width+1,7]."""
        chosen = [g for g in self._squares if g != without]
        ridge = np.full(self._waves.shape[1], penalty * (self._groups != without).sum())
        # The constant is not held back.
        ridge[-1] = 1e-6
        square = sum(self._squares[g].astype(np.float64) for g in chosen)
        return np.linalg.solve(square + np.diag(ridge), sum(self._products[g] for g in chosen))

    def unseen(self, penalty):
        """Scores of every example by the solution without its group."""
        scores = np.zeros((len(self._waves), len(LABELS)))
        for group in self._squares:
            rows = self._groups == group
            scores[rows] = self._waves[rows] @ self.solve(penalty, group)
        return scores


def fit_heads(examples, width, seed):
    """examples {kind: (features, emotions, actors)} to (a Classifier, the penalty of each head). Penalty and temperature come from inner folds by actor alone."""
    model, chosen = Classifier(width, seed), {}
    for kind, (inputs, emotions, actors) in examples.items():
        ridge = Ridge(model.waves(inputs).numpy(), emotions, np.unique(actors, return_inverse=True)[1] % INNER_FOLDS)
        scores = {penalty: ridge.unseen(penalty) for penalty in PENALTIES}
        penalty = chosen[kind] = max(scores, key=lambda p: accuracy(emotions, scores[p].argmax(1)))
        # Scores are about a tenth of logits; the temperature is sought about 1.
        model.heads[:, KINDS.index(kind)] = tensor(10 * ridge.solve(penalty) / fit_temperature(10 * scores[penalty], emotions))
    return model.eval(), chosen


def fit_classifier(standard, emotions, actors, bridge, seed, width):
    """Trials [n,12,5] to a Classifier for cameras and the penalty of each head."""
    rng = np.random.RandomState(seed)
    repeated, labels, people = np.repeat(standard, DRAWS, 0), np.repeat(emotions, DRAWS), np.repeat(actors, DRAWS)
    return fit_heads({kind: (features(*random_view(repeated, bridge, rng, kind)), labels, people) for kind in KINDS}, width, seed)


def logits_of(model, inputs, kind):
    """Logits [n,7] of the head for one kind of view."""
    return (model.waves(inputs) @ model.heads[:, KINDS.index(kind)]).numpy()
