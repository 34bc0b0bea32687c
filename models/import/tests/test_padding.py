import unittest

from emotion_import.errors import ImportFailure
from emotion_import.graph.padding import window, windows


class PaddingTests(unittest.TestCase):
    def test_window_SameStrideTwoEvenLength_PutsTheOddZeroAtTheEnd(self):
        # 112 outputs reach (112 - 1) * 2 + 3 = 225 pixels: one more than there are.
        self.assertEqual(window(224, 3, 2, 1, "SAME"), (112, 0, 1))

    def test_window_SameStrideTwoOddLength_IsSymmetric(self):
        # 4 outputs reach 3 * 2 + 3 = 9 pixels of 7.
        self.assertEqual(window(7, 3, 2, 1, "SAME"), (4, 1, 1))

    def test_window_SameEvenKernel_PutsTheOddZeroAtTheEnd(self):
        self.assertEqual(window(10, 4, 1, 1, "SAME"), (10, 1, 2))

    def test_window_SameDilated_CountsTheReach(self):
        # A kernel of 3 with holes of 1 reaches over 5 pixels.
        self.assertEqual(window(10, 3, 1, 2, "SAME"), (10, 2, 2))

    def test_window_SameStrideBeyondKernel_NeedsNoZeros(self):
        self.assertEqual(window(112, 1, 2, 1, "SAME"), (56, 0, 0))

    def test_window_Valid_DropsTheRest(self):
        self.assertEqual(window(8, 3, 2, 1, "VALID"), (3, 0, 0))
        self.assertEqual(window(7, 7, 2, 1, "VALID"), (1, 0, 0))

    def test_windows_TwoAxes_OrdersPadsAsOnnx(self):
        size, pads = windows((192, 7), (3, 3), (2, 2), (1, 1), "SAME")
        self.assertEqual(size, (96, 4))
        self.assertEqual(pads, [0, 1, 1, 1], "top, left, bottom, right")

    def test_window_UnknownPadding_IsRefused(self):
        with self.assertRaisesRegex(ImportFailure, "EXPLICIT"):
            window(8, 3, 1, 1, "EXPLICIT")
