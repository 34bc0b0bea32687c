"""Figures of merit of a classifier, from logits or probabilities and true labels."""
import numpy as np


def softmax(logits):
    shifted = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return shifted / shifted.sum(1, keepdims=True)


def confusion(labels, predicted, classes):
    """[true, predicted] counts."""
    table = np.zeros((classes, classes), np.int64)
    np.add.at(table, (np.asarray(labels), np.asarray(predicted)), 1)
    return table


def accuracy(labels, predicted):
    return float((np.asarray(labels) == np.asarray(predicted)).mean())


def balanced_accuracy(labels, predicted):
    """Mean recall of the classes that occur."""
    labels, predicted = np.asarray(labels), np.asarray(predicted)
    return float(np.mean([(predicted[labels == c] == c).mean() for c in np.unique(labels)]))


def calibration_error(probabilities, labels, bins=10):
    """Expected calibration error: mean gap of confidence and accuracy over equal-width bins, weighted by their size."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == np.asarray(labels)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in np.unique(place)))


def coverage(probabilities, labels, below):
    """(share of items whose highest probability is at least `below`, accuracy among them)."""
    sure = probabilities.max(1) >= below
    return float(sure.mean()), float((probabilities.argmax(1) == np.asarray(labels))[sure].mean()) if sure.any() else float("nan")


def ranks(values):
    """Ranks from 1 on; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def roc_auc(present, scores):
    """Area under the ROC curve: the chance that a positive scores above a negative; nan where one of the two is missing."""
    present = np.asarray(present, bool)
    positives, negatives = present.sum(), (~present).sum()
    if not positives or not negatives:
        return float("nan")
    return float((ranks(np.asarray(scores))[present].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def roc_auc_micro(targets, scores):
    """All labels in one ranking: targets 0 or 1 and scores, [n, labels]."""
    return roc_auc(np.ravel(targets), np.ravel(scores))


def roc_auc_macro(targets, scores):
    """Mean over the labels, without those that all or none of the items have."""
    areas = [roc_auc(t, s) for t, s in zip(np.asarray(targets).T, np.asarray(scores).T)]
    return float(np.nanmean(areas)) if not np.isnan(areas).all() else float("nan")
