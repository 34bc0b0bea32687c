import os
import tempfile
import unittest

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
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

    def test_an_unknown_operator_is_refused(self):
        value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("input", "output")]
        onnx.save(helper.make_model(helper.make_graph([helper.make_node("Erf", ["input"], ["output"])], "g", value[:1], value[1:])), self.path)
        with self.assertRaisesRegex(ValueError, "operators Erf are not known"):
            OnnxNetwork(self.path)
