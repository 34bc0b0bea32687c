import json
import os
import tempfile
import unittest
from types import SimpleNamespace
from unittest import mock

import numpy as np
import onnx
import torch
from torch import nn

from emotion_training import checkpoint
from emotion_training.body_rgb import export, train
from emotion_training.body_rgb.backbones import MobileNetV2, ResNet50, insert_shift
from emotion_training.body_rgb.initial import MOBILENET_V2, load_initial, measure_first_batch_norm
from emotion_training.body_rgb.network import BodyNetwork, load, save
from emotion_training.clips.frames import FrameCache
from emotion_training.clips.table import read_clips
from emotion_training.onnx_float import read_network
from emotion_training.temporal.insertion import shifts_of

from . import onnx_numpy
from .clip_folder import fill_cache, write_table

PIXELS = 64
SAVED = {"labels": ["neutral", "happiness", "fear"], "multi": False, "segments": 3, "crop": "body", "margin": 0.1}


def random_network(temporal, labels=3):
    """Random weights and batch statistics, logits of deviation 1 over random frames: a fresh network's would all be nearly 0 and test nothing."""
    torch.manual_seed(0)
    network = BodyNetwork("mobilenetv2", labels).with_shift(temporal).eval()
    for convolution in [m for m in network.modules() if isinstance(m, nn.Conv2d)]:
        nn.init.kaiming_normal_(convolution.weight, mode="fan_in", nonlinearity="relu")
    for name, value in network.state_dict().items():
        if value.dtype == torch.float32 and value.ndim == 1:
            value.copy_(0.1 * torch.randn_like(value) + (1 if name.endswith(("weight", "var")) else 0))
    with torch.no_grad():
        network.head.weight /= network(torch.from_numpy(random_clips(1, 4)[0])).std(0)[:, None]
    return network


def random_clips(count, segments):
    return np.random.RandomState(0).uniform(-1, 1, (count, segments, 3, PIXELS, PIXELS)).astype(np.float32)


class BackboneTest(unittest.TestCase):
    def test_every_residual_block_is_shifted(self):
        self.assertEqual(len(shifts_of(insert_shift(MobileNetV2(), "tsm"))), 10)
        self.assertEqual(len(shifts_of(insert_shift(ResNet50(), "tsm-causal"))), 16)
        self.assertEqual(shifts_of(insert_shift(MobileNetV2(), "tsn")), [])

    @unittest.skipUnless(os.path.exists(MOBILENET_V2), f"the ImageNet weights {MOBILENET_V2} are not here")
    @torch.no_grad()
    def test_imagenet_weights_give_the_features_of_the_source(self):
        backbone = MobileNetV2().eval()
        load_initial(backbone, MOBILENET_V2)
        picture = np.random.RandomState(0).uniform(-1, 1, (1, 224, 224, 3)).astype(np.float32)
        source = read_network(MOBILENET_V2)
        source.setInput(picture)
        found = backbone(torch.from_numpy(picture).permute(0, 3, 1, 2)).mean((2, 3)).numpy()
        np.testing.assert_allclose(found.ravel(), source.forward("features").ravel(), atol=1e-4)
        self.assertGreater(found.max(), 0.5)

    @torch.no_grad()
    def test_measuring_the_first_batch_norm_changes_no_answer(self):
        network = random_network("tsn")
        pictures = torch.from_numpy(random_clips(1, 4)[0]) * 2 + 1
        before = network(pictures)
        measure_first_batch_norm(network, pictures)
        torch.testing.assert_close(network(pictures), before, atol=1e-4, rtol=1e-4)
        stem = network.backbone.layers[0][0](pictures)
        torch.testing.assert_close(network.backbone.layers[0][1].running_mean, stem.mean((0, 2, 3)))


class ExportTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name

    def write(self, network, form):
        folder = os.path.join(self.folder, form)
        path = export.write(network, SAVED, form, folder, form, PIXELS)
        with open(os.path.join(folder, "model.json")) as file:
            return path, json.load(file)

    @torch.no_grad()
    def test_per_frame_in_opencv(self):
        network = random_network("tsn")
        path, described = self.write(network, "per-frame")
        frame = random_clips(1, 1)[0]
        source = read_network(path)
        source.setInput(frame)
        logits, activation = source.forward(["logits", "activation"])
        np.testing.assert_allclose(logits, network(torch.from_numpy(frame)).numpy(), atol=1e-4)
        # The mean of a label's activation is its logit without the bias.
        np.testing.assert_allclose(activation.mean((2, 3)) + network.head.bias.numpy(), logits, atol=1e-4)
        self.assertEqual((described["temporal"], described["labelType"], described["input"]["crop"], described["output"]["activation"]), ("per-frame", "single", "body", "activation"))

    @torch.no_grad()
    def test_bidirectional_clip(self):
        network = random_network("tsm")
        path, described = self.write(network, "clip")
        clips = random_clips(2, 3)
        found, = onnx_numpy.run(path, {"input": clips})
        expected = network(torch.from_numpy(clips).flatten(0, 1), 3).numpy()
        np.testing.assert_allclose(found, expected, atol=1e-4)
        self.assertGreater(np.abs(expected - expected.mean(1, keepdims=True)).max(), 0.01)
        self.assertEqual((described["temporal"], described["input"]["clipFrames"]), ("clip", 3))

    @torch.no_grad()
    def test_steps_equal_the_causal_clip(self):
        network = random_network("tsm-causal")
        path, described = self.write(network, "stateful")
        clips = random_clips(1, 3)
        states = {s["input"]: np.zeros(tuple(shape), np.float32) for s, shape in zip(described["states"], self.shapes(path))}
        logits = []
        for frame in clips.transpose(1, 0, 2, 3, 4):
            out = onnx_numpy.run(path, {"input": frame, **states})
            logits.append(out[0])
            states = {s["input"]: value for s, value in zip(described["states"], out[1:-1])}
        np.testing.assert_allclose(np.mean(logits, 0), network(torch.from_numpy(clips[0]), 3).numpy(), atol=1e-4)
        self.assertGreater(np.abs(logits[0] - logits[2]).max(), 0.1)
        self.assertEqual(described["states"][9], {"input": "state_9", "output": "next_state_9"})

    @staticmethod
    def shapes(path):
        return [[d.dim_value or 1 for d in i.type.tensor_type.shape.dim] for i in onnx.load(path).graph.input][1:]

    def test_a_form_without_sense_is_refused(self):
        with self.assertRaisesRegex(ValueError, "trained as tsm cannot be exported as stateful; allowed: clip"):
            export.write(random_network("tsm"), SAVED, "stateful", self.folder, "x", PIXELS)


class TrainTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        rows, colours = [], []
        for actor in "123":
            for label, colour in (("neutral", (200, 60, 60)), ("fear", (60, 60, 200))):
                name = f"{actor}{label}.avi"
                with open(os.path.join(self.folder, name), "w") as file:
                    file.write(name)
                rows.append((name, actor, label))
                colours.append((colour,) * 3)
        self.table = write_table(self.folder, rows)
        self.frames = os.path.join(self.folder, "frames")
        fill_cache(FrameCache(self.frames), read_clips(self.table).clips, colours, np.random.RandomState(0))

    def train(self, run, *more):
        run = os.path.join(self.folder, run)
        with mock.patch("builtins.print") as printed:
            train.main(["--clips", self.table, "--frames", self.frames, "--run", run, "--initial", "none", "--segments", "3", "--leave-out", "3", "--batch", "2", *more])
        return os.path.join(run, "model.pt"), printed.call_args[0][0]

    def test_command_trains_the_head_alone(self):
        path, line = self.train("head", "--temporal", "tsm", "--epochs", "1")
        self.assertRegex(line, "^2 clips: ROC AUC micro [01].*, balanced ")
        network, state = load(path)
        self.assertEqual((network.temporal, state["labels"], state["segments"]), ("tsm", ["neutral", "fear"], 3))

    def test_head_learns_on_frozen_features(self):
        clip_set, network = read_clips(self.table), random_network("tsm", 2)
        backbone = {name: value.clone() for name, value in network.backbone.state_dict().items()}
        nn.init.zeros_(network.head.weight)
        frames, targets = train.ClipFrames(clip_set, FrameCache(self.frames), "body", 3), torch.from_numpy(clip_set.targets)
        options = SimpleNamespace(rate=0.05, decay=0, epochs=30, batch=2, dropout=0.5, seed=1)
        train.train_head(network, frames, range(4), targets[:4], train.loss_for(clip_set), options)
        self.assertIn("accuracy 1.000, balanced 1.000", train.report(train.logits_of(network, frames, [4, 5]), clip_set.targets[4:], False))
        for name, value in network.backbone.state_dict().items():
            self.assertTrue(torch.equal(value, backbone[name]), name)

    def test_stopped_finetuning_resumes_to_the_same_weights(self):
        more = ("--finetune", "--temporal", "tsm-causal", "--epochs", "2")
        unbroken, _ = self.train("unbroken", *more)
        kept = checkpoint.save

        def save_then_stop(path, **state):
            kept(path, **state)
            if state.get("epoch") == 0:
                raise KeyboardInterrupt

        with mock.patch.object(train.checkpoint, "save", save_then_stop), self.assertRaises(KeyboardInterrupt):
            self.train("broken", *more)
        resumed, _ = self.train("broken", *more)
        for (name, before), after in zip(load(unbroken)[0].state_dict().items(), load(resumed)[0].state_dict().values()):
            torch.testing.assert_close(after, before, msg=name)

    def test_unknown_actor_is_refused(self):
        with mock.patch("sys.stderr"), self.assertRaises(SystemExit):
            train.main(["--clips", self.table, "--frames", self.frames, "--leave-out", "9", "--initial", "none"])

    def test_saved_network_answers_the_same(self):
        network, path = random_network("tsm"), os.path.join(self.folder, "model.pt")
        save(path, network, **SAVED)
        frames = torch.from_numpy(random_clips(1, 3)[0])
        with torch.no_grad():
            torch.testing.assert_close(load(path)[0](frames, 3), network(frames, 3))

