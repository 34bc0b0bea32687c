"""Movement statistics of keypoint clips as plain tensor operations, so that they are part of the exported model.

Scale: torso length, the mean distance of shoulder centre and hip centre in the picture; where hips are unseen, shoulder width, then eye or ear
distance, times a fixed ratio of the human body. Every statistic is in torso lengths (per second, per second squared) in the camera plane.
The root is the hip centre, or the shoulder centre where hips are unseen; the other joints are measured relative to the root.
"""
import torch
from torch import nn

from . import EARS, EYES, FRAMES_PER_SECOND, GROUPS, HIPS, PAIRS, SCORE_THRESHOLD, SHOULDERS

# Torso length divided by shoulder width, eye distance and ear distance, of a person who faces the camera (anthropometric means).
TORSO_PER_SHOULDERS = 1.35
TORSO_PER_EYES = 7.8
TORSO_PER_EARS = 3.4
MINIMUM_SPEEDS = 6
# Binomial smoothing over five frames (0.4 s): takes the jitter of a pose estimator, leaves gestures.
SMOOTHING = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)


def _centre(points, seen, pair):
    a, b = pair
    return (points[:, :, a] + points[:, :, b]) / 2, seen[:, :, a] * seen[:, :, b]


def _mean(value, weight, dim):
    return (value * weight).sum(dim) / weight.sum(dim).clamp(min=1e-6)


def _distance(points, seen, pair):
    """Mean over time of the distance of two joints [N], and whether they were seen together."""
    both = seen[:, :, pair[0]] * seen[:, :, pair[1]]
    return _mean(_length(points[:, :, pair[0]] - points[:, :, pair[1]]), both, 1), (both.sum(1) > 0).float()


def _length(vector):
    return (vector * vector).sum(-1).clamp(min=1e-12).sqrt()


def torso_length(points, seen):
    """[N] pixels; 1 where nothing is seen that gives a scale, then with a validity of 0."""
    shoulders, shoulders_seen = _centre(points, seen, SHOULDERS)
    hips, hips_seen = _centre(points, seen, HIPS)
    both = shoulders_seen * hips_seen
    torso, torso_seen = _mean(_length(shoulders - hips), both, 1), (both.sum(1) > 0).float()
    scale, valid = torso, torso_seen
    for pair, ratio in ((SHOULDERS, TORSO_PER_SHOULDERS), (EARS, TORSO_PER_EARS), (EYES, TORSO_PER_EYES)):
        distance, distance_seen = _distance(points, seen, pair)
        scale = scale * valid + (1 - valid) * distance * ratio
        valid = valid + (1 - valid) * distance_seen
    valid = valid * (scale > 1e-3).float()
    return scale * valid + (1 - valid), valid


def smooth(points, seen):
    """Binomial smoothing of [N,T,J,D]; a smoothed frame is valid where all five of its frames are."""
    frames = points.shape[1] - len(SMOOTHING) + 1
    value = sum(w * points[:, i:i + frames] for i, w in enumerate(SMOOTHING))
    valid = seen[:, 0:frames]
    for i in range(1, len(SMOOTHING)):
        valid = valid * seen[:, i:i + frames]
    return value, valid


def joint_statistics(points, seen):
    """[N,T,J,D], [N,T,J] to ([N,J,5] in STATISTICS order, [N,J] validity), in two dimensions or three."""
    value, valid = smooth(points, seen)
    velocity = (value[:, 1:] - value[:, :-1]) * FRAMES_PER_SECOND
    moving = valid[:, 1:] * valid[:, :-1]
    speed = _length(velocity) * moving
    mean = _mean(speed, moving, 1)
    deviation = _mean((speed - mean[:, None]) ** 2, moving, 1).clamp(min=1e-12).sqrt()
    changing = moving[:, 1:] * moving[:, :-1]
    acceleration = _mean(_length(velocity[:, 1:] - velocity[:, :-1]) * FRAMES_PER_SECOND, changing, 1)
    far = 1e4 * (1 - valid[:, :, :, None])
    extent = _length(((value - far).max(1)[0] - (value + far).min(1)[0]).clamp(min=0))
    return torch.stack([mean, deviation, speed.max(1)[0], acceleration, extent], 2), (moving.sum(1) >= MINIMUM_SPEEDS).float()


def slot_statistics(points, seen, by_hips):
    """Points in torso lengths [N,T,17,D], seen [N,T,17], whether the hip centre is the root [N], to (statistics [N,12,5], validity [N,12]) in SLOTS order."""
    hips, hips_seen = _centre(points, seen, HIPS)
    shoulders, shoulders_seen = _centre(points, seen, SHOULDERS)
    choice = by_hips[:, None]
    root = hips * choice[:, :, None] + shoulders * (1 - choice[:, :, None])
    root_seen = hips_seen * choice + shoulders_seen * (1 - choice)
    joints = torch.cat([root[:, :, None], points - root[:, :, None]], 2)
    joints_seen = torch.cat([root_seen[:, :, None], seen * root_seen[:, :, None]], 2)
    value, valid = joint_statistics(joints, joints_seen)
    head = [m + 1 for m in GROUPS["head"]]
    values = [value[:, :1], _mean(value[:, head], valid[:, head, None], 1)[:, None]]
    valids = [valid[:, :1], (valid[:, head].sum(1, keepdim=True) > 0).float()]
    for name in PAIRS:
        sides = [m + 1 for m in GROUPS[name]]
        values.append(value[:, sides])
        # Shoulders relative to their own centre say nothing, and legs without hips in view are mostly mistaken.
        valids.append(valid[:, sides] * (choice if name in NEED_HIPS else 1))
    return torch.cat(values, 1), torch.cat(valids, 1)


NEED_HIPS = ("shoulder", "knee", "ankle")


class MovementStatistics(nn.Module):
    """float32 [N,T,17,3] to (log statistics [N,12,5], validity [N,12], hips seen [N], frames in which the root is seen [N]). Invalid entries are 0."""

    FLOOR = 0.02

    def forward(self, keypoints):
        points, score = keypoints[:, :, :, :2], keypoints[:, :, :, 2]
        seen = (score >= SCORE_THRESHOLD).float()
        # Unseen coordinates may be anything: zero them before they meet arithmetic.
        points = torch.where(seen[:, :, :, None] > 0, points, torch.zeros_like(points))
        scale, scaled = torso_length(points, seen)
        hips_seen, shoulders_seen = (seen[:, :, a] * seen[:, :, b] for a, b in (HIPS, SHOULDERS))
        # One root for the whole clip: switching between hips and shoulders would look like a jump.
        by_hips = (hips_seen.mean(1) >= 0.5 * shoulders_seen.mean(1)).float() * (hips_seen.sum(1) > 0).float()
        value, valid = slot_statistics(points / scale[:, None, None, None], seen, by_hips)
        valid = valid * scaled[:, None] * valid[:, :1]
        frames = hips_seen.sum(1) * by_hips + shoulders_seen.sum(1) * (1 - by_hips)
        return torch.log(value + self.FLOOR) * valid[:, :, None], valid, by_hips, frames
