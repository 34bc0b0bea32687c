"""Makes training examples: a trial's statistics as a camera that sees only part of the body would measure them."""
import numpy as np

from . import FRAMES, GROUP_NAMES, GROUP_OF_SLOT, SLOTS
from .bridge import window_weights

WHOLE, UPPER_WITH_HIPS, UPPER, HEAD = KINDS = ("whole body", "upper body with hips", "upper body", "head and shoulders")
_GROUPS_IN_VIEW = {
    WHOLE: GROUP_NAMES,
    UPPER_WITH_HIPS: ("root", "head", "shoulder", "elbow", "wrist"),
    UPPER: ("root", "head", "elbow", "wrist"),
    HEAD: ("root", "head"),
}
# Nobody knows how lively the people before a given camera are as compared with the actors: an offset of the logarithms that all statistics of a
# clip share, in standard deviations. Without hips in view the person may sit, so the doubt is larger. It keeps the model from calling everyone
# who merely sits still neutral with confidence.
_DOUBT = {WHOLE: 0.5, UPPER_WITH_HIPS: 0.5, UPPER: 1.0, HEAD: 1.0}
SHORTEST = 12


def groups_in_view(names):
    """Validity [12] of the slots when just these joint groups are seen."""
    return np.array([GROUP_NAMES[g] in names for g in GROUP_OF_SLOT], float)


def in_view(kind):
    return groups_in_view(_GROUPS_IN_VIEW[kind])


def moments(statistics):
    """Mean and deviation [12,5] of trial statistics; left and right share theirs."""
    mean, deviation = np.zeros(statistics.shape[1:]), np.zeros(statistics.shape[1:])
    for group in range(len(GROUP_NAMES)):
        slots = [i for i, g in enumerate(GROUP_OF_SLOT) if g == group]
        mean[slots], deviation[slots] = statistics[:, slots].mean((0, 1)), statistics[:, slots].std((0, 1))
    return mean, deviation


def view(standard, bridge, rng, kind, frames=FRAMES):
    """Standardised trial statistics [n,12,5] as seen from one random camera in one random window of `frames`, a number or [n]: (values, validity)."""
    count = len(standard)
    by_hips = int(kind in (WHOLE, UPPER_WITH_HIPS))
    weights = np.broadcast_to(window_weights(frames), (count, 3))
    agreement = np.einsum("nw,wrs->nrs", weights, bridge.agreement[by_hips])[:, np.minimum(np.arange(len(SLOTS)), 1)]
    common, own = ((weights @ share[by_hips])[:, None, None] for share in (bridge.common, bridge.own))
    noise = (np.sqrt(common) * rng.normal(size=(count, 1, 1)) + np.sqrt(own) * rng.normal(size=(count, len(SLOTS), 1))
             + np.sqrt(1 - common - own) * rng.normal(size=standard.shape))
    doubt = _DOUBT[kind] * rng.normal(size=(count, 1, 1))
    return agreement * standard + np.sqrt(1 - agreement ** 2) * noise + doubt, np.tile(in_view(kind), (count, 1))


def random_view(standard, bridge, rng, kind, drop=0.12):
    """The same with a track of random age and joints missing at random on top: (values, validity, frames seen)."""
    frames = np.where(rng.rand(len(standard)) < 0.5, FRAMES, np.exp(rng.uniform(np.log(SHORTEST), np.log(FRAMES), len(standard))))
    values, valid = view(standard, bridge, rng, kind, frames)
    kept = rng.rand(*valid.shape) > drop
    kept[:, 0] = True
    return values, valid * kept, frames
