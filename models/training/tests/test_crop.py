import unittest

import numpy as np

from emotion_training.faces.crop import crop_transform, warp


class CropTest(unittest.TestCase):
    def test_eyes_become_level_and_the_box_centre_stays_central(self):
        box = np.array([40.0, 60.0, 140.0, 150.0])
        eyes = np.array([[70.0, 90.0], [110.0, 110.0]])
        matrix = crop_transform(box, eyes, 64)
        right, left = eyes @ matrix[:, :2].T + matrix[:, 2]
        self.assertAlmostEqual(right[1], left[1], places=6)
        self.assertGreater(left[0], right[0])
        np.testing.assert_allclose(matrix[:, :2] @ [90, 105] + matrix[:, 2], [32, 32], atol=1e-9)

    def test_side_is_the_longer_box_side_grown_by_the_margin(self):
        matrix = crop_transform([0, 0, 100, 60], [[40, 30], [60, 30]], 50, margin=0.25)
        self.assertAlmostEqual(np.hypot(*matrix[0, :2]), 50 / 125)

    def test_context_crop_holds_the_served_crop_in_its_centre(self):
        image = np.random.RandomState(0).randint(0, 255, (200, 200, 3)).astype(np.uint8)
        image = np.repeat(np.repeat(image[::20, ::20], 20, 0), 20, 1)
        box, eyes = [60, 60, 140, 140], [[80, 90], [120, 90]]
        served = warp(image, crop_transform(box, eyes, 80), 80)
        context = warp(image, crop_transform(box, eyes, 112, context=1.4), 112)
        self.assertLess(np.abs(context[16:96, 16:96].astype(int) - served).mean(), 2)
