import unittest

import numpy as np

from emotion_import.graph.strided_slice import slice_bounds, slice_items

PICTURE = np.arange(2 * 3 * 4).reshape(2, 3, 4)


def sliced(begin, end, strides, **masks):
    return PICTURE[tuple(slice_items(masks, begin, end, strides, PICTURE.ndim))]


class StridedSliceTests(unittest.TestCase):
    def test_slice_items_Plain_IsNumpysSlice(self):
        np.testing.assert_array_equal(sliced([0, 1, 0], [2, 3, 4], [1, 1, 2]), PICTURE[0:2, 1:3, 0:4:2])

    def test_slice_items_BeginAndEndMask_ReachTheBorder(self):
        np.testing.assert_array_equal(sliced([9, 1], [9, 9], [1, 1], begin_mask=1, end_mask=3), PICTURE[:, 1:])

    def test_slice_items_ShrinkMask_DropsTheDimension(self):
        np.testing.assert_array_equal(sliced([1], [2], [1], shrink_axis_mask=1), PICTURE[1])

    def test_slice_items_NewAxisMask_InsertsADimension(self):
        np.testing.assert_array_equal(sliced([0, 0], [0, 0], [1, 1], begin_mask=2, end_mask=2, new_axis_mask=1), PICTURE[None])

    def test_slice_items_EllipsisMask_SkipsWhatIsLeft(self):
        np.testing.assert_array_equal(sliced([0, 3], [0, 4], [1, 1], ellipsis_mask=1, shrink_axis_mask=2), PICTURE[..., 3])

    def test_slice_bounds_Backwards_EndsBeforeTheFirst(self):
        # An end of -1 would mean the last element to ONNX.
        self.assertEqual(slice_bounds(slice(None, None, -1), 4), (3, -5, -1, 4))

    def test_slice_bounds_NegativeIndex_CountsFromTheBack(self):
        self.assertEqual(slice_bounds(-1, 4), (3, 4, 1, 1))
