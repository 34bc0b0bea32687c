import os
import tempfile
import unittest
from unittest import mock

import cv2
import numpy as np
import torch
from torch import nn

from emotion_training.body_rgb.network import BodyNetwork, save
from emotion_training.explain import __main__ as explain
from emotion_training.explain.grad_cam import grad_cam
from emotion_training.explain.heat import overlay


class Averaged(nn.Module):
    """Feature maps, their means, a linear layer: what our networks end with."""

    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(nn.Conv2d(3, 5, 3, padding=1), nn.ReLU())
        self.head = nn.Linear(5, 4)

    def forward(self, x):
        return self.head(self.maps(x).mean((2, 3))), None


class GradCamTest(unittest.TestCase):
    def test_equals_the_class_activation_map_where_a_linear_layer_follows_the_mean(self):
        torch.manual_seed(0)
        network, picture = Averaged().eval(), torch.rand(2, 3, 6, 8)
        with torch.no_grad():
            expected = torch.relu((network.head.weight[2][None, :, None, None] * network.maps(picture)).sum(1)) / 48
        found = grad_cam(network, network.maps, picture, 2)
        torch.testing.assert_close(found, expected)
        self.assertGreater(found.max(), 0)
        self.assertEqual(len(network.maps._forward_hooks), 0)

    def test_weights_that_do_not_learn_are_explained_too(self):
        network = Averaged().eval().requires_grad_(False)
        self.assertEqual(grad_cam(network, network.maps, torch.rand(1, 3, 6, 8), 0).shape, (1, 6, 8))


class OverlayTest(unittest.TestCase):
    def test_heat_lies_where_the_evidence_is(self):
        evidence = np.zeros((4, 4))
        evidence[1, 2] = 3
        picture = np.full((80, 160, 3), 100, np.uint8)
        changed = np.abs(overlay(picture, evidence).astype(int) - 100).sum(2)
        y, x = np.unravel_index(changed.argmax(), changed.shape)
        self.assertTrue(20 <= y < 40 and 80 <= x < 120, (y, x))
        self.assertEqual(changed[70, 10], 0)

    def test_heat_of_a_crop_lies_in_its_square(self):
        # The square from 40, 20, side 40.
        changed = np.abs(overlay(np.full((80, 160, 3), 100, np.uint8), np.ones((4, 4)), np.array([[1 / 40, 0, -1], [0, 1 / 40, -0.5]])).astype(int) - 100).sum(2)
        self.assertGreater(changed[25:55, 45:75].min(), 0)
        self.assertEqual(changed[:, :30].max() + changed[:, 90:].max() + changed[:8].max(), 0)


class CommandTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        torch.manual_seed(0)
        self.model = os.path.join(self.folder, "model.pt")
        save(self.model, BodyNetwork("mobilenetv2", 3).with_shift("tsm"), ["neutral", "happiness", "fear"], False, 3, "body", 0.1)
        self.pictures = os.path.join(self.folder, "in")
        os.makedirs(self.pictures)
        cv2.imwrite(os.path.join(self.pictures, "a.png"), np.random.RandomState(0).randint(0, 255, (50, 30, 3)).astype(np.uint8))
        with open(os.path.join(self.pictures, "b.jpg"), "w") as file:
            file.write("no picture")

    def run_command(self, *more):
        out = os.path.join(self.folder, "out")
        explain.main(["--model", self.model, "--body-pixels", "64", self.pictures, out, *more])
        return out

    def test_draws_the_pictures_and_names_what_is_none(self):
        with mock.patch("builtins.print") as printed:
            out = self.run_command("--label", "fear")
        self.assertEqual(os.listdir(out), ["a-fear.png"])
        self.assertEqual(cv2.imread(os.path.join(out, "a-fear.png")).shape, (50, 30, 3))
        self.assertIn("b.jpg: not a picture", str(printed.call_args_list))

    def test_unknown_label_is_refused(self):
        with mock.patch("sys.stderr.write") as said, self.assertRaises(SystemExit):
            self.run_command("--label", "joy")
        self.assertIn("allowed are neutral, happiness, fear", str(said.call_args_list))
