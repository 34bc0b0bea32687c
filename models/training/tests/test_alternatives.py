import os
import tempfile
import unittest

import numpy as np

from emotion_training.study import alternatives


class AlternativesTest(unittest.TestCase):
    def test_every_idea_names_the_clips_of_an_unseen_actor(self):
        rng = np.random.RandomState(0)
        labels, actors = np.tile([0, 1, 2], 20), np.repeat(["a", "b", "c", "d"], 15)
        targets = np.eye(3)[labels]
        face, body = (targets @ rng.normal(size=(3, 6)) * 3 + rng.normal(size=(60, 6)) for _ in range(2))
        found = alternatives.fold(face, body, labels, targets, actors, "b")
        self.assertEqual(set(found), {"masked face", "average", "calibrated sum", "calibrated, half the body", "second regression", "one head"})
        for idea, logits in found.items():
            self.assertEqual(logits.shape, (15, 3))
            self.assertGreater((logits.argmax(1) == labels[actors == "b"]).mean(), 0.8, idea)

    def test_a_folder_without_a_study_is_named(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(FileNotFoundError, "holds 0 files of features of body"):
            alternatives.kept(os.path.join(folder), "body", "TSN", 10)
