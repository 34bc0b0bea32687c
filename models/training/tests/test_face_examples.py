import unittest

import numpy as np

from emotion_training.face.augment import disturb
from emotion_training.face.examples import CloseUps, FaceExamples, Faces, plain
from emotion_training.face.framing import disturbed, moved, served, whole_picture
from emotion_training.face.sequences import FaceSequences
from emotion_training.face.training_masks import TrainingMasks
from tests.test_masks import frontal_face, template


def faces(count=6):
    rng = np.random.RandomState(0)
    points = np.tile(frontal_face() * 48 / 220, (count, 1, 1))
    return Faces(rng.randint(60, 200, (count, 48, 48)).astype(np.uint8), np.tile([6.0, 8, 42, 46], (count, 1)), np.tile([[15.0, 18], [31, 18]], (count, 1, 1)), points,
                 np.ones(count), np.eye(7, dtype=np.float32)[np.arange(count) % 7], np.arange(count) % 7)


def masks():
    return TrainingMasks([template()._replace(side=side) for side in ("left", "front", "right")], [], 1.0)


class FaceExamplesTest(unittest.TestCase):
    def test_items_are_the_same_whoever_draws_them(self):
        close_ups = CloseUps(np.random.RandomState(1).randint(0, 256, (4, 160, 160)).astype(np.uint8), np.array([0, 1, 0, 1]))
        first, second = (FaceExamples(faces(), close_ups, masks(), 64, 40) for _ in range(2))
        for number in (0, 7, 31):
            np.testing.assert_array_equal(first[number][0], second[number][0])
        second.epoch = 1
        self.assertTrue(any((first[n][0] != second[n][0]).any() for n in range(5)))

    def test_close_ups_count_for_the_mask_alone(self):
        close_ups = CloseUps(np.full((4, 160, 160), 90, np.uint8), np.array([1, 1, 1, 1]))
        items = [FaceExamples(faces(), close_ups, masks(), 64, 40, close_up_share=1.0)[n] for n in range(5)]
        self.assertTrue(all(counts == 0 and masked == 1 and not target.any() for _, target, masked, counts in items))

    def test_mask_covers_the_mouth_and_spares_the_eyes(self):
        some = faces()
        crop, masked = plain(some, 0, 96), plain(some, 0, 96, masks(), np.random.RandomState(0))
        mouth, eyes = moved(some.points[0][[13]], whole_picture((48, 48), 96))[0], slice(10, 40)
        x, y = mouth.astype(int)
        self.assertTrue((crop[y - 3:y + 3, x - 3:x + 3] != masked[y - 3:y + 3, x - 3:x + 3]).mean() > 0.9)
        np.testing.assert_array_equal(crop[eyes], masked[eyes])

    def test_a_face_without_sure_landmarks_gets_no_mask(self):
        some = faces()._replace(presence=np.zeros(6))
        self.assertIsNone(plain(some, 0, 96, masks(), np.random.RandomState(0)))

    def test_disturbances_keep_the_shape(self):
        crop = np.random.RandomState(0).randint(0, 256, (48, 48)).astype(np.uint8)
        for seed in range(30):
            out = disturb(crop, np.random.RandomState(seed))
            self.assertEqual((out.shape, out.dtype), ((48, 48), np.uint8))


class FramingTest(unittest.TestCase):
    def test_whole_picture_maps_corners_as_a_resize_does(self):
        np.testing.assert_allclose(moved(np.array([[-0.5, -0.5], [47.5, 47.5]]), whole_picture((48, 48), 96)), [[-0.5, -0.5], [95.5, 95.5]])

    def test_served_crop_centres_the_box_and_levels_the_eyes(self):
        eyes = np.array([[15.0, 20], [31, 24]])
        matrix = served((10.0, 10, 40, 40), eyes, 96)
        np.testing.assert_allclose(moved(np.array([[25.0, 25]]), matrix)[0], [48, 48], atol=1e-6)
        right, left = moved(eyes, matrix)
        self.assertAlmostEqual(right[1], left[1], places=4)

    def test_disturbed_stays_near(self):
        start = whole_picture((48, 48), 96)
        for seed in range(20):
            self.assertLess(np.abs(moved(np.array([[24.0, 24]]), disturbed(start, 96, np.random.RandomState(seed)))[0] - 48).max(), 20)


class FaceSequencesTest(unittest.TestCase):
    def test_film_shows_one_face_with_one_mask_moving(self):
        films = FaceSequences(faces(), masks(), 48, 5, 10, masked_share=1.0, spoilt_share=0.0)
        crops, target, masked = films[3]
        self.assertEqual((crops.shape, masked, float(target.sum())), ((5, 48, 48), 1, 1.0))
        self.assertTrue((crops[0] != crops[4]).any())
        np.testing.assert_array_equal(crops, films[3][0])
