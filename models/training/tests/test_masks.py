import unittest

import numpy as np

from emotion_training.masks.templates import MaskTemplate
from emotion_training.masks.wear import MOUTH, NOSE_TIP, facing, wear


def frontal_face():
    """Mesh points of a frontal face of 100x140 pixels in the places the masks use; the rest lies at the nose."""
    points = np.tile([100.0, 105.0], (468, 1))
    for number, place in {234: (50, 95), 197: (100, 85), 454: (150, 95), 172: (62, 145), 152: (100, 170), 397: (138, 145), MOUTH: (100, 138), NOSE_TIP: (100, 112)}.items():
        points[number] = place
    return points


def template():
    rgba = np.zeros((120, 200, 4), np.uint8)
    rgba[10:110, 10:190] = (200, 30, 30, 255)
    return MaskTemplate("square", "front", rgba, np.array([[10.0, 20.0], [100.0, 10.0], [190.0, 20.0], [20.0, 100.0], [100.0, 110.0], [180.0, 100.0]]))


class MaskTest(unittest.TestCase):
    def setUp(self):
        self.image = np.full((220, 200, 3), 120, np.uint8)

    def test_mask_lands_on_mouth_and_nose_and_spares_eyes_and_surroundings(self):
        worn, coverage = wear(self.image, frontal_face(), template())
        for x, y in ((100, 138), (100, 112), (75, 130), (125, 130)):
            self.assertGreater(coverage[y, x], 0.9)
            self.assertEqual(worn[y, x].tolist(), [200, 30, 30])
        for x, y in ((78, 70), (122, 70), (100, 50), (20, 130), (180, 130), (100, 200)):
            self.assertEqual(coverage[y, x], 0)
            self.assertEqual(worn[y, x].tolist(), [120, 120, 120])

    def test_jittered_masks_still_cover_the_mouth(self):
        rng = np.random.RandomState(0)
        for _ in range(50):
            _, coverage = wear(self.image, frontal_face(), template(), rng, jitter=0.03)
            self.assertGreater(coverage[138, 100], 0.9)
            self.assertEqual(coverage[50, 100], 0)

    def test_facing_follows_the_nose(self):
        points = frontal_face()
        self.assertEqual(facing(points), "front")
        points[NOSE_TIP] = (60, 112)
        self.assertEqual(facing(points), "left")
        points[NOSE_TIP] = (140, 112)
        self.assertEqual(facing(points), "right")
