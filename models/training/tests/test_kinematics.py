import csv
import lzma
import os
import tempfile
import unittest

import numpy as np
from sklearn.model_selection import GroupKFold

from emotion_training import LABELS
from emotion_training.body import kinematics
from emotion_training.body.bridge import Bridge
from emotion_training.body.fit import fit_classifier, logits_of
from emotion_training.body.views import _DOUBT, UPPER, WHOLE, random_view, view

BRIDGE = Bridge(np.zeros((2, 7, 4)), np.ones((2, 7, 4)), np.full((2, 2, 4), 0.9), 0.4)


class KinematicsTest(unittest.TestCase):
    def test_read_converts_units_and_names(self):
        joints = sorted({j for names in kinematics._SOURCES.values() for j in names})
        row = {f"{j}_{c}": "0.5" for j in joints for c in ("speed_mean", "speed_std", "speed_max", "acc_mean")}
        row.update({"LeftHand_speed_mean": "0.2", "RightHand_speed_mean": "0.4", "filename": "F01A0V1", "actor_ID": "F01", "emotion": "Fearful",
                    "gender": "Female", "num_frames": "250", "duration": "2"})
        with tempfile.TemporaryDirectory() as folder:
            with lzma.open(os.path.join(folder, "body_kinematics.csv.xz"), "wt") as file:
                writer = csv.DictWriter(file, row.keys())
                writer.writeheader()
                writer.writerow(row)
            trials = kinematics.read(folder)
        self.assertEqual(LABELS[trials.emotions[0]], "fear")
        self.assertEqual(trials.actors.tolist(), ["F01"])
        # Hips: 0.5 cm a frame at 125 frames a second are 0.625 m/s.
        np.testing.assert_allclose(np.exp(trials.statistics[0, 0]), [0.625, 0.625, 0.625, 78.125], rtol=1e-3)
        np.testing.assert_allclose(np.exp(trials.statistics[0, 4, 0]), 0.3, rtol=1e-3)

    def test_folds_share_no_actor(self):
        actors = np.repeat([f"A{i}" for i in range(17)], 5)
        for train, test in GroupKFold(17).split(actors, groups=actors):
            self.assertFalse(set(actors[train]) & set(actors[test]))
            self.assertEqual(len(set(actors[test])), 1)

    def test_views_keep_the_spread_and_hide_what_is_out_of_sight(self):
        standard = np.random.RandomState(0).normal(size=(20000, 7, 4))
        values, valid = view(standard, BRIDGE, np.random.RandomState(1), WHOLE)
        doubt = _DOUBT[WHOLE]
        np.testing.assert_allclose(values.std(0), np.hypot(1, doubt), atol=0.03)
        self.assertAlmostEqual(np.corrcoef(values[:, 0, 0], standard[:, 0, 0])[0, 1], 0.9 / np.hypot(1, doubt), delta=0.01)
        self.assertTrue(valid.all())
        self.assertEqual(view(standard, BRIDGE, np.random.RandomState(1), UPPER)[1][0].tolist(), [1, 1, 0, 1, 1, 0, 0])
        _, valid = random_view(standard, BRIDGE, np.random.RandomState(2))
        self.assertTrue((valid[valid[:, 0] == 0] == 0).all())

    def test_classifier_learns_what_can_be_learnt(self):
        rng = np.random.RandomState(0)
        emotions = np.arange(350) % 7
        centres = rng.normal(size=(7, 7, 4)) * 1.5
        standard = centres[emotions] + 0.3 * rng.normal(size=(350, 7, 4))
        model = fit_classifier(standard, emotions, BRIDGE, seed=1, hidden=16, epochs=60)
        logits = logits_of(model, *view(standard, BRIDGE, rng, WHOLE))
        self.assertGreater((logits.argmax(1) == emotions).mean(), 0.8)
        nothing = logits_of(model, np.zeros((1, 7, 4)), np.zeros((1, 7)))
        self.assertTrue(np.isfinite(nothing).all())
