import unittest

import numpy as np
import torch

from emotion_training.body import FRAMES, FRAMES_PER_SECOND, SLOTS
from emotion_training.body.export import STANDING
from emotion_training.body.statistics import TORSO_PER_SHOULDERS, MovementStatistics, joint_statistics, torso_length

TORSO = 100.0
STEP = 1 / FRAMES_PER_SECOND


def still():
    clip = np.zeros((1, FRAMES, 17, 3), np.float32)
    clip[0, :, :, :2] = STANDING
    clip[0, :, :, 2] = 0.9
    return clip


def measure(clip):
    """{slot: [mean, deviation, peak, acceleration, range] in torso lengths, or None when invalid}."""
    module = MovementStatistics()
    value, valid, _, _ = module(torch.from_numpy(clip))
    plain = np.exp(value[0].numpy()) - module.FLOOR
    return {s: plain[i] if valid[0, i] > 0 else None for i, s in enumerate(SLOTS)}


class StatisticsTest(unittest.TestCase):
    def test_constant_speed(self):
        # 3 pixels a frame along x and 4 along y: 5 pixels a frame, 62.5 pixels a second, 0.625 torso lengths a second.
        clip = still()
        clip[0, :, :, :2] += np.arange(FRAMES)[:, None, None] * np.array([3, 4])
        found = measure(clip)
        # Smoothing leaves 60 frames: 59 steps of 5 pixels, each way from its own axis.
        np.testing.assert_allclose(found["root"], [0.625, 0, 0.625, 0, 2.95], atol=1e-4)
        np.testing.assert_allclose(found["left wrist"], 0, atol=1e-4)

    def test_circle(self):
        # A circle of radius r at angle w a frame. Binomial smoothing of order 4 shrinks it by cos(w/2)^4, a difference spans 2 r sin(w/2).
        radius, angle = 40.0, 0.3
        clip = still()
        turn = angle * np.arange(FRAMES)
        clip[0, :, 9, 0] += radius * np.cos(turn)
        clip[0, :, 9, 1] += radius * np.sin(turn)
        shrunk = radius * np.cos(angle / 2) ** 4 / TORSO
        speed = shrunk * 2 * np.sin(angle / 2) / STEP
        acceleration = speed * 2 * np.sin(angle / 2) / STEP
        found = measure(clip)
        np.testing.assert_allclose(found["left wrist"], [speed, 0, speed, acceleration, 2 * 2 ** 0.5 * shrunk], rtol=1e-3, atol=5e-3)
        np.testing.assert_allclose(found["right wrist"], 0, atol=1e-4)
        np.testing.assert_allclose(found["root"], 0, atol=1e-4)

    def test_deviation_and_peak_of_two_speeds(self):
        # Standing for the first half, then 10 pixels a frame; away from the turn the speeds are 0 and 125.
        points = torch.zeros(1, 32, 1, 2)
        points[0, 16:, 0, 0] = 10.0 * torch.arange(1, 17)
        value, valid = joint_statistics(points, torch.ones(1, 32, 1))
        mean, deviation, peak, acceleration, extent = value[0, 0].tolist()
        # 27 speeds; the smoothed turn adds up to the same way: (160 - edge of 2 frames) / 27 frames.
        self.assertAlmostEqual(mean, 140 / 27 * FRAMES_PER_SECOND, places=3)
        self.assertAlmostEqual(peak, 125, places=3)
        # All acceleration has one direction: the change of speed, 125 in all, spread over 26 steps.
        self.assertAlmostEqual(acceleration, 125 / 26 * FRAMES_PER_SECOND, places=2)
        self.assertGreater(deviation, 50)
        self.assertAlmostEqual(extent, 140, places=3)
        self.assertEqual(valid[0, 0].item(), 1)

    def test_size_in_the_picture_does_not_matter(self):
        clip = still()
        clip[0, :, 9, 0] += 20 * np.sin(np.arange(FRAMES) / 3)
        far = clip.copy()
        far[..., :2] *= 0.25
        for name, value in measure(clip).items():
            np.testing.assert_allclose(measure(far)[name], value, atol=1e-3)

    def test_three_dimensions_are_measured_like_two(self):
        # A step of (2, 3, 6) has length 7.
        points = (torch.arange(20.0)[:, None] * torch.tensor([2.0, 3.0, 6.0]))[None, :, None]
        value, _ = joint_statistics(points, torch.ones(1, 20, 1))
        np.testing.assert_allclose(value[0, 0].numpy(), [7 * FRAMES_PER_SECOND, 0, 7 * FRAMES_PER_SECOND, 0, 7 * 15], atol=1e-2)

    def test_frames_that_are_not_seen_do_not_count(self):
        clip = still()
        clip[0, :, 9, 0] += 20 * np.sin(np.arange(FRAMES) / 3)
        young = clip.copy()
        young[0, :FRAMES - 30] = 0
        _, _, _, frames = MovementStatistics()(torch.from_numpy(young))
        self.assertEqual(frames.item(), 30)
        alone = MovementStatistics()(torch.from_numpy(clip[:, FRAMES - 30:].copy()))[0]
        np.testing.assert_allclose(MovementStatistics()(torch.from_numpy(young))[0].numpy(), alone.numpy(), atol=1e-3)

    def test_unseen_joints_are_invalid_and_their_coordinates_do_not_matter(self):
        clip = still()
        clip[0, :, 11:, 2] = 0.1
        clip[0, :, 11:, :2] = np.nan
        found = measure(clip)
        self.assertEqual([n for n, v in found.items() if v is None], [f"{side} {pair}" for pair in ("shoulder", "knee", "ankle") for side in ("left", "right")])
        np.testing.assert_allclose(found["root"], 0, atol=1e-4)

    def test_scale_falls_back_to_shoulders_and_tells_when_there_is_none(self):
        clip = torch.from_numpy(still())
        points, seen = clip[..., :2], torch.ones(1, FRAMES, 17)
        self.assertAlmostEqual(torso_length(points, seen)[0].item(), TORSO, places=3)
        seen[:, :, 11:] = 0
        self.assertAlmostEqual(torso_length(points, seen)[0].item(), 72 * TORSO_PER_SHOULDERS, places=3)
        seen[:] = 0
        self.assertEqual([v.item() for v in torso_length(points, seen)], [1, 0])

    def test_too_few_frames_are_invalid(self):
        clip = still()
        clip[0, :FRAMES - 9, :, 2] = 0
        self.assertTrue(all(v is None for v in measure(clip).values()))
        clip[0, FRAMES - 12:, :, 2] = 0.9
        self.assertTrue(all(v is not None for v in measure(clip).values()))
