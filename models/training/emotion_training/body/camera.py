"""Simulated cameras: three-dimensional joints to jittery keypoints on the model's time grid."""
import numpy as np

from . import FRAMES, FRAMES_PER_SECOND

# Share of the frames that a keypoint of a pose estimator is off, and by how much of a torso length.
JITTER = 0.015
DROPOUT = 0.03


def resample(values, rate, frames=None, start=0.0):
    """Linear interpolation of [frames,...] onto the grid of FRAMES_PER_SECOND from `start` seconds."""
    length = (len(values) - 1) / rate
    count = frames or int((length - start) * FRAMES_PER_SECOND) + 1
    at = np.clip((start + np.arange(count) / FRAMES_PER_SECOND) * rate, 0, len(values) - 1)
    low = np.minimum(at.astype(int), len(values) - 2)
    share = (at - low).reshape(-1, *([1] * (values.ndim - 1)))
    return values[low] * (1 - share) + values[low + 1] * share


def project(joints, yaw, pitch, pixels_per_metre):
    """Orthographic view of [T,J,3] (y up) turned by yaw and pitch, radians: [T,J,2] pixels, y down."""
    x = joints[:, :, 0] * np.cos(yaw) + joints[:, :, 2] * np.sin(yaw)
    depth = -joints[:, :, 0] * np.sin(yaw) + joints[:, :, 2] * np.cos(yaw)
    y = joints[:, :, 1] * np.cos(pitch) - depth * np.sin(pitch)
    return np.stack([x, -y], 2) * pixels_per_metre


def front_yaw(joints):
    """The yaw from which the person is seen from the front, by the mean direction of the shoulders."""
    across = (joints[:, 5] - joints[:, 6]).mean(0)
    return float(np.arctan2(across[2], across[0]))


def film(joints, rate, rng, visible=None, jitter=JITTER, dropout=DROPOUT):
    """One clip [FRAMES,17,3] of a random window: camera within 60 degrees of the front, -10 to 25 degrees from above, correlated jitter, dropped keypoints.

    visible: the COCO joints in view; None means all. Frames before the clip's start have score 0.
    """
    duration = (len(joints) - 1) / rate
    window = (FRAMES - 1) / FRAMES_PER_SECOND
    if duration >= window:
        grid = resample(joints, rate, FRAMES, rng.uniform(0, duration - window))
    else:
        grid = resample(joints, rate)
    scale = rng.uniform(60, 400)
    points = project(grid, front_yaw(joints) + rng.uniform(-1, 1) * np.pi / 3, np.radians(rng.uniform(-10, 25)), scale)
    torso = 0.5 * scale
    noise = rng.normal(0, jitter * torso, points.shape)
    noise[1:] = 0.6 * noise[1:] + 0.4 * noise[:-1]
    score = rng.uniform(0.3, 0.9, points.shape[:2])
    score[rng.rand(*score.shape) < dropout] = 0.05
    if visible is not None:
        score[:, [j for j in range(17) if j not in visible]] = 0.05
    out = np.zeros((FRAMES, 17, 3), np.float32)
    out[FRAMES - len(points):, :, :2] = points + noise + rng.uniform(0, 300, 2)
    out[FRAMES - len(points):, :, 2] = score
    return out
