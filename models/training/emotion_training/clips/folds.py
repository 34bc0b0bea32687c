"""Which clips train and which test."""
import numpy as np
from sklearn.model_selection import GroupKFold

from .table import ClipTableError

LEAVE_ONE_OUT = 12
FOLDS = 5


def folds_of(clip_set):
    """[(name, numbers of the training clips, numbers of the test clips)]: by the column fold, else by split, else every actor is left out once (over 12 actors: in five groups)."""
    clips = clip_set.clips
    if any(c.fold for c in clips):
        return _leave_out(np.array([c.fold for c in clips]), "fold ")
    if any(c.split for c in clips):
        split = np.array([c.split for c in clips])
        train, test = np.flatnonzero((split == "train") | (split == "validation")), np.flatnonzero(split == "test")
        if not len(train) or not len(test):
            raise ClipTableError("The column split must name clips for train and for test.")
        return [("test", train, test)]
    actors = np.array([c.actor for c in clips])
    if len(set(actors)) < 2:
        raise ClipTableError("The clips have no column fold or split and fewer than two actors: nothing can be left out for the test.")
    if len(set(actors)) <= LEAVE_ONE_OUT:
        return _leave_out(actors, "actor ")
    return [(f"actors {number + 1}/{FOLDS}", train, test) for number, (train, test) in enumerate(GroupKFold(FOLDS).split(actors, groups=actors))]


def groups_of(clip_set):
    """What must not be torn apart within the training clips: actors, else folds, else every clip by itself."""
    for column in ("actor", "fold"):
        values = [getattr(c, column) for c in clip_set.clips]
        if all(values):
            return np.array(values)
    return np.array([c.path for c in clip_set.clips])


def _leave_out(values, title):
    return [(title + name, np.flatnonzero(values != name), np.flatnonzero(values == name)) for name in sorted(set(values))]
