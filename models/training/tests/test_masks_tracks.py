import itertools
import unittest

import numpy as np

from emotion_training.masks.tracks import PATIENCE, Tracks

from .average_face import face


class TracksTest(unittest.TestCase):
    def setUp(self):
        numbers = itertools.count()
        self.tracks = Tracks(lambda: f"mask {next(numbers)}")

    def test_people_who_move_keep_their_masks(self):
        for step in range(20):
            two = [face(centre=(100 + 4 * step, 90)), face(centre=(400 - 4 * step, 90))]
            present = self.tracks.update(two if step % 2 else two[::-1])
            by_place = sorted(present, key=lambda t: t.points[:, 0].mean())
            masks = [t.choice for t in by_place]
            if step == 0:
                first = masks
            self.assertEqual(masks, first)

    def test_a_face_missed_for_some_frames_keeps_its_mask_and_a_later_one_is_new(self):
        here = face()
        self.assertEqual([t.choice for t in self.tracks.update([here])], ["mask 0"])
        for _ in range(PATIENCE):
            self.assertEqual([t.choice for t in self.tracks.update([])], ["mask 0"])
        self.assertEqual([t.choice for t in self.tracks.update([here])], ["mask 0"])
        for _ in range(PATIENCE + 1):
            present = self.tracks.update([])
        self.assertEqual(present, [])
        self.assertEqual([t.choice for t in self.tracks.update([here])], ["mask 1"])

    def test_trembling_is_smoothed_and_a_fast_face_is_followed(self):
        rng = np.random.RandomState(0)
        still, seen = face(), []
        for _ in range(40):
            noise = rng.normal(0, 0.3, still.shape)
            seen.append(self.tracks.update([still + noise])[0].points - still)
        self.assertLess(np.std(seen[10:]), 0.75 * 0.3)
        moved = still + (25, 0)
        np.testing.assert_allclose(self.tracks.update([moved])[0].points, moved, atol=1)
