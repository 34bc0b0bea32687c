import json
import os
import tempfile
import unittest

import numpy as np
import torch

from emotion_training import LABELS, locations, model_file
from emotion_training.body import FRAMES
from emotion_training.body import export as body_export
from emotion_training.body.network import BodyMotionNetwork, Classifier
from emotion_training.mask_state import LABELS as MASK_LABELS
from emotion_training.mask_state import export as mask_export
from emotion_training.mask_state.evaluate import ExportedModel
from emotion_training.mask_state.network import MaskStateNetwork, normalise

from . import onnx_numpy


def mask_network():
    """Random weights and batch statistics: equal tensors of an untrained network would be merged by the exporter and test nothing."""
    network = MaskStateNetwork().eval()
    for name, value in network.state_dict().items():
        if value.dtype == torch.float32 and value.ndim == 1:
            value.copy_(0.5 + torch.rand_like(value))
    return network


def random_clips(count):
    rng = np.random.RandomState(0)
    clips = np.zeros((count, FRAMES, 17, 3), np.float32)
    clips[..., :2] = body_export.STANDING + np.cumsum(rng.normal(0, 4, (count, FRAMES, 17, 2)), 1)
    clips[..., 2] = rng.uniform(0.05, 1, (count, 1, 17)) * (rng.rand(count, FRAMES, 17) > 0.02)
    clips[-1, ..., 2] = 0
    return clips


class ExportTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        torch.manual_seed(0)

    @torch.no_grad()
    def test_mask_state_gives_the_same_logits_exported(self):
        network = mask_network()
        mask_export.write(network, self.folder)
        crops = np.random.RandomState(0).randint(0, 255, (5, 64, 64, 3)).astype(np.uint8)
        exported = ExportedModel(self.folder)
        np.testing.assert_allclose(exported.logits(crops), network(normalise(torch.from_numpy(crops))).numpy(), atol=1e-4)
        self.assertEqual(exported.description["sha256"], model_file.sha256(os.path.join(self.folder, "model.onnx")))

    @torch.no_grad()
    def test_temperature_divides_the_logits(self):
        network = mask_network()
        crops = normalise(torch.randint(0, 255, (2, 64, 64, 3)))
        before = network(crops)
        network.divide_logits(2.0)
        torch.testing.assert_close(network(crops), before / 2)

    @torch.no_grad()
    def test_body_motion_gives_the_same_logits_exported(self):
        classifier = Classifier(16)
        classifier.heads.copy_(torch.randn(classifier.heads.shape))
        network = BodyMotionNetwork(classifier, np.random.RandomState(1).normal(size=(2, 3, 12, 5)), np.full((2, 3, 12, 5), 0.7)).eval()
        body_export.write(network, self.folder)
        for count in (1, 8):
            clips = random_clips(count)
            found, = onnx_numpy.run(os.path.join(self.folder, "model.onnx"), {"keypoints": clips})
            self.assertEqual(found.shape, (count, len(LABELS)))
            np.testing.assert_allclose(found, network(torch.from_numpy(clips)).numpy(), atol=1e-4)

    def test_figures_of_a_command_are_replaced(self):
        mask_export.write(mask_network(), self.folder)
        for value in (0.5, 0.75):
            model_file.set_figures(self.folder, "one", [("accuracy", value, "data")])
            model_file.set_figures(self.folder, "other", [("accuracy", 0.1, "data")])
        with open(os.path.join(self.folder, "model.json")) as file:
            self.assertEqual(sorted(f["value"] for f in json.load(file)["figures"]), [0.1, 0.75])


class ShippedModelTest(unittest.TestCase):
    def description(self, name):
        folder = os.path.join(locations.MODELS, name)
        with open(os.path.join(folder, "model.json")) as file, open(os.path.join(folder, "golden.json")) as golden:
            return folder, json.load(file), json.load(golden)

    def test_mask_state_reproduces_its_golden_logits(self):
        folder, description, golden = self.description("mask-state")
        self.assertEqual(description["labels"], list(MASK_LABELS))
        self.assertEqual(description["sha256"], model_file.sha256(os.path.join(folder, "model.onnx")))
        self.assertLess(os.path.getsize(os.path.join(folder, "model.onnx")), 1_000_000)
        np.testing.assert_allclose(ExportedModel(folder).logits(mask_export.golden_image()[None]), golden["logits"], atol=golden["tolerance"])

    def test_body_motion_reproduces_its_golden_logits(self):
        folder, description, golden = self.description("body-motion")
        self.assertEqual(description["labels"], list(LABELS))
        self.assertEqual(description["sha256"], model_file.sha256(os.path.join(folder, "model.onnx")))
        clips = np.array(golden["keypoints"], np.float32)
        np.testing.assert_allclose(clips, body_export.golden_clips(), atol=1e-6)
        found, = onnx_numpy.run(os.path.join(folder, "model.onnx"), {"keypoints": clips})
        np.testing.assert_allclose(found, golden["logits"], atol=golden["tolerance"])
        self.assertTrue(np.isfinite(found[2]).all())
