import json
import os
import tempfile
import unittest

import numpy as np
import torch
from torchvision.models import resnet50 as torchvision_resnet50

from emotion_training import checkpoint, resnet50
from emotion_training.face import export, export_temporal
from emotion_training.face.exported import read_network
from emotion_training.face.gray_resnet50 import GrayResNet50
from emotion_training.face.initial import start_from
from emotion_training.face.load import load, network_of
from emotion_training.face.network import DEVIATION, MEAN, FaceNetwork, normalise
from emotion_training.face.strongest import take_strongest
from emotion_training.face.temporal_network import TemporalFace
from emotion_training.temporal.insertion import shifts_of

from . import onnx_numpy
from .face_networks import PIXELS, random_network

SMALL = {"backbone": "resnet50", "width": 0.125}


def save(folder, network, name="model.pt", **more):
    path = os.path.join(folder, name)
    checkpoint.save(path, network=network.state_dict(), **network.architecture, pixels=PIXELS, initial="", temperatures=(1.5, 1.0), frames=3, **more)
    return path


class ResNet50Test(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        self.network = random_network(**SMALL)
        self.pictures = normalise(torch.from_numpy(np.stack([export.golden_image(PIXELS), export.golden_image(PIXELS).T])))

    @torch.no_grad()
    def test_exported_file_answers_as_the_trained_network_does(self):
        path, out = save(self.folder, self.network), os.path.join(self.folder, "face-large")
        export.write(path, out)
        network, pixels = load(path)
        read = read_network(os.path.join(out, "model.onnx"))
        for picture in self.pictures:
            read.setInput(picture[None].numpy())
            for found, expected in zip(read.forward(list(export.OUTPUTS)), export.Exported(network)(picture[None])):
                np.testing.assert_allclose(found, expected.numpy(), rtol=1e-4, atol=1e-4)
        emotion, served_emotion = self.network(self.pictures)[0], network(self.pictures)[0]
        self.assertLess((served_emotion - emotion / 1.5).abs().max(), 0.02 * emotion.abs().max())
        self.assertGreater((emotion[0] - emotion[1]).abs().max().item(), 0.05)
        with open(os.path.join(out, "model.json")) as file:
            described = json.load(file)
        self.assertEqual((described["name"], described["source"]["initialWeights"], described["license"], pixels), ("face-large", "none: begun at random", "MIT", PIXELS))

    @torch.no_grad()
    def test_every_residual_block_is_shifted_and_live_steps_equal_the_causal_clip(self):
        temporal = TemporalFace(self.network, causal=True).eval()
        self.assertEqual(len(shifts_of(temporal)), 16)
        clip = normalise(torch.from_numpy(export_temporal.golden_clip(PIXELS, 3)))
        states = temporal.first_states(clip[:1])
        alone = self.network(clip)[0]
        for frame, expected in zip(clip, temporal(clip[None])[0][0]):
            maps, states = temporal.step(frame[None], states)
            torch.testing.assert_close(temporal.network.heads(maps.mean((2, 3)))[0][0], expected, rtol=0, atol=1e-4)
        self.assertGreater((temporal(clip[None])[0][0] - alone).abs().max().item(), 0.01)

    @torch.no_grad()
    def test_exported_live_network_answers_as_its_steps_do(self):
        path, out = save(self.folder, self.network, "live.pt"), os.path.join(self.folder, "live")
        export_temporal.write_live(path, out)
        temporal, _ = export_temporal.load_temporal(path, causal=True)
        states = temporal.first_states(self.pictures[:1])
        for picture in self.pictures:
            emotion, _, _, *following = onnx_numpy.run(os.path.join(out, "model.onnx"), {"input": picture[None].numpy(), **{f"state_{n}": s.numpy() for n, s in enumerate(states)}})
            maps, states = temporal.step(picture[None], states)
            np.testing.assert_allclose(emotion, temporal.network.heads(maps.mean((2, 3)))[0].numpy(), atol=1e-4)
            for found, expected in zip(following, states):
                np.testing.assert_allclose(found, expected.numpy(), rtol=1e-4, atol=1e-4)

    @torch.no_grad()
    def test_gray_sees_what_the_colour_weights_see(self):
        torch.manual_seed(1)
        colour = torchvision_resnet50(weights=None).eval()
        colour.bn1.running_mean.normal_(), colour.bn1.running_var.uniform_(0.5, 2)
        gray = GrayResNet50().eval()
        gray.start_from(resnet50.read_weights(self.written(colour.state_dict())), MEAN, DEVIATION)
        picture = torch.from_numpy(export.golden_image(PIXELS)).float()
        rgb = (picture.expand(3, -1, -1) - torch.tensor(resnet50.MEAN)[:, None, None]) / torch.tensor(resnet50.DEVIATION)[:, None, None]
        expected = colour.bn1(colour.conv1(rgb[None]))
        found = gray.layers.bn1(gray.layers.conv1(((picture - MEAN) / DEVIATION)[None, None]))
        torch.testing.assert_close(found[..., 2:-2, 2:-2], expected[..., 2:-2, 2:-2], rtol=1e-4, atol=1e-4)
        self.assertTrue(torch.equal(gray.layers.layer3[2].conv2.weight, colour.layer3[2].conv2.weight))

    def test_files_of_other_networks_are_refused(self):
        with self.assertRaisesRegex(ValueError, "no state dictionary of torchvision's resnet50"):
            resnet50.read_weights(self.written({"stem": torch.zeros(1)}))
        with self.assertRaisesRegex(ValueError, "ResNet-50 starts from a file at width 1 alone"):
            start_from(self.network, "weights.pth", self.pictures)

    def written(self, state):
        path = os.path.join(self.folder, "weights.pth")
        torch.save(state, path)
        return path

    def test_files_from_before_there_was_a_choice_hold_mobilenetv1(self):
        network = random_network(last_stride=1)
        state = {"network": network.state_dict(), "last_stride": 1}
        self.assertEqual(network_of(state).architecture, {"backbone": "mobilenetv1", "width": 1.0, "last_stride": 1})


class WidthTest(unittest.TestCase):
    @torch.no_grad()
    def test_a_narrow_network_takes_the_channels_that_speak(self):
        wide, pictures = random_network().backbone, normalise(torch.from_numpy(export.golden_image(PIXELS)[None]))
        # Every other channel is silent: nothing is lost without them.
        for norm in [m for m in wide.modules() if isinstance(m, torch.nn.BatchNorm2d)]:
            norm.weight[::2] = norm.bias[::2] = 0
        narrow = FaceNetwork(width=0.5).backbone.eval()
        take_strongest(narrow, wide)
        self.assertEqual(narrow.features, 512)
        torch.testing.assert_close(narrow(pictures), wide(pictures)[:, 1::2], rtol=1e-3, atol=1e-4)
