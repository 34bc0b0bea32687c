import unittest

import numpy as np
from onnx import TensorProto

from emotion_import.errors import ImportFailure
from emotion_import.graph.conversion import convert
from emotion_import.graph.model import Node

from .graphs import build, converted, operations, picture, shape_of


class ConversionTests(unittest.TestCase):
    def test_convert_WhatNoOutputNeeds_IsLeftOut(self):
        graph = build([picture(1, 2), Node("Abs", "kept", ("input",)), Node("Unheard", "unused", ("input",))], {}, "kept")
        self.assertEqual(operations(converted(graph)), ["Abs", "Identity"])

    def test_convert_UnsupportedOperation_NamesOperationAndNode(self):
        graph = build([picture(1, 2), Node("Unheard", "odd", ("input",))], {}, "odd")
        with self.assertRaisesRegex(ImportFailure, "Unheard.*'odd'"):
            converted(graph)

    def test_convert_ShapeArithmetic_LeavesNoNodes(self):
        graph = build([
            picture(1, 4, 6, 2),
            Node("Shape", "shape", ("input",)),
            Node("StridedSlice", "height", ("shape", "one", "two", "one"), {"shrink_axis_mask": 1}),
            Node("Pack", "target", ("height", "minus"), {"axis": 0}),
            Node("Reshape", "rows", ("input", "target")),
        ], {"one": np.int32([1]), "two": np.int32([2]), "minus": np.int32(-1)}, "rows")
        model = converted(graph)
        self.assertEqual(operations(model), ["Reshape", "Identity"])
        self.assertEqual(shape_of(model.graph.output[0]), [4, 12])

    def test_convert_SecondOutputOfANode_IsTheSecond(self):
        graph = build([
            picture(1, 8),
            Node("TopKV2", "best", ("input", "count")),
        ], {"count": np.int32(3)}, "positions")
        graph.nodes["positions"] = Node("Identity", "positions", ("best:1",))
        model = converted(graph)
        self.assertEqual(model.graph.output[0].type.tensor_type.elem_type, TensorProto.INT32)

    def test_convert_GivenTypeAndShape_ReplaceThePlaceholders(self):
        graph = build([picture(1, -1, -1, 3), Node("Cast", "float", ("input",), {"DstT": "DT_FLOAT"})], {}, "float")
        model = convert(graph, "test", "pixels", ["out"], np.dtype(np.uint8), [1, 192, 320, 3])
        self.assertEqual(model.graph.input[0].type.tensor_type.elem_type, TensorProto.UINT8)
        self.assertEqual(shape_of(model.graph.input[0]), [1, 192, 320, 3])
        self.assertEqual(operations(model), ["Cast", "Identity"])

    def test_convert_Twice_GivesTheSameBytes(self):
        def once():
            graph = build([picture(-1, 100), Node("Mul", "y", ("input", "k"))], {"k": np.linspace(0, 1, 100, dtype=np.float32)}, "y")
            return converted(graph).SerializeToString(deterministic=True)
        self.assertEqual(once(), once())

    def test_convert_ConstantExactInHalfPrecision_IsStoredSo(self):
        graph = build([picture(-1, 100), Node("Mul", "y", ("input", "k"))], {"k": np.arange(100, dtype=np.float32)}, "y")
        self.assertEqual([i.data_type for i in converted(graph).graph.initializer], [TensorProto.FLOAT16])

    def test_convert_ConstantThatHalfPrecisionWouldChange_IsKept(self):
        for inexact in (np.linspace(0, 1, 100, dtype=np.float32), np.full(100, 1e6, np.float32)):
            graph = build([picture(-1, 100), Node("Mul", "y", ("input", "k"))], {"k": inexact}, "y")
            self.assertEqual([i.data_type for i in converted(graph).graph.initializer], [TensorProto.FLOAT])

    def test_convert_SelectOfAnotherRank_IsRefused(self):
        graph = build([
            picture(2, 3), Node("Greater", "rows", ("vector", "zero")), Node("Select", "chosen", ("rows", "input", "input")),
        ], {"vector": np.float32([1, -1]), "zero": np.float32(0)}, "chosen")
        with self.assertRaisesRegex(ImportFailure, "chosen"):
            converted(graph)
