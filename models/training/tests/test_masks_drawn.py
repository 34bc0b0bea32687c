import unittest

import numpy as np

from emotion_training.masks.drawn import SIDES, STYLES, DrawnMask, draw_mask
from emotion_training.masks.drawn.canvas import filled
from emotion_training.masks.drawn.outline import Outline, down, edge
from emotion_training.masks.wear import facing, wear, yaw_of

from .average_face import EYES, MOUTH, NOSE, face

YAW = {"front": 0.0, "left": -0.5, "right": 0.5}


def at(coverage, point):
    return coverage[int(round(point[1])), int(round(point[0]))]


class DrawnMaskTest(unittest.TestCase):
    def test_every_style_and_side_lands_on_mouth_and_nose_and_spares_the_eyes(self):
        image = np.full((220, 220, 3), 120, np.uint8)
        for style in STYLES:
            for side in SIDES:
                points = face(YAW[side])
                self.assertEqual(facing(points), side)
                for seed in range(4):
                    with self.subTest(style=style, side=side, seed=seed):
                        template = draw_mask(np.random.RandomState(seed), side, style)
                        self.assertEqual((template.name, template.side), (style, side))
                        _, coverage = wear(image, points, template, np.random.RandomState(seed), jitter=0.02)
                        self.assertGreater(at(coverage, points[MOUTH]), 0.9)
                        self.assertGreater(at(coverage, points[NOSE]), 0.9)
                        for eye in EYES:
                            self.assertLess(at(coverage, points[eye]), 0.1)
                        # A mask covers a third to nearly all of the box from the eyes to the chin, and little beyond the head.
                        area = coverage.sum() / np.prod(np.ptp(points[[234, 454, 152, 159, 386, 1]], axis=0))
                        self.assertGreater(area, 0.33)
                        self.assertLess(area, 1.15)

    def test_a_seed_fixes_the_mask_and_another_one_changes_it(self):
        first, again, other = (draw_mask(np.random.RandomState(s)) for s in (5, 5, 6))
        np.testing.assert_array_equal(first.rgba, again.rgba)
        self.assertTrue(first.rgba.shape != other.rgba.shape or (first.rgba != other.rgba).any())

    def test_wrong_side_or_style_is_named(self):
        with self.assertRaisesRegex(ValueError, "'back'.*front, left, right"):
            draw_mask(np.random.RandomState(0), "back")
        with self.assertRaisesRegex(ValueError, "'hat'.*surgical"):
            draw_mask(np.random.RandomState(0), style="hat")

    def test_turning_moves_the_nose_anchor_and_hides_the_far_side(self):
        mask = DrawnMask(np.random.RandomState(1), "surgical")
        left, front, right = (mask.seen(yaw) for yaw in (-0.6, 0.0, 0.6))
        self.assertEqual([t.side for t in (left, front, right)], ["left", "front", "right"])

        def place(template):
            a, b, c = template.anchors[:3, 0]
            return (b - a) / (c - a)
        self.assertAlmostEqual(place(front), 0.5, places=6)
        self.assertAlmostEqual(place(left), 1 - place(right), places=6)
        self.assertAlmostEqual(yaw_of(face(0.6)), 0.6, delta=0.02)
        self.assertLess(place(left), 0.1)

    def test_outline_is_closed_symmetric_and_runs_from_0_to_1_downwards(self):
        outline = Outline(half=0.8, nose=0.0, cheek=0.2, side=0.8, chin=1.3, peak=1.5, round=2.0, sag=0.0, tilt=0.0, bulge=0.0)
        shape = filled(edge(outline))
        np.testing.assert_allclose(shape[:, 1:], shape[:, :0:-1], atol=0.1)
        self.assertAlmostEqual(float(down(outline, 0.0, 0.0)), 0)
        self.assertAlmostEqual(float(down(outline, 0.0, 1.3)), 1)
        self.assertAlmostEqual(float(down(outline, 0.8, 0.5)), 0.5)
