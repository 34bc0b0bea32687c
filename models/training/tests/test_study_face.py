import os
import tempfile
import unittest

import numpy as np
import torch

from emotion_training import LABELS, checkpoint
from emotion_training.face.load import load
from emotion_training.face.network import FaceNetwork, normalise
from emotion_training.face.temporal_network import TemporalFace
from emotion_training.study.backbones import FaceTorch, face_backbone


class FaceTorchTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.crops = np.repeat(np.random.RandomState(0).randint(0, 255, (3, 96, 96, 1)).astype(np.uint8), 3, 3)
        self.inputs = normalise(torch.from_numpy(self.crops[..., 0].copy()))

    def save(self, name, seed):
        torch.manual_seed(seed)
        network = FaceNetwork()
        for value in network.state_dict().values():
            if value.ndim == 4:
                torch.nn.init.kaiming_normal_(value, nonlinearity="relu")
        path = os.path.join(self._folder.name, name)
        checkpoint.save(path, network=network.state_dict(), last_stride=2, temperatures=(1.5, 1.0), pixels=96)
        return path

    @torch.no_grad()
    def test_features_are_those_of_the_network_and_can_be_shifted(self):
        path = self.save("model.pt", 0)
        network, face = load(path)[0], face_backbone(path)
        plain, shifted = face.features(self.crops), face.features(self.crops, shifted=True)
        np.testing.assert_allclose(plain, network.features(self.inputs).numpy(), atol=1e-4)
        np.testing.assert_allclose(shifted, TemporalFace(network, causal=False).maps(self.inputs[None]).mean((3, 4))[0].numpy(), atol=1e-4)
        self.assertGreater(np.abs(plain - shifted).max(), 0.01)
        logits = face.logits(plain.mean(0, keepdims=True))
        self.assertEqual(logits.shape, (1, len(LABELS)))
        np.testing.assert_allclose(logits[0], network(self.inputs)[0].mean(0).numpy(), atol=1e-4)

    def test_weights_trained_with_shift_are_used_for_it_alone(self):
        first, second = self.save("model.pt", 0), self.save("clip.pt", 1)
        plain, both = FaceTorch(first), FaceTorch(first, second)
        np.testing.assert_array_equal(plain.features(self.crops), both.features(self.crops))
        self.assertGreater(np.abs(plain.features(self.crops, True) - both.features(self.crops, True)).max(), 0.01)
        self.assertNotEqual(plain.fingerprint, both.fingerprint)

    def test_an_onnx_file_has_no_shifted_twin(self):
        with self.assertRaisesRegex(ValueError, "--face-tsm goes with a model.pt"):
            face_backbone("face.onnx", "clip.pt")
