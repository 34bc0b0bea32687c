"""Ranges of values, and the scales that follow from them."""
import numpy as np

LEVELS = 255
WEIGHT_LIMIT = 127


def histogram_range(counts, low, high, method, share=0.9999):
    """The range, which holds 0, that stands for values counted in equal bins from low to high: all of them (minmax), all but 1 - share (percentile), or those for which 8 bits
    err least (mse)."""
    if method == "minmax" or high <= low:
        return min(low, 0.0), max(high, 0.0)
    if method == "percentile":
        return _percentile(counts, low, high, share)
    return _least_error(counts, low, high)


def _percentile(counts, low, high, share):
    """Half of what is left out lies on each side; a side that ends at 0 gives up nothing, as 0 is in the range anyhow."""
    edges = np.linspace(low, high, len(counts) + 1)
    sums = np.cumsum(counts) / np.sum(counts)
    out = (1 - share) / 2 if low < 0 < high else 1 - share
    first = edges[np.searchsorted(sums, out, side="right")] if low < 0 else low
    last = edges[min(np.searchsorted(sums, 1 - out, side="left") + 1, len(counts))] if high > 0 else high
    return min(float(first), 0.0), max(float(last), 0.0)


def _least_error(counts, low, high):
    """Tries 100 shares of the whole range, both sides drawn in alike."""
    centres = np.linspace(low, high, 2 * len(counts) + 1)[1::2]
    best, chosen = np.inf, None
    for part in np.linspace(0.01, 1, 100):
        tried = min(low * part, 0.0), max(high * part, 0.0)
        scale, zero = activation_scale(*tried)
        back = (np.clip(np.round(centres / scale) + zero, 0, LEVELS) - zero) * scale
        error = np.sum(counts * (centres - back) ** 2)
        if error < best:
            best, chosen = error, tried
    return chosen


def activation_scale(low, high):
    """(scale float32, zero point 0 to 255) of uint8 values that stand for low to high; 0 is among them exactly."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32(max(high - low, 1e-8) / LEVELS)
    return scale, int(np.clip(np.round(-low / scale), 0, LEVELS))


def weight_scales(weights):
    """Scales float32 [C] of int8 weights [C,...], symmetric, one an output channel."""
    largest = np.abs(weights.reshape(len(weights), -1)).max(1)
    return (np.where(largest > 0, largest, 1) / WEIGHT_LIMIT).astype(np.float32)


def quantise_weights(weights, scales):
    """int8, nearest."""
    shape = (-1,) + (1,) * (weights.ndim - 1)
    return np.clip(np.round(weights / scales.reshape(shape)), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
