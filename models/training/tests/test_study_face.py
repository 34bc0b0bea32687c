import os
import tempfile
import unittest

import numpy as np
import torch

from emotion_training import LABELS, checkpoint, model_file
from emotion_training.face import export
from emotion_training.face.load import load
from emotion_training.face.network import FaceNetwork, normalise
from emotion_training.face.temporal_network import TemporalFace
from emotion_training.study.backbones import FaceOnnx, FaceTorch, face_backbone


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

    def test_a_model_folder_and_its_file_give_the_features_of_the_training_they_came_from(self):
        first, second = self.save("model.pt", 0), self.save("clip.pt", 1)
        folders = [os.path.join(self._folder.name, name) for name in ("face-a", "face-b")]
        for path, folder in zip((first, second), folders):
            export.write(path, folder)
        trained, shipped, file = FaceTorch(first, second), face_backbone(*folders), face_backbone(os.path.join(folders[0], "model.onnx"), folders[1])
        self.assertEqual((shipped.name, file.name), ("face-a, with shift face-b",) * 2)
        self.assertEqual(shipped.fingerprint, file.fingerprint)
        for shifted in (False, True):
            np.testing.assert_array_equal(shipped.features(self.crops, shifted), trained.features(self.crops, shifted))

    def test_a_network_with_features_alone_has_no_shifted_twin(self):
        path = os.path.join(self._folder.name, "faceres.onnx")
        model_file.export(torch.nn.Flatten(), torch.zeros(1, 8, 8, 3), ("input",), path, ("features",))
        with self.assertRaisesRegex(ValueError, "faceres.onnx, which has an output `features` and cannot be shifted"):
            face_backbone(path, "clip.pt")
        self.assertIsInstance(face_backbone(path), FaceOnnx)
