import unittest

import numpy as np

from emotion_import.graph.model import Node

from .graphs import build, convolution, converted, operations, picture, shape_of

CONSTANTS = {
    "hidden": np.full((1, 1, 4, 8), 0.5, np.float32), "bias": np.arange(8, dtype=np.float32), "shown": np.full((1, 1, 8, 6), 0.25, np.float32),
    "six": np.ones((1, 1, 4, 6), np.float32), "wide": np.full((3, 3, 4, 6), 0.1, np.float32),
    "all": np.int32([80]), "zero": np.int32([0]), "one": np.int32([1]),
}


def gathered(nodes, values, *others, rows=2, constants=()):
    """The model of a picture of 4 by 5 positions, what the nodes make of it, and GatherNd of that at positions that only the picture tells."""
    indices = [
        Node("Reshape", "numbers", ("input", "all")),
        Node("StridedSlice", "first", ("numbers", "zero", "end", "one")),
        Node("Reshape", "rows", ("first", "rowed")),
        Node("Cast", "indices", ("rows",), {"DstT": "DT_INT32"}),
        Node("GatherNd", "found", (values, "indices")),
    ]
    known = {**CONSTANTS, **dict(constants), "end": np.int32([rows * 3]), "rowed": np.int32([rows, 3])}
    return converted(build([picture(1, 4, 5, 4), *nodes, *indices], known, "found", *others))


class PointwiseTests(unittest.TestCase):
    def test_convert_GatheredPointwiseConvolutions_AreComputedWhereTheyAreLookedAt(self):
        fused = {"strides": [1, 1, 1, 1], "padding": "SAME", "fused_ops": ["BiasAdd", "Relu"]}
        model = gathered([Node("_FusedConv2D", "inner", ("input", "hidden", "bias"), fused), convolution("outer", "inner", "shown")], "outer")
        self.assertEqual([o for o in operations(model) if o in ("Conv", "GatherND", "Gemm", "Relu")], ["GatherND", "Gemm", "Relu", "Gemm"])
        self.assertEqual(shape_of(model.graph.output[0]), [2, 6])

    def test_convert_IndexBeyondThePosition_ChoosesAmongThatPositionsNumbers(self):
        nodes = [convolution("outer", "input", "six"), Node("Reshape", "parted", ("outer", "parts"))]
        model = gathered(nodes, "parted", constants={"parts": np.int32([4, 5, 3, 2])})
        self.assertEqual([o for o in operations(model) if o in ("Conv", "GatherND", "Gemm")], ["GatherND", "Gemm", "GatherND"])
        self.assertEqual(shape_of(model.graph.output[0]), [2, 2])

    def test_convert_GatheredConvolutionOfNeighbours_IsComputedWhole(self):
        model = gathered([convolution("outer", "input", "wide")], "outer")
        self.assertEqual([o for o in operations(model) if o in ("Conv", "GatherND", "Gemm")], ["Conv", "GatherND"])

    def test_convert_AsManyRowsAsPositions_IsComputedWhole(self):
        self.assertIn("Conv", operations(gathered([convolution("outer", "input", "six")], "outer", rows=20)))

    def test_convert_GatheredConvolutionThatIsAnOutputToo_IsThereForThat(self):
        model = gathered([convolution("outer", "input", "six")], "outer", "outer")
        self.assertEqual([o for o in operations(model) if o in ("Conv", "Gemm")], ["Conv", "Gemm"])
        self.assertEqual(shape_of(model.graph.output[1]), [1, 4, 5, 6])
