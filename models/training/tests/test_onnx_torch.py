import os
import tempfile
import unittest

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from emotion_training import model_file
from emotion_training.onnx_torch import OnnxNetwork


class OnnxNetworkTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.path = os.path.join(self._folder.name, "model.onnx")

    @torch.no_grad()
    def test_gives_what_the_exported_network_gives(self):
        torch.manual_seed(0)
        network = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.ReLU6(), nn.MaxPool2d(3, 2, 1), nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.Sigmoid()).eval()
        model_file.export(network, torch.rand(1, 3, 16, 12), ("input",), self.path)
        picture = np.random.RandomState(0).rand(2, 3, 16, 12).astype(np.float32)
        found, = OnnxNetwork(self.path).run(input=picture)
        np.testing.assert_allclose(found, network(torch.from_numpy(picture)).numpy(), atol=1e-6)

    def test_gathers_and_multiplies_as_onnx_says(self):
        numbers = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
        # Of each of the two rows of `numbers`, taken together with its own index: [1, 2] of the first, [0, 3] of the second.
        graph = helper.make_graph([
            helper.make_node("GatherND", ["numbers", "each"], ["chosen"], batch_dims=1),
            helper.make_node("Slice", ["numbers", "zero", "end", "axis", "step"], ["sliced"]),
            helper.make_node("GatherND", ["sliced", "first"], ["row"]),
            helper.make_node("Gemm", ["row", "weights", "bias"], ["product"], transB=1, alpha=2.0, beta=3.0),
        ], "g", [helper.make_tensor_value_info("numbers", TensorProto.FLOAT, [2, 3, 4])],
            [helper.make_tensor_value_info("chosen", TensorProto.FLOAT, [2]), helper.make_tensor_value_info("product", TensorProto.FLOAT, [1, 2])],
            [numpy_helper.from_array(np.asarray(array), name) for name, array in {
                "each": [[1, 2], [0, 3]], "first": [[1, 2]], "zero": [0], "end": [4], "axis": [2], "step": [2],
                "weights": np.float32([[1, 0], [1, 1]]), "bias": np.float32([10, 20])}.items()])
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]), self.path)
        chosen, product = OnnxNetwork(self.path).run(numbers=numbers)
        np.testing.assert_array_equal(chosen, [numbers[0, 1, 2], numbers[1, 0, 3]])
        # Row 2 of picture 1, every second number: 20 and 22.
        np.testing.assert_array_equal(product, [[2 * 20 + 30, 2 * 42 + 60]])

    def test_an_unknown_operator_is_refused(self):
        value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("input", "output")]
        onnx.save(helper.make_model(helper.make_graph([helper.make_node("Erf", ["input"], ["output"])], "g", value[:1], value[1:])), self.path)
        with self.assertRaisesRegex(ValueError, "operators Erf are not known"):
            OnnxNetwork(self.path)
