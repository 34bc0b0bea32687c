import unittest

import numpy as np

from emotion_import.graph.folding import fold, fold_shape
from emotion_import.graph.model import Node
from emotion_import.graph.value import UNKNOWN, Value


def folded(operation, *arrays, **attributes):
    return fold(Node(operation, "n", (), attributes), [np.asarray(array) for array in arrays])


class FoldingTests(unittest.TestCase):
    def test_fold_shape_KnownShape_IsAConstant(self):
        value = Value((1, 24, 40, 17), np.dtype(np.float32), native="x")
        np.testing.assert_array_equal(fold_shape(Node("Shape", "n"), value), [1, 24, 40, 17])
        self.assertEqual(int(fold_shape(Node("Size", "n"), value)), 16320)

    def test_fold_shape_UnknownBatch_IsLeft(self):
        self.assertIsNone(fold_shape(Node("Shape", "n"), Value((UNKNOWN, 3), np.dtype(np.float32), native="x")))

    def test_fold_FloorDivision_RoundsDown(self):
        np.testing.assert_array_equal(folded("FloorDiv", np.int32([7, -7]), np.int32(2))[0], [3, -4])

    def test_fold_Division_KeepsTheType(self):
        result, = folded("RealDiv", np.float32([1, 2]), np.float32(4))
        np.testing.assert_array_equal(result, np.float32([0.25, 0.5]))
        self.assertEqual(result.dtype, np.float32)

    def test_fold_RangeTileReshape_MakeACoordinateGrid(self):
        row, = folded("Range", np.int32(0), np.int32(3), np.int32(1))
        grid, = folded("Tile", row, np.int32([2]))
        grid, = folded("Reshape", grid, np.int32([2, -1]))
        np.testing.assert_array_equal(grid, [[0, 1, 2], [0, 1, 2]])
        self.assertEqual(grid.dtype, np.int32)

    def test_fold_PackAndUnpack_AreInverse(self):
        packed, = folded("Pack", [1, 2], [3, 4], axis=1)
        np.testing.assert_array_equal(packed, [[1, 3], [2, 4]])
        first, second = folded("Unpack", packed, axis=1)
        np.testing.assert_array_equal(first, [1, 2])
        np.testing.assert_array_equal(second, [3, 4])

    def test_fold_Cast_Truncates(self):
        np.testing.assert_array_equal(folded("Cast", np.float32([1.9, -1.9]), DstT="DT_INT32")[0], [1, -1])

    def test_fold_OperationWithoutARule_IsLeft(self):
        self.assertIsNone(folded("Sigmoid", np.float32(0)))
