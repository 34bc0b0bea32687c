import unittest

import cv2
import numpy as np

from emotion_training.data.near_duplicates import group_near_duplicates
from emotion_training.data.split import split_by_group


def picture(seed):
    """A smooth random picture, so that its low frequencies differ from any other's."""
    coarse = np.random.RandomState(seed).randint(0, 255, (6, 6, 3)).astype(np.uint8)
    return cv2.resize(coarse, (96, 96), interpolation=cv2.INTER_CUBIC)


class SplitTest(unittest.TestCase):
    def test_near_duplicates_meet_in_one_group(self):
        first = picture(1)
        smaller = cv2.resize(first, (64, 64), interpolation=cv2.INTER_AREA)
        packed = cv2.imdecode(cv2.imencode(".jpg", first, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], cv2.IMREAD_COLOR)
        brighter = cv2.convertScaleAbs(first, alpha=0.9, beta=10)
        mirrored = np.ascontiguousarray(first[:, ::-1])
        groups = group_near_duplicates([first, smaller, packed, brighter, mirrored, picture(2), picture(3)])
        self.assertEqual(len(set(groups[:5])), 1)
        self.assertEqual(len(set(groups[4:])), 3)

    def test_split_shares_no_group(self):
        groups = np.random.RandomState(0).randint(0, 120, 1000)
        parts = split_by_group(groups, (0.7, 0.1, 0.2), seed=1)
        for group in set(groups):
            self.assertEqual(len(set(parts[groups == group])), 1)
        for part, share in enumerate((0.7, 0.1, 0.2)):
            self.assertAlmostEqual((parts == part).mean(), share, delta=0.03)

    def test_split_is_the_same_for_the_same_seed(self):
        groups = np.arange(100) // 3
        self.assertTrue((split_by_group(groups, (0.5, 0.5), 4) == split_by_group(groups, (0.5, 0.5), 4)).all())
        self.assertTrue((split_by_group(groups, (0.5, 0.5), 4) != split_by_group(groups, (0.5, 0.5), 5)).any())
