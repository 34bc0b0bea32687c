"""The bridge from the published trial statistics to camera-plane statistics of a window, fitted on motion capture.

All of it is a table of means and deviations of logarithms, and correlations: facts about how people move and how a view from one side shrinks
it. No motion is kept.
"""
from collections import namedtuple

import numpy as np
import torch

from . import FRAMES, GROUP_NAMES, GROUP_OF_SLOT, camera, mocap
from .statistics import MovementStatistics, slot_statistics

TORSO_METRES = 0.5
# Frames seen at which the bridge is measured; between them it is interpolated over the logarithm.
WINDOWS = (16, 32, FRAMES)

# Everything has as first index: 0: only the upper body in view, the root is the shoulder centre; 1: whole body, the root is the hip centre; and as
# second the window. mean, deviation [2,3,7,5]: of filmed log statistics by joint group. agreement [2,3,2,5]: correlation of whole-clip statistics in three
# dimensions with filmed ones of a window, of the root and of the other joints. common, own [2,3]: share of the disagreement that all joints of a
# window have in common, and that the statistics of one joint have in common on top.
Bridge = namedtuple("Bridge", "mean deviation agreement common own")

UPPER = tuple(range(11))


def window_weights(frames):
    """How much each of WINDOWS counts for a number of seen frames: [..., 3], sums to 1."""
    place = np.clip(np.log2(np.maximum(frames, 1)), np.log2(WINDOWS[0]), np.log2(WINDOWS[-1]))
    return np.maximum(1 - np.abs(np.asarray(place)[..., None] - np.log2(WINDOWS)), 0)


def three_dimensional(joints, rate):
    """The log statistics [12,5] of a whole clip in three dimensions, in torso lengths, without a camera."""
    grid = camera.resample(joints, rate)
    points = torch.from_numpy(grid / _torso(grid))[None].float()
    value, _ = slot_statistics(points, torch.ones(points.shape[:3]), torch.ones(1))
    return np.log(value[0].numpy() + 1e-4)


def _torso(joints):
    return np.linalg.norm(joints[:, 5:7].mean(1) - joints[:, 11:13].mean(1), axis=1).mean()


def fit(motions, rng, root_speed_range, views=12):
    """Films every motion (joints, rate) of at least one full window whose root speed in metres per second lies in the range of the acted trials.

    Returns the bridge, the step of the root's mean log speed from three dimensions to the camera, and the number of motions.
    """
    measure = MovementStatistics()
    truth, filmed = [], {(kind, window): [] for kind in (0, 1) for window in WINDOWS}
    for joints, rate in motions:
        joints = joints * (TORSO_METRES / _torso(joints))
        whole = three_dimensional(joints, rate)
        if (len(joints) - 1) / rate < (FRAMES - 1) / camera.FRAMES_PER_SECOND or not root_speed_range[0] <= np.exp(whole[0, 0]) * TORSO_METRES <= root_speed_range[1]:
            continue
        truth.append(whole)
        for kind, visible in enumerate((UPPER, None)):
            films = np.stack([camera.film(joints, rate, rng, visible) for _ in range(views)])
            for window in WINDOWS:
                # A shorter window is a track that is not so old: the frames before it are unseen.
                young = films.copy()
                young[:, :FRAMES - window, :, 2] = 0
                value, valid, _, _ = measure(torch.from_numpy(young))
                filmed[kind, window].append(np.where(valid.numpy()[:, :, None] > 0, value.numpy(), np.nan))
    true = np.repeat(np.stack(truth), views, 0)
    shape = (2, len(WINDOWS))
    bridge = Bridge(np.zeros((*shape, 7, 5)), np.ones((*shape, 7, 5)), np.zeros((*shape, 2, 5)), np.zeros(shape), np.zeros(shape))
    for kind in (0, 1):
        for number, window in enumerate(WINDOWS):
            _measure(bridge, (kind, number), np.concatenate(filmed[kind, window]), true)
    gap = np.log(np.exp(bridge.mean[1, -1, 0, 0]) - MovementStatistics.FLOOR) - true[:, 0, 0].mean()
    return bridge, gap, len(truth)


def _measure(bridge, at, filmed, true):
    residuals = np.full(filmed.shape, np.nan)
    agreements = np.full((len(GROUP_NAMES), 5), np.nan)
    for group in range(len(GROUP_NAMES)):
        slots = [i for i, g in enumerate(GROUP_OF_SLOT) if g == group and not np.isnan(filmed[:, i]).all()]
        if not slots:
            continue
        mean, deviation = np.nanmean(filmed[:, slots], (0, 1)), np.nanstd(filmed[:, slots], (0, 1))
        bridge.mean[at][group], bridge.deviation[at][group] = mean, deviation
        seen = (filmed[:, slots] - mean) / deviation
        meant = (true[:, slots] - true[:, slots].mean((0, 1))) / true[:, slots].std((0, 1))
        agreements[group] = np.nanmean(seen * meant, (0, 1)) / np.sqrt(np.nanmean(seen ** 2, (0, 1)))
        residuals[:, slots] = seen - agreements[group] * meant
    bridge.agreement[at] = agreements[0], np.nanmean(agreements[1:], 0)
    rows = residuals[:, ~np.isnan(residuals).all((0, 2))]
    correlation = np.corrcoef(rows[~np.isnan(rows).any((1, 2))].reshape(-1, rows.shape[1] * 5).T)
    joint = np.repeat(np.arange(rows.shape[1]), 5)
    same = joint[:, None] == joint[None]
    bridge.common[at] = max(correlation[~same].mean(), 0)
    bridge.own[at] = max(correlation[same & ~np.eye(len(joint), dtype=bool)].mean() - bridge.common[at], 0)


def anchor_root(bridge, gap, trials):
    """The root's published speed is metric: the level of its statistics comes from the trials, and only the step to the camera plane (`gap`) from the motion capture."""
    expected = np.log(np.exp(trials[:, 0, 0].mean() - np.log(TORSO_METRES) + gap) + MovementStatistics.FLOOR)
    mean = bridge.mean.copy()
    mean[:, :, 0] += expected - mean[1, -1, 0, 0]
    return bridge._replace(mean=mean)
