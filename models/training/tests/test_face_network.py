import os
import tempfile
import unittest

import numpy as np
import onnx
import torch

from emotion_training import checkpoint
from emotion_training.face import export_temporal
from emotion_training.face.export import OUTPUTS, Exported, golden_image, write_networks
from emotion_training.face.exported import read_network
from emotion_training.face.fold import served
from emotion_training.face.initial import measure_statistics
from emotion_training.face.network import normalise
from emotion_training.face.temporal_network import TemporalFace
from emotion_training.face.train import freeze, loss_of

from .face_networks import PIXELS, random_network


class FaceNetworkTest(unittest.TestCase):
    def setUp(self):
        self.network = random_network()
        self.pictures = normalise(torch.from_numpy(np.stack([golden_image(PIXELS), golden_image(PIXELS).T])))

    @torch.no_grad()
    def test_measured_statistics_leave_the_answer_as_it_was(self):
        before = self.network.features(self.pictures)
        measure_statistics(self.network.backbone, self.pictures)
        torch.testing.assert_close(self.network.features(self.pictures), before, rtol=1e-3, atol=1e-4)

    @torch.no_grad()
    def test_activation_maps_average_to_the_logits(self):
        maps = self.network.backbone(self.pictures)
        expected = self.network(self.pictures)[0] - self.network.emotion.bias
        torch.testing.assert_close(self.network.activation(maps).mean((2, 3)), expected, rtol=1e-4, atol=1e-5)

    @torch.no_grad()
    def test_served_network_has_temperatures_and_norms_folded_in(self):
        emotion, mask = self.network(self.pictures)
        folded_emotion, folded_mask = served(self.network, (2.0, 4.0))(self.pictures)
        self.assertLess((folded_emotion - emotion / 2).abs().max(), 0.02 * emotion.abs().max())
        self.assertLess((folded_mask - mask / 4).abs().max(), 0.02 * mask.abs().max())

    def test_emotion_loss_leaves_out_faces_whose_emotion_is_unknown(self):
        emotion, mask, masked = torch.randn(3, 7), torch.zeros(3, 2), torch.tensor([0, 1, 1])
        target = torch.eye(7)[:3]
        counted = loss_of(emotion, mask, target, masked, torch.tensor([1.0, 1.0, 0.0]))
        torch.testing.assert_close(counted, loss_of(emotion[:2], mask[:2], target[:2], masked[:2], torch.ones(2)))

    def test_frozen_blocks_stay_as_they_are(self):
        self.network.train()
        freeze(*self.network.backbone.first_layers())
        before = {k: v.clone() for k, v in self.network.backbone.state_dict().items()}
        self.network(self.pictures)[0].sum().backward()
        torch.optim.SGD(self.network.parameters(), 1.0).step()
        changed = {k for k, v in self.network.backbone.state_dict().items() if not torch.equal(v, before[k])}
        self.assertFalse(any(k.startswith(("stem", "blocks.0.", "blocks.1.", "blocks.2.")) for k in changed))
        self.assertTrue(any(k.startswith("blocks.12.") for k in changed))

    @torch.no_grad()
    def test_exported_file_answers_as_the_network_does(self):
        exported = Exported(served(self.network, (1.5, 1.0))).eval()
        with tempfile.TemporaryDirectory() as folder:
            write_networks(exported, self.pictures, ("input",), folder)
            read = read_network(os.path.join(folder, "model.onnx"))
            onnx.checker.check_model(onnx.load(os.path.join(folder, "model.fp16.onnx")))
            self.assertNotIn("Pad", {n.op_type for n in onnx.load(os.path.join(folder, "model.onnx")).graph.node})
        for picture in self.pictures:
            read.setInput(picture[None].numpy())
            for found, expected in zip(read.forward(list(OUTPUTS)), exported(picture[None])):
                np.testing.assert_allclose(found, expected.numpy(), atol=1e-4)


class TemporalFaceTest(unittest.TestCase):
    def setUp(self):
        self.network = random_network()
        self.clip = normalise(torch.from_numpy(export_temporal.golden_clip(PIXELS, 4)))[None]

    @torch.no_grad()
    def test_live_steps_equal_the_causal_clip(self):
        temporal = TemporalFace(self.network, causal=True).eval()
        states = temporal.first_states(self.clip[0][:1])
        for frame, expected in zip(self.clip[0], temporal(self.clip)[0][0]):
            maps, states = temporal.step(frame[None], states)
            torch.testing.assert_close(self.network.heads(maps.mean((2, 3)))[0][0], expected, rtol=0, atol=1e-4)

    @torch.no_grad()
    def test_only_the_bidirectional_form_sees_the_future(self):
        changed = self.clip.clone()
        changed[:, -1] = 0
        for causal, same in ((True, True), (False, False)):
            temporal = TemporalFace(self.network, causal).eval()
            first, second = temporal(self.clip)[0][0, -2], temporal(changed)[0][0, -2]
            self.assertEqual(torch.equal(first, second), same)

    def test_export_writes_files_that_load(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.pt")
            checkpoint.save(path, network=self.network.state_dict(), pixels=PIXELS, last_stride=2, temperatures=(1.0, 1.0), frames=4)
            export_temporal.write_live(path, os.path.join(folder, "live"))
            export_temporal.write_clip(path, os.path.join(folder, "clip"))
            live, clip = (onnx.load(os.path.join(folder, name, "model.onnx")) for name in ("live", "clip"))
            for model in (live, clip):
                onnx.checker.check_model(model)
            self.assertEqual([i.name for i in live.graph.input][1:], [f"state_{n}" for n in range(8)])
            self.assertEqual(clip.graph.input[0].type.tensor_type.shape.dim[1].dim_value, 4)
