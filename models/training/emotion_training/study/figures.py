"""The figures of merit of a fold."""
import numpy as np

from .. import metrics

NAMES = {"auc_micro": "ROC AUC micro", "auc_macro": "ROC AUC macro", "accuracy": "accuracy", "balanced": "balanced accuracy"}


def figures_of(logits, targets, multi):
    """{auc_micro, auc_macro, accuracy, balanced}. Multi-label: accuracy is the share of right yes-or-no answers, balanced the mean over the labels of the recalls of yes and no."""
    scores = logits if multi else metrics.softmax(logits)
    found = {"auc_micro": metrics.roc_auc_micro(targets, scores), "auc_macro": metrics.roc_auc_macro(targets, scores)}
    if multi:
        said = logits > 0
        found["accuracy"] = float((said == (targets > 0)).mean())
        found["balanced"] = float(np.mean([metrics.balanced_accuracy(t, s) for t, s in zip(targets.T, said.T.astype(int))]))
    else:
        found["accuracy"] = metrics.accuracy(targets.argmax(1), logits.argmax(1))
        found["balanced"] = metrics.balanced_accuracy(targets.argmax(1), logits.argmax(1))
    return found


def mean_and_deviation(values):
    """Over the folds; the deviation of a single fold is nan."""
    values = np.asarray(values, float)
    return float(np.nanmean(values)), float(np.nanstd(values, ddof=1)) if len(values) > 1 else float("nan")
