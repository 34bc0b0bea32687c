import unittest

import numpy as np

from emotion_training.body import FRAMES, FRAMES_PER_SECOND
from emotion_training.body.camera import film, front_yaw, project, resample


class CameraTest(unittest.TestCase):
    def test_resample_is_linear_interpolation(self):
        values = np.arange(100.0)[:, None, None] * 2
        grid = resample(values, rate=50, frames=10, start=0.1)
        np.testing.assert_allclose(grid.ravel(), 2 * (0.1 + np.arange(10) / FRAMES_PER_SECOND) * 50)

    def test_projection_from_the_front_and_from_the_side(self):
        joints = np.array([[[1.0, 2.0, 3.0]]])
        np.testing.assert_allclose(project(joints, 0, 0, 10), [[[10, -20]]])
        np.testing.assert_allclose(project(joints, np.pi / 2, 0, 10), [[[30, -20]]], atol=1e-9)

    def test_front_yaw_shows_the_full_shoulder_width(self):
        joints = np.zeros((1, 17, 3))
        joints[0, 5], joints[0, 6] = (0.1, 1.4, 0.15), (-0.1, 1.4, -0.15)
        points = project(joints, front_yaw(joints), 0, 1)
        self.assertAlmostEqual(points[0, 5, 0] - points[0, 6, 0], np.hypot(0.2, 0.3))

    def test_short_motion_leaves_leading_frames_unseen(self):
        clip = film(np.random.RandomState(0).rand(50, 17, 3), 50, np.random.RandomState(1))
        self.assertEqual(clip.shape, (FRAMES, 17, 3))
        self.assertTrue((clip[:FRAMES - 13, :, 2] == 0).all())
        self.assertTrue((clip[FRAMES - 13:, :, 2] > 0).all())

    def test_joints_out_of_view_score_low(self):
        clip = film(np.random.RandomState(0).rand(200, 17, 3), 50, np.random.RandomState(1), visible=range(11))
        self.assertLess(clip[:, 11:, 2].max(), 0.2)
        self.assertGreater(np.median(clip[:, :11, 2]), 0.2)
