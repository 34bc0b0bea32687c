import pathlib
import tempfile
import unittest

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from emotion_import.errors import ImportFailure
from emotion_import.sources.onnx_file import read_onnx


class OnnxFileTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = str(pathlib.Path(folder.name) / "published.onnx")
        value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("in:0", "b:0", "a:0")]
        nodes = [helper.make_node("Add", ["in:0", "used"], ["a:0"]), helper.make_node("Abs", ["a:0"], ["b:0"])]
        constants = [numpy_helper.from_array(np.ones(1, np.float32), name) for name in ("used", "unused")]
        onnx.save(helper.make_model(helper.make_graph(nodes, "g", value[:1], value[1:], constants)), self.path)

    def test_read_onnx_UnusedInitializer_IsDropped(self):
        model = read_onnx(self.path, {"in:0": "input", "a:0": "sum", "b:0": "size"})
        self.assertEqual([initializer.name for initializer in model.graph.initializer], ["used"])
        onnx.checker.check_model(model)

    def test_read_onnx_Rename_ReachesInterfaceAndNodesInTheGivenOrder(self):
        model = read_onnx(self.path, {"in:0": "input", "a:0": "sum", "b:0": "size"})
        self.assertEqual([value.name for value in model.graph.output], ["sum", "size"])
        self.assertEqual(list(model.graph.node[1].input), ["sum"])
        self.assertEqual(list(model.graph.node[0].input), ["input", "used"])

    def test_read_onnx_InterfaceNotAsNamed_IsRefused(self):
        with self.assertRaisesRegex(ImportFailure, "b:0"):
            read_onnx(self.path, {"in:0": "input", "a:0": "sum"})
