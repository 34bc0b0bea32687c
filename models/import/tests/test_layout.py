import unittest

import numpy as np
from onnx import numpy_helper

from emotion_import.graph.layout import axis_channels_first, constant_channels_first
from emotion_import.graph.model import Node

from .graphs import build, converted, convolution, operations, picture, shape_of


class LayoutTests(unittest.TestCase):
    def test_axis_channels_first_EveryAxis_MovesWithItsData(self):
        array = np.zeros((2, 3, 5, 7))
        moved = array.transpose(0, 3, 1, 2)
        for axis in range(4):
            self.assertEqual(array.shape[axis], moved.shape[axis_channels_first(axis)])

    def test_constant_channels_first_PerChannel_BroadcastsAlike(self):
        rows, bias = np.ones((1, 2, 3, 4)), np.arange(4.0)
        expected = (rows + bias).transpose(0, 3, 1, 2)
        np.testing.assert_array_equal(rows.transpose(0, 3, 1, 2) + constant_channels_first(bias), expected)

    def test_convert_ConvolutionChain_TransposesOnlyAtItsEnds(self):
        filters = np.full((3, 3, 3, 3), 0.1, np.float32)
        graph = build([
            picture(-1, 8, 8, 3),
            convolution("c1", "input", "filters", 2),
            Node("AddV2", "biased", ("c1", "bias")),
            Node("Relu", "relu", ("biased",)),
            convolution("c2", "relu", "filters"),
            Node("ConcatV2", "both", ("relu", "c2", "axis")),
        ], {"filters": filters, "bias": np.float32([1, 2, 3]), "axis": np.int32(3)}, "both")
        model = converted(graph)
        self.assertEqual(operations(model), ["Transpose", "Conv", "Add", "Relu", "Conv", "Concat", "Transpose", "Identity"])
        self.assertEqual(shape_of(model.graph.output[0]), ["N", 4, 4, 6])

    def test_convert_DepthwiseFilters_BecomeOneGroupPerChannel(self):
        filters = np.arange(3 * 3 * 2 * 1, dtype=np.float32).reshape(3, 3, 2, 1)
        depthwise = Node("DepthwiseConv2dNative", "d", ("input", "filters"), {"strides": [1, 1, 1, 1], "padding": "SAME"})
        model = converted(build([picture(1, 4, 4, 2), depthwise], {"filters": filters}, "d"))
        stored, = (numpy_helper.to_array(initializer) for initializer in model.graph.initializer)
        self.assertEqual(stored.shape, (2, 1, 3, 3))
        np.testing.assert_array_equal(stored[1, 0], filters[:, :, 1, 0])
