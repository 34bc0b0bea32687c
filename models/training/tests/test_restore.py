import json
import os
import tempfile
import unittest

import numpy as np
import onnx
import torch

from emotion_training import checkpoint, locations
from emotion_training.face import export, export_temporal
from emotion_training.face.exported import read_network
from emotion_training.face.load import load
from emotion_training.face.network import normalise
from emotion_training.face.temporal_network import TemporalFace

from . import onnx_numpy
from .face_networks import PIXELS, random_network

SMALL = ({"width": 0.375}, {"width": 0.25, "last_stride": 1}, {"backbone": "resnet50", "width": 0.125})


def save(folder, network):
    path = os.path.join(folder, "model.pt")
    checkpoint.save(path, network=network.state_dict(), **network.architecture, pixels=PIXELS, initial="", temperatures=(1.5, 0.8), frames=3)
    return path


class RestoredTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name

    def close(self, found, expected):
        for array, tensor in zip(found, expected):
            np.testing.assert_allclose(array, tensor.numpy(), rtol=1e-4, atol=1e-4)
        self.assertGreater(np.ptp(found[0]), 0.01)

    @torch.no_grad()
    def test_per_frame_network_answers_as_its_file_and_its_training_do(self):
        for number, architecture in enumerate(SMALL):
            with self.subTest(**architecture):
                trained, out = random_network(**architecture), os.path.join(self.folder, f"model-{number}")
                source = save(self.folder, trained)
                export.write(source, out)
                network, pixels = load(out)
                self.assertEqual((network.architecture, pixels), (trained.architecture, PIXELS))
                picture = normalise(torch.from_numpy(export.golden_image(PIXELS)[None]))
                read = read_network(os.path.join(out, "model.onnx"))
                read.setInput(picture.numpy())
                self.close(read.forward(list(export.OUTPUTS)), export.Exported(network)(picture))
                for name, value in load(source)[0].state_dict().items():
                    self.assertTrue(torch.equal(network.state_dict()[name], value), name)

    @torch.no_grad()
    def test_networks_with_shift_answer_as_their_files_do(self):
        source = save(self.folder, random_network(width=0.25))
        clip = normalise(torch.from_numpy(export_temporal.golden_clip(PIXELS, 3)))
        for name, write in (("live", export_temporal.write_live), ("clip", export_temporal.write_clip)):
            write(source, os.path.join(self.folder, name))
        whole = TemporalFace(load(os.path.join(self.folder, "clip", "model.onnx"))[0], causal=False).eval()
        self.close(onnx_numpy.run(os.path.join(self.folder, "clip", "model.onnx"), {"input": clip[None].numpy()}), export_temporal.WholeClip(whole)(clip[None]))
        live = TemporalFace(load(os.path.join(self.folder, "live"))[0], causal=True).eval()
        states = [torch.rand_like(state) for state in live.first_states(clip[:1])]
        feeds = {"input": clip[:1].numpy(), **{f"state_{n}": state.numpy() for n, state in enumerate(states)}}
        self.close(onnx_numpy.run(os.path.join(self.folder, "live", "model.onnx"), feeds), export_temporal.LiveStep(live)(clip[:1], *states))

    def test_what_does_not_fit_is_refused_in_a_sentence(self):
        def written(name, content=b"no network"):
            path = os.path.join(self.folder, name)
            with open(path, "wb") as file:
                file.write(content)
            return path

        out = os.path.join(self.folder, "model")
        export.write(save(self.folder, random_network(width=0.25)), out)
        graph = onnx.load(os.path.join(out, "model.onnx"))
        weight = next(i for i in graph.graph.initializer if i.name.startswith("network.backbone.blocks.3.1.0.weight"))
        weight.CopyFrom(onnx.numpy_helper.from_array(np.zeros((3, 2, 1, 1), np.float32), weight.name))
        other = os.path.join(self.folder, "other.pt")
        checkpoint.save(other, weights=1)
        body = os.path.join(locations.MODELS, "body-motion")
        for path, reason in ((written("text.onnx"), "text.onnx is no ONNX file"), (written("text.pt"), "text.pt is neither a model.pt"), (other, "other.pt is no model.pt of emotion_training.face"),
                             (self.folder, "is no model folder: it has no model.json"), (body, "body-motion/model.onnx is no face network of emotion_training.face"),
                             (written("changed.onnx", graph.SerializeToString()), r"blocks\.3\.1\.0\.weight is \[3, 2, 1, 1\], wanted is \[64, 32, 1, 1\]")):
            with self.assertRaisesRegex(ValueError, reason):
                load(path)
        with self.assertRaisesRegex(FileNotFoundError, "There is no face network nowhere"):
            load("nowhere")


class ShippedTest(unittest.TestCase):
    """The golden answers were written by the networks of the training, before they became files."""

    def golden(self, name):
        folder = os.path.join(locations.MODELS, name)
        with open(os.path.join(folder, "golden.json")) as file:
            return folder, json.load(file)

    @torch.no_grad()
    def test_face_tsn_answers_as_its_file_and_as_training_did(self):
        folder, golden = self.golden("face-tsn")
        network, pixels = load(folder)
        picture = normalise(torch.from_numpy(export.golden_image(pixels)[None]))
        read = read_network(os.path.join(folder, "model.onnx"))
        read.setInput(picture.numpy())
        answers = export.Exported(network)(picture)
        for found, restored, written in zip(read.forward(list(export.OUTPUTS)), answers, (golden["logits"], golden["maskLogits"], golden["activation"])):
            self.assertLess(np.abs(found - restored.numpy()).max(), 1e-4)
            self.assertLess(np.abs(restored.numpy().ravel() - np.ravel(written)).max(), 1e-4)

    @torch.no_grad()
    def test_face_tsm_clip_answers_as_its_file_and_as_training_did(self):
        folder, golden = self.golden("face-tsm-clip")
        network, pixels = load(folder)
        clip = normalise(torch.from_numpy(export_temporal.golden_clip(pixels, 8)))[None]
        answers = export_temporal.WholeClip(TemporalFace(network, causal=False).eval())(clip)
        for found, restored in zip(onnx_numpy.run(os.path.join(folder, "model.onnx"), {"input": clip.numpy()}), answers):
            self.assertLess(np.abs(found - restored.numpy()).max(), 1e-4)
        for restored, written in zip(answers, (golden["logits"], golden["maskLogits"])):
            self.assertLess(np.abs(restored[0].numpy() - written).max(), 1e-4)
