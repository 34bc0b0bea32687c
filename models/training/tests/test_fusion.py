import unittest

import numpy as np
import torch

from emotion_training.fusion.fit import fitted, table
from emotion_training.fusion.pairs import draw


class FusionTest(unittest.TestCase):
    def test_pairs_share_their_label_and_every_label_counts_alike(self):
        faces, bodies = np.array([0, 0, 0, 0, 1, 2]), np.array([2, 1, 0])
        first, second, labels = draw(faces, bodies, 5, np.random.RandomState(0))
        np.testing.assert_array_equal(faces[first], labels)
        np.testing.assert_array_equal(bodies[second], labels)
        self.assertEqual(np.bincount(labels).tolist(), [5, 5, 5])

    def test_a_stream_that_knows_nothing_gets_no_weight_and_one_that_is_too_sure_gets_little(self):
        rng = np.random.RandomState(0)
        labels = np.arange(600) % 3
        evidence = np.eye(3)[labels] * 2 + rng.normal(size=(600, 3))
        faces = np.stack([evidence, rng.normal(size=(600, 3)) * 3])
        bodies = (8 * (np.eye(3)[labels] * 0.5 + rng.normal(size=(600, 3))))[None]
        face, body, _ = fitted(faces, labels, bodies, labels, 150, seed=1)
        self.assertGreater(face[0], 1.0)
        self.assertLess(face[1], 0.1)
        self.assertLess(body[0], 0.3)

    def test_table_ascends_and_holds_one_kind(self):
        conditions = [("open", 40), ("masked", 40), ("open", 10)]
        self.assertEqual(table(torch.tensor([0.9, 0.5, 0.2]), conditions, "open"), [[10, 0.2], [40, 0.9]])
