"""The bridge from the published trial statistics to camera-plane statistics of a window, fitted on motion capture.

All of it is a table of means and deviations of logarithms, and two correlations: facts about how people move and how a view from
one side shrinks it. No motion is kept.
"""
from collections import namedtuple

import numpy as np
import torch

from . import GROUP_NAMES, camera, mocap
from .statistics import MovementStatistics

TORSO_METRES = 0.5

# mean, deviation [2,7,4]: of filmed log statistics; first index 0: only the upper body in view, the root is the shoulder centre; 1: whole body, the
# root is the hip centre. agreement [2,2,4]: correlation of whole-clip statistics in three dimensions with filmed ones of a window, of the root
# and of the other joints. shared: share of the disagreement that all joints of a window have in common.
Bridge = namedtuple("Bridge", "mean deviation agreement shared")

UPPER = tuple(range(11))


def three_dimensional(joints, rate):
    """The same log statistics [7,4] over a whole clip in three dimensions, in torso lengths, without a camera."""
    grid = camera.resample(joints, rate)
    measure = MovementStatistics()
    total = 0.0
    # The statistics work on a plane: three orthogonal planes together hold the whole motion.
    for axes in ((0, 1), (1, 2), (0, 2)):
        flat = np.zeros((1, len(grid), 17, 3), np.float32)
        flat[0, :, :, :2] = grid[:, :, axes]
        flat[0, :, :, 2] = 1
        # A frontal copy of the body in the plane would change the scale: fix it by the true torso instead.
        total = total + np.exp(_unscaled(measure, flat, grid)) ** 2
    return np.log(np.sqrt(total / 2))


def _unscaled(measure, flat, grid):
    torso = np.linalg.norm(grid[:, 5:7].mean(1) - grid[:, 11:13].mean(1), axis=1).mean()
    plane = np.linalg.norm(flat[0, :, 5:7, :2].mean(1) - flat[0, :, 11:13, :2].mean(1), axis=1).mean()
    value, _, _ = measure(torch.from_numpy(flat))
    return np.log((np.exp(value[0].numpy()) - measure.FLOOR).clip(1e-4) * plane / torso)


def fit(data, rng, root_speed_range, views=12):
    """Films every motion-capture clip whose whole-body speed (metres per second) lies in the range of the acted trials."""
    truth, filmed, clip = [], [[], []], []
    measure = MovementStatistics()
    for _, _, joints, rate in mocap.clips(data):
        torso = np.linalg.norm(joints[:, 5:7].mean(1) - joints[:, 11:13].mean(1), axis=1).mean()
        joints = joints * (TORSO_METRES / torso)
        whole = three_dimensional(joints, rate)
        if not root_speed_range[0] <= np.exp(whole[0, 0]) * TORSO_METRES <= root_speed_range[1]:
            continue
        for kind, visible in enumerate((UPPER, None)):
            films = np.stack([camera.film(joints, rate, rng, visible) for _ in range(views)])
            value, valid, _ = measure(torch.from_numpy(films))
            value, valid = value.numpy(), valid.numpy()
            filmed[kind].append(np.where(valid[:, :, None] > 0, value, np.nan))
        truth.append(whole)
    truth = np.stack(truth)
    mean, deviation = np.zeros((2, 7, 4)), np.ones((2, 7, 4))
    for kind in (0, 1):
        values = np.concatenate(filmed[kind])
        seen = ~np.isnan(values[:, :, 0]).all(0)
        mean[kind][seen] = np.nanmean(values[:, seen], 0)
        deviation[kind][seen] = np.nanstd(values[:, seen], 0)
    repeated = np.repeat(truth, views, 0)
    agreement = np.zeros((2, 2, 4))
    for kind in (0, 1):
        values = np.concatenate(filmed[kind])
        by_group = np.array([[_correlation(repeated[:, g, s], values[:, g, s]) for s in range(4)] for g in range(len(GROUP_NAMES))])
        agreement[kind] = by_group[0], np.nanmean(by_group[1:], 0)
    whole = (np.concatenate(filmed[1]) - mean[1]) / deviation[1]
    true = (repeated - repeated.mean(0)) / repeated.std(0)
    residual = np.nan_to_num(whole - true * agreement[1].mean()).reshape(len(whole), -1)
    correlations = np.corrcoef(residual.T)
    shared = float(correlations[np.triu_indices(len(correlations), 1)].mean())
    gap = np.log(np.exp(mean[1, 0, 0]) - MovementStatistics.FLOOR) - truth[:, 0, 0].mean()
    return Bridge(mean, deviation, agreement, shared), gap, len(truth)


def anchor_root(bridge, gap, trials):
    """The root's published speed is metric: the level of its statistics comes from the trials, and only the step to the camera plane (`gap`) from the motion capture."""
    expected = np.log(np.exp(trials[:, 0, 0].mean() - np.log(TORSO_METRES) + gap) + MovementStatistics.FLOOR)
    mean = bridge.mean.copy()
    mean[:, 0] += expected - mean[1, 0, 0]
    return bridge._replace(mean=mean)


def _correlation(a, b):
    present = ~np.isnan(b)
    return float(np.corrcoef(a[present], b[present])[0, 1]) if present.any() else float("nan")
