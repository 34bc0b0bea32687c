import unittest

import numpy as np

from emotion_training.faces.crop import CONTEXT_PIXELS
from emotion_training.mask_state.augment import augment, centre_crop, resolution
from emotion_training.mask_state.occluders import add_hand, add_object
from emotion_training.mask_state.train import SHARES, sampling_weights


class AugmentTest(unittest.TestCase):
    def test_centre_crop_is_the_served_region(self):
        context = np.zeros((CONTEXT_PIXELS, CONTEXT_PIXELS, 3), np.uint8)
        context[16:96, 16:96] = 200
        self.assertEqual(centre_crop(context)[2:-2, 2:-2].min(), 200)

    def test_augment_is_deterministic_by_seed_and_keeps_the_shape(self):
        context = np.random.RandomState(1).randint(0, 255, (CONTEXT_PIXELS, CONTEXT_PIXELS, 3)).astype(np.uint8)
        for masked in (False, True):
            a, b, c = (augment(context, masked, np.random.RandomState(s)) for s in (3, 3, 4))
            self.assertEqual(a.shape, (64, 64, 3))
            self.assertEqual(a.dtype, np.uint8)
            self.assertTrue((a == b).all())
            self.assertTrue((a != c).any())

    def test_hands_cover_the_mouth_and_objects_elsewhere_do_not(self):
        rng = np.random.RandomState(0)
        crop = np.full((64, 64, 3), 128, np.uint8)
        crop[::2] = 90
        hands = sum((add_hand(crop, rng)[38:50, 22:42] != crop[38:50, 22:42]).any() for _ in range(40))
        objects = [(add_object(crop, rng, over_mouth=False)[44:50, 28:36] != crop[44:50, 28:36]).any(2).mean() for _ in range(40)]
        self.assertEqual(hands, 40)
        self.assertLess(np.mean(objects), 0.1)

    def test_resolution_loses_detail(self):
        crop = np.zeros((64, 64, 3), np.uint8)
        crop[:, ::2] = 255
        self.assertLess(resolution(crop, 16).std(), 5)

    def test_sampling_weights_even_out_the_classes(self):
        rng = np.random.RandomState(0)
        sources, labels = rng.choice(list(SHARES), 500), rng.randint(0, 2, 500)
        weights = sampling_weights(sources, labels)
        self.assertAlmostEqual(weights.sum(), 1)
        self.assertAlmostEqual(weights[labels == 1].sum(), 0.5)
