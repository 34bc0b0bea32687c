import csv
import lzma
import os
import tempfile
import unittest

import numpy as np

from emotion_training import LABELS
from emotion_training.body import SLOTS, kinematics
from emotion_training.body.bridge import Bridge
from emotion_training.body.train import folds_of
from emotion_training.body.views import _DOUBT, HEAD, UPPER, WHOLE, moments, random_view, view

BRIDGE = Bridge(np.zeros((2, 3, 7, 5)), np.ones((2, 3, 7, 5)), np.full((2, 3, 2, 5), 0.9), np.full((2, 3), 0.4), np.full((2, 3), 0.3))
BRIDGE.agreement[:, 0] = 0.5


class KinematicsTest(unittest.TestCase):
    def test_read_converts_units_and_names(self):
        row = {f"{joint}_{c}": "0.5" for joint in kinematics._SOURCES for c in kinematics._COLUMNS}
        row.update({"LeftHand_speed_mean": "0.2", "RightHand_speed_mean": "0.4", "filename": "F01SU5V1", "actor_ID": "F01", "emotion": "Fearful", "duration": "2"})
        with tempfile.TemporaryDirectory() as folder:
            with lzma.open(os.path.join(folder, "body_kinematics.csv.xz"), "wt") as file:
                writer = csv.DictWriter(file, row.keys())
                writer.writeheader()
                writer.writerow(row)
            trials = kinematics.read(folder)
        self.assertEqual(LABELS[trials.emotions[0]], "fear")
        self.assertEqual((trials.actors[0], trials.scenes[0], trials.seconds[0]), ("F01", "SU5", 2))
        # Hips: 0.5 cm a frame at 125 frames a second are 0.625 m/s.
        np.testing.assert_allclose(np.exp(trials.statistics[0, 0]), [0.625, 0.625, 0.625, 78.125, 0.005], rtol=1e-2)
        np.testing.assert_allclose(np.exp(trials.statistics[0, [SLOTS.index("left wrist"), SLOTS.index("right wrist")], 0]), [0.2, 0.4], rtol=1e-3)

    def test_folds_share_no_actor(self):
        actors = np.array([f"A{i}" for i in np.random.RandomState(0).randint(0, 6, 60)])
        folds = folds_of(actors)
        for train, test in folds:
            self.assertEqual(len(set(actors[test])), 1)
            self.assertFalse(set(actors[train]) & set(actors[test]))
        self.assertEqual(sorted(np.concatenate([test for _, test in folds])), list(range(60)))

    def test_moments_are_shared_by_both_sides(self):
        statistics = np.random.RandomState(0).normal(size=(500, 12, 5))
        statistics[:, SLOTS.index("left wrist")] += 2
        mean, deviation = moments(statistics)
        np.testing.assert_allclose(mean[SLOTS.index("left wrist")], 1, atol=0.2)
        np.testing.assert_allclose(mean[SLOTS.index("right wrist")], mean[SLOTS.index("left wrist")])
        np.testing.assert_allclose(deviation[SLOTS.index("left wrist")], 2 ** 0.5, atol=0.1)

    def test_views_keep_the_spread_and_hide_what_is_out_of_sight(self):
        standard = np.random.RandomState(0).normal(size=(20000, 12, 5))
        values, valid = view(standard, BRIDGE, np.random.RandomState(1), WHOLE)
        doubt = _DOUBT[WHOLE]
        np.testing.assert_allclose(values.std(0), np.hypot(1, doubt), atol=0.03)
        self.assertAlmostEqual(np.corrcoef(values[:, 0, 0], standard[:, 0, 0])[0, 1], 0.9 / np.hypot(1, doubt), delta=0.01)
        self.assertTrue(valid.all())
        short, _ = view(standard, BRIDGE, np.random.RandomState(1), WHOLE, 16)
        self.assertAlmostEqual(np.corrcoef(short[:, 0, 0], standard[:, 0, 0])[0, 1], 0.5 / np.hypot(1, doubt), delta=0.01)
        self.assertEqual(view(standard, BRIDGE, np.random.RandomState(1), UPPER)[1][0].tolist(), [1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0])

    def test_views_of_a_joint_err_together(self):
        silent = np.zeros((20000, 12, 5))
        values, _ = view(silent, BRIDGE, np.random.RandomState(1), WHOLE)
        spread = 1 - 0.9 ** 2
        expected = lambda share: (share * spread + _DOUBT[WHOLE] ** 2) / (spread + _DOUBT[WHOLE] ** 2)
        self.assertAlmostEqual(np.corrcoef(values[:, 3, 0], values[:, 3, 2])[0, 1], expected(0.7), delta=0.02)
        self.assertAlmostEqual(np.corrcoef(values[:, 3, 0], values[:, 6, 2])[0, 1], expected(0.4), delta=0.02)

    def test_random_views_lose_joints_but_never_the_root(self):
        _, valid, frames = random_view(np.zeros((500, 12, 5)), BRIDGE, np.random.RandomState(2), HEAD)
        self.assertTrue(valid[:, 0].all())
        self.assertFalse(valid[:, 2:].any())
        self.assertLess(0, (valid[:, 1] == 0).mean())
        self.assertTrue((frames >= 11.9).all() and (frames <= 64).all() and (frames == 64).mean() > 0.4)
