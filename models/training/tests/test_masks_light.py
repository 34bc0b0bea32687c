import unittest

import cv2
import numpy as np

from emotion_training.masks.drawn import draw_mask
from emotion_training.masks.drawn.canvas import ANCHORS, to_pixels
from emotion_training.masks.light import grain, sharpness, side_light
from emotion_training.masks.templates import MaskTemplate
from emotion_training.masks.wear import wear

from .average_face import face


def plain_template():
    rgba = np.full((224, 256, 4), 200, np.uint8)
    rgba[:, :, 3] = 0
    rgba[48:178, 40:216, 3] = 255
    return MaskTemplate("plain", "front", rgba, to_pixels(ANCHORS))


class LightTest(unittest.TestCase):
    def setUp(self):
        self.points = face()
        self.noisy = np.random.RandomState(0).randint(60, 180, (220, 200), dtype=np.uint8)

    def test_gray_pictures_keep_their_shape_and_agree_with_colour(self):
        template = draw_mask(np.random.RandomState(2), style="cloth")
        gray, coverage = wear(self.noisy, self.points, template)
        column, _ = wear(self.noisy[:, :, None], self.points, template)
        colour, colour_coverage = wear(cv2.cvtColor(self.noisy, cv2.COLOR_GRAY2RGB), self.points, template)
        self.assertEqual((gray.shape, column.shape), ((220, 200), (220, 200, 1)))
        np.testing.assert_array_equal(gray, column[:, :, 0])
        np.testing.assert_array_equal(coverage, colour_coverage)
        self.assertLess(np.abs(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY).astype(int) - gray).max(), 4)
        self.assertTrue((gray[coverage == 0] == self.noisy[coverage == 0]).all())
        self.assertTrue((gray[coverage > 0.9] != self.noisy[coverage > 0.9]).any())

    def test_a_gray_photograph_stored_as_colour_gets_a_gray_mask_and_a_coloured_one_a_coloured_mask(self):
        template = draw_mask(np.random.RandomState(2), style="cloth")
        gray = cv2.cvtColor(self.noisy, cv2.COLOR_GRAY2RGB)
        for picture, least, most in ((gray, 0, 1), (gray // 2 + np.uint8([80, 40, 20]), 5, 255)):
            worn, coverage = wear(picture, self.points, template, np.random.RandomState(0))
            spread = np.ptp(worn[coverage > 0.99].astype(int), axis=1).mean()
            self.assertTrue(least <= spread <= most, spread)

    def test_a_mask_is_brighter_on_the_lit_side_of_the_face(self):
        ramp = np.tile(np.linspace(220, 40, 200).astype(np.uint8), (220, 1))
        left, right = side_light(ramp, self.points)
        self.assertGreater(left, right + 40)
        for seed in range(8):
            for picture, sign in ((ramp, 1), (ramp[:, ::-1].copy(), -1)):
                worn, coverage = wear(picture, self.points, plain_template(), np.random.RandomState(seed))
                values = worn[120][coverage[120] > 0.99].astype(float)
                self.assertGreater(sign * (values[:10].mean() - values[-10:].mean()), 3)

    def test_a_mask_on_a_bright_face_is_brighter_than_on_a_dark_one(self):
        for seed in range(8):
            dark, bright = (wear(np.full((220, 200), v, np.uint8), self.points, plain_template(), np.random.RandomState(seed))[0][130, 100] for v in (40, 200))
            self.assertGreater(int(bright), int(dark) + 10)

    def test_sharpness_tells_blur_and_noise(self):
        steps = np.kron(np.random.RandomState(1).randint(40, 200, (16, 16)), np.ones((8, 8))).astype(np.uint8)
        blurs = [sharpness(cv2.GaussianBlur(steps, (0, 0), s))[0] for s in (1.0, 2.0, 4.0)]
        self.assertEqual(blurs, sorted(blurs))
        self.assertGreater(blurs[2], blurs[0] + 1)
        flat = np.full((112, 112), 120.0)
        noises = [sharpness((flat + np.random.RandomState(2).normal(0, s, flat.shape)).round().astype(np.uint8))[1] for s in (0, 4, 10)]
        self.assertEqual(noises[0], 0)
        np.testing.assert_allclose(noises[1:], (4, 10), rtol=0.3)

    def test_a_mask_on_a_blurred_picture_has_soft_edges(self):
        template = plain_template()
        steps = np.kron(np.random.RandomState(1).randint(90, 150, (28, 25)), np.ones((8, 8))).astype(np.uint8)[:220, :200]
        slopes = []
        for picture in (steps, cv2.GaussianBlur(steps, (0, 0), 4)):
            _, coverage = wear(picture, self.points, template, np.random.RandomState(0))
            slopes.append(np.abs(np.diff(coverage[:, 100])).max())
        self.assertLess(slopes[1], 0.5 * slopes[0])

    def test_grain_has_the_wanted_deviation_and_size_for_any_picture(self):
        for shape in ((40, 50), (600, 700)):
            part = grain(shape, 5.0, np.random.RandomState(0))
            self.assertEqual(part.shape, shape)
            self.assertAlmostEqual(float(part.std()), 5.0, delta=0.5)

    def test_a_face_outside_the_picture_leaves_it_as_it_is(self):
        worn, coverage = wear(self.noisy, self.points + 1000, plain_template(), np.random.RandomState(0))
        np.testing.assert_array_equal(worn, self.noisy)
        self.assertEqual(coverage.max(), 0)
