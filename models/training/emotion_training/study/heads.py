"""Linear heads on frozen features: regularised logistic regression whose strength is chosen on training actors that the fit did not see."""
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

GRID = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
INNER_FOLDS = 6


def log_loss(logits, targets, multi):
    """Mean over the clips; multi-label: over the labels too."""
    if multi:
        return float(np.logaddexp(0, np.where(targets > 0, -logits, logits)).mean())
    top = logits.max(1)
    return float((top + np.log(np.exp(logits - top[:, None]).sum(1)) - logits[targets > 0]).mean())


class Head:
    """Features [n,F] to logits [n,L]."""

    def __init__(self, features, targets, multi, strength):
        self._mean, self._scale = features.mean(0), features.std(0) + 1e-6
        standard = (features - self._mean) / self._scale
        # The weights of a ridge-regularised model lie in the span of its examples: fitting there gives the same and is faster.
        left, sizes, self._span = np.linalg.svd(standard, full_matrices=False)
        rotated = left * sizes
        self._labels = targets.shape[1]
        columns = targets.T if multi else [targets.argmax(1)]
        self._multi, self._models = multi, [_Regression(rotated, column, strength) for column in columns]

    def logits(self, features):
        rotated = ((features - self._mean) / self._scale) @ self._span.T
        if self._multi:
            return np.stack([model.logits(rotated, 2) @ (-1, 1) for model in self._models], 1)
        return self._models[0].logits(rotated, self._labels)


class _Regression:
    def __init__(self, features, classes, strength):
        self._classes = np.unique(classes)
        self._count = len(classes)
        if len(self._classes) > 1:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                self._model = LogisticRegression(C=strength, max_iter=300).fit(features, classes)

    def logits(self, features, labels):
        """[n, labels], mean 0 over the classes that were seen in training; a class that was not lies one below the least."""
        if len(self._classes) == 1:
            # One class only: what so many examples of it and one of each other would say.
            found = np.zeros((len(features), labels))
            found[:, self._classes[0]] = np.log(self._count + 1)
            return found - found.mean(1, keepdims=True)
        scores = self._model.decision_function(features)
        if scores.ndim == 1:
            scores = np.stack([-scores / 2, scores / 2], 1)
        found = np.repeat(scores.min(1, keepdims=True) - 1, labels, 1)
        found[:, self._classes] = scores
        return found


def fit_head(features, targets, groups, multi, grid=GRID):
    """(head, logits of the training clips by heads that did not see their group)."""
    folds = list(GroupKFold(min(INNER_FOLDS, len(np.unique(groups)))).split(features, groups=groups)) if len(np.unique(groups)) > 1 else []
    best = None
    for strength in grid:
        unseen = np.zeros(targets.shape)
        for train, test in folds:
            unseen[test] = Head(features[train], targets[train], multi, strength).logits(features[test])
        loss = log_loss(unseen, targets, multi)
        if best is None or loss < best[0]:
            best = loss, strength, unseen
    return Head(features, targets, multi, best[1]), best[2]
