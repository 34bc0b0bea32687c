import unittest

import numpy as np
import torch

from emotion_training.body import FRAMES, FRAMES_PER_SECOND, GROUP_NAMES
from emotion_training.body.export import STANDING
from emotion_training.body.statistics import TORSO_PER_SHOULDERS, MovementStatistics, speed_statistics, torso_length

TORSO = 100.0
STEP = 1 / FRAMES_PER_SECOND


def still():
    clip = np.zeros((1, FRAMES, 17, 3), np.float32)
    clip[0, :, :, :2] = STANDING
    clip[0, :, :, 2] = 0.9
    return clip


def measure(clip):
    """{group: [mean, deviation, peak, acceleration] in torso lengths, or None when invalid}."""
    module = MovementStatistics()
    value, valid, _ = module(torch.from_numpy(clip))
    plain = np.exp(value[0].numpy()) - module.FLOOR
    return {g: plain[i] if valid[0, i] > 0 else None for i, g in enumerate(GROUP_NAMES)}


class StatisticsTest(unittest.TestCase):
    def test_constant_speed(self):
        # 3 pixels a frame along x and 4 along y: 5 pixels a frame, 62.5 pixels a second, 0.625 torso lengths a second.
        clip = still()
        clip[0, :, :, :2] += np.arange(FRAMES)[:, None, None] * np.array([3, 4])
        found = measure(clip)
        np.testing.assert_allclose(found["root"], [0.625, 0, 0.625, 0], atol=1e-4)
        np.testing.assert_allclose(found["wrist"], 0, atol=1e-4)

    def test_circle(self):
        # A circle of radius r at angle w a frame. Binomial smoothing of order 4 shrinks it by cos(w/2)^4, a difference spans 2 r sin(w/2).
        radius, angle = 40.0, 0.3
        clip = still()
        turn = angle * np.arange(FRAMES)
        for wrist in (9, 10):
            clip[0, :, wrist, 0] += radius * np.cos(turn)
            clip[0, :, wrist, 1] += radius * np.sin(turn)
        speed = radius * np.cos(angle / 2) ** 4 * 2 * np.sin(angle / 2) / STEP / TORSO
        acceleration = speed * 2 * np.sin(angle / 2) / STEP
        found = measure(clip)
        np.testing.assert_allclose(found["wrist"], [speed, 0, speed, acceleration], rtol=1e-3, atol=1e-3)
        np.testing.assert_allclose(found["root"], 0, atol=1e-4)

    def test_deviation_and_peak_of_two_speeds(self):
        # Standing for the first half, then 10 pixels a frame; away from the turn the speeds are 0 and 125.
        points = torch.zeros(1, 32, 1, 2)
        points[0, 16:, 0, 0] = 10.0 * torch.arange(1, 17)
        value, valid = speed_statistics(points, torch.ones(1, 32, 1))
        mean, deviation, peak, acceleration = value[0, 0].tolist()
        # 27 speeds; the smoothed turn adds up to the same way: (160 - edge of 2 frames) / 27 frames.
        self.assertAlmostEqual(mean, 140 / 27 * FRAMES_PER_SECOND, places=3)
        self.assertAlmostEqual(peak, 125, places=3)
        # All acceleration has one direction: the change of speed, 125 in all, spread over 26 steps.
        self.assertAlmostEqual(acceleration, 125 / 26 * FRAMES_PER_SECOND, places=2)
        self.assertGreater(deviation, 50)
        self.assertEqual(valid[0, 0].item(), 1)

    def test_size_in_the_picture_does_not_matter(self):
        clip = still()
        clip[0, :, 9, 0] += 20 * np.sin(np.arange(FRAMES) / 3)
        far = clip.copy()
        far[..., :2] *= 0.25
        for name, value in measure(clip).items():
            np.testing.assert_allclose(measure(far)[name], value, atol=1e-3)

    def test_unseen_joints_are_invalid_and_their_coordinates_do_not_matter(self):
        clip = still()
        clip[0, :, 11:, 2] = 0.1
        clip[0, :, 11:, :2] = np.nan
        found = measure(clip)
        self.assertEqual([n for n, v in found.items() if v is None], ["shoulder", "knee", "ankle"])
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
