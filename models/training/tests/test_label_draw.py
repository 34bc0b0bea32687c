import unittest

import numpy as np

from emotion_training.data.label_draw import LabelDraw


class LabelDrawTest(unittest.TestCase):
    def share_of_the_rare(self, balance):
        labels, rng = np.array([0] * 90 + [1] * 10), np.random.RandomState(0)
        draw = LabelDraw(labels, balance)
        return np.mean([labels[draw.number(rng)] for _ in range(4000)])

    def test_balance_reaches_from_as_it_occurs_to_every_label_alike(self):
        self.assertAlmostEqual(self.share_of_the_rare(0.0), 0.1, delta=0.02)
        self.assertAlmostEqual(self.share_of_the_rare(1.0), 0.5, delta=0.03)
