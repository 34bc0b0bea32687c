"""Splits that keep groups (near-duplicate pictures, actors) whole."""
import numpy as np


def split_by_group(groups, shares, seed):
    """Deals whole groups into parts of about the given shares; returns a part number per item."""
    groups = np.asarray(groups)
    names, sizes = np.unique(groups, return_counts=True)
    order = np.random.RandomState(seed).permutation(len(names))
    bounds = np.cumsum(shares) / np.sum(shares) * len(groups)
    parts, seen = {}, 0
    for i in order:
        parts[names[i]] = int(np.searchsorted(bounds, seen + sizes[i] / 2, side="right").clip(0, len(shares) - 1))
        seen += sizes[i]
    return np.array([parts[g] for g in groups])
