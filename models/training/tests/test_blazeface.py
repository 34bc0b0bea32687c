import unittest

import numpy as np

from emotion_training.faces.blazeface import _anchors, overlap


class BlazeFaceTest(unittest.TestCase):
    def test_anchors(self):
        anchors = _anchors()
        self.assertEqual(anchors.shape, (896, 2))
        np.testing.assert_allclose(anchors[:4], [[1 / 32, 1 / 32], [1 / 32, 1 / 32], [3 / 32, 1 / 32], [3 / 32, 1 / 32]])
        np.testing.assert_allclose(anchors[512:518], np.full((6, 2), 1 / 16))
        np.testing.assert_allclose(anchors[-1], [15 / 16, 15 / 16])

    def test_overlap_by_hand(self):
        np.testing.assert_allclose(overlap(np.array([[0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 6, 6]], float), np.array([0, 0, 2, 2.0])), [1, 1 / 7, 0])
