"""Makes training examples: a trial's statistics as a camera that sees only part of the body would measure them."""
import numpy as np

from . import GROUP_NAMES

WHOLE, UPPER_WITH_HIPS, UPPER, HEAD = "whole body", "upper body with hips", "upper body", "head and shoulders"
_IN_VIEW = {
    WHOLE: np.ones(7),
    UPPER_WITH_HIPS: np.array([n not in ("knee", "ankle") for n in GROUP_NAMES], float),
    UPPER: np.array([n in ("root", "head", "elbow", "wrist") for n in GROUP_NAMES], float),
    HEAD: np.array([n in ("root", "head") for n in GROUP_NAMES], float),
}
_SHARES = {WHOLE: 0.35, UPPER_WITH_HIPS: 0.2, UPPER: 0.3, HEAD: 0.15}
# Nobody knows how lively the people before a given camera are as compared with the actors: an offset of the logarithms that all statistics of a
# clip share, in standard deviations. Without hips in view the person may sit, so the doubt is larger. It keeps the model from calling everyone
# who merely sits still neutral with confidence.
_DOUBT = {WHOLE: 0.5, UPPER_WITH_HIPS: 0.5, UPPER: 1.0, HEAD: 1.0}


def standardise(statistics, mean, deviation):
    return (statistics - mean) / deviation


def view(standard, bridge, rng, kind):
    """Standardised trial statistics [n,7,4] as seen from one random camera in one random window: (values, validity)."""
    count = len(standard)
    by_hips = 0 if kind in (UPPER, HEAD) else 1
    agreement = np.repeat(bridge.agreement[by_hips], (1, len(GROUP_NAMES) - 1), axis=0)
    noise = np.sqrt(bridge.shared) * rng.normal(size=(count, 1, 1)) + np.sqrt(1 - bridge.shared) * rng.normal(size=standard.shape)
    doubt = _DOUBT[kind] * rng.normal(size=(count, 1, 1))
    return agreement * standard + np.sqrt(1 - agreement ** 2) * noise + doubt, np.tile(_IN_VIEW[kind], (count, 1))


def unfilmed(standard, kind):
    """The same joints as published, without camera, window or doubt."""
    return standard, np.tile(_IN_VIEW[kind], (len(standard), 1))


def random_view(standard, bridge, rng, drop=0.12):
    """A random kind of view per example, with joints missing at random on top."""
    values, valid = np.zeros(standard.shape), np.zeros(standard.shape[:2])
    kinds = rng.choice(len(_SHARES), len(standard), p=list(_SHARES.values()))
    for number, kind in enumerate(_SHARES):
        chosen = kinds == number
        if chosen.any():
            values[chosen], valid[chosen] = view(standard[chosen], bridge, rng, kind)
    valid *= rng.rand(*valid.shape) > drop
    # Without a root nothing is measured; some examples teach what to answer then.
    valid[rng.rand(len(valid)) < 0.03] = 0
    valid *= valid[:, :1]
    return values, valid
