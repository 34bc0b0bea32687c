import os
import tempfile
import unittest

import numpy as np
import torch
from torch import nn

from emotion_training import model_file
from emotion_training.temporal.insertion import Shifted, clip_of, first_states, shifts_of, step_of
from emotion_training.temporal.partial_bn import freeze_batch_norm
from emotion_training.temporal.segments import consensus, segment_frames
from emotion_training.temporal.shift import shift_step, temporal_shift

from . import onnx_numpy


def small_network(causal):
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), Shifted(nn.Conv2d(8, 16, 3, 2, 1), causal=causal), nn.ReLU(),
                         Shifted(nn.Conv2d(16, 4, 1), causal=causal)).eval()


class ShiftTest(unittest.TestCase):
    def test_bidirectional_shift_by_hand(self):
        # Frame t holds 10 t + channel: which frame and channel every value comes from can be read off.
        clip = torch.tensor([[[10.0 * t + c for c in range(4)] for t in range(3)]])[..., None, None]
        expected = [[0, 11, 2, 3], [0, 21, 12, 13], [10, 0, 22, 23]]
        self.assertEqual(temporal_shift(clip, fold_div=4)[0, :, :, 0, 0].tolist(), expected)

    def test_causal_shift_by_hand(self):
        clip = torch.tensor([[[10.0 * t + c for c in range(4)] for t in range(3)]])[..., None, None]
        self.assertEqual(temporal_shift(clip, fold_div=4, causal=True)[0, :, :, 0, 0].tolist(), [[0, 1, 2, 3], [0, 11, 12, 13], [10, 21, 22, 23]])

    def test_clips_of_a_batch_do_not_mix(self):
        clips = torch.rand(2, 3, 8, 2, 2)
        together = clip_of(Shifted(nn.Identity()), clips.reshape(6, 8, 2, 2), 3).reshape(clips.shape)
        for one, shifted in zip(clips, together):
            torch.testing.assert_close(temporal_shift(one[None])[0], shifted)

    def test_steps_equal_the_causal_clip(self):
        clip = torch.rand(2, 5, 16, 3, 3)
        state = torch.zeros(2, 2, 3, 3)
        for t, expected in enumerate(temporal_shift(clip, causal=True).unbind(1)):
            shifted, state = shift_step(clip[:, t], state)
            self.assertTrue(torch.equal(shifted, expected))

    @torch.no_grad()
    def test_steps_of_a_network_equal_its_causal_clip(self):
        network = small_network(causal=True)
        clip = torch.rand(2, 4, 3, 8, 8)
        expected = clip_of(network, clip.reshape(8, 3, 8, 8), 4).reshape(2, 4, 4, 4, 4)
        states = first_states(network, clip[:, 0])
        self.assertEqual([tuple(s.shape) for s in states], [(2, 1, 8, 8), (2, 2, 4, 4)])
        for t in range(4):
            out, states = step_of(network, clip[:, t], states)
            torch.testing.assert_close(out, expected[:, t], atol=1e-6, rtol=0)
        self.assertTrue(all(s.state is None for s in shifts_of(network)))

    @torch.no_grad()
    def test_future_reaches_the_bidirectional_network_only(self):
        clip = torch.rand(4, 3, 8, 8)
        changed = clip.clone()
        changed[3] += 1
        for causal in (True, False):
            network = small_network(causal)
            same = torch.equal(clip_of(network, clip, 4)[:3], clip_of(network, changed, 4)[:3])
            self.assertEqual(same, causal)

    @torch.no_grad()
    def test_exported_shift_gives_the_same(self):
        class Clip(nn.Module):
            def forward(self, x):
                return temporal_shift(x)

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.onnx")
            model_file.export(Clip(), torch.rand(1, 3, 8, 2, 2), ("input",), path)
            clips = np.random.RandomState(0).rand(2, 3, 8, 2, 2).astype(np.float32)
            found, = onnx_numpy.run(path, {"input": clips})
        np.testing.assert_array_equal(found, temporal_shift(torch.from_numpy(clips)).numpy())


    @torch.no_grad()
    def test_weights_fit_with_and_without_shift(self):
        shifted, plain, frames = small_network(causal=True), nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 4, 1)), torch.rand(1, 3, 8, 8)
        self.assertEqual(list(shifted.state_dict()), list(plain.state_dict()))
        plain.load_state_dict({name: torch.randn_like(value) for name, value in plain.state_dict().items()})
        shifted.load_state_dict(plain.state_dict())
        # A channel that is shifted in from nowhere is 0, as if the layer did not listen to it.
        plain[2].weight[:, :1] = plain[4].weight[:, :2] = 0
        torch.testing.assert_close(shifted(frames), plain(frames))

    def test_older_files_that_name_the_shifted_layer_are_read(self):
        network = small_network(causal=True)
        older = {name.replace("2.", "2.layer.").replace("4.", "4.layer."): torch.randn_like(value) for name, value in network.state_dict().items()}
        network.load_state_dict(older)
        self.assertTrue(torch.equal(network.state_dict()["4.weight"], older["4.layer.weight"]))


class SegmentTest(unittest.TestCase):
    def test_centres_of_the_segments(self):
        self.assertEqual(segment_frames(30, 3).tolist(), [5, 15, 25])
        self.assertEqual(segment_frames(31, 1).tolist(), [15])
        self.assertEqual(segment_frames(2, 5).tolist(), [0, 0, 1, 1, 1])

    def test_random_frames_stay_in_their_segments(self):
        rng = np.random.RandomState(0)
        drawn = np.array([segment_frames(40, 4, rng) for _ in range(200)])
        for segment in range(4):
            self.assertEqual(set(drawn[:, segment]), set(range(10 * segment, 10 * segment + 10)))

    def test_empty_clip_is_refused(self):
        with self.assertRaisesRegex(ValueError, "0 frames"):
            segment_frames(0, 3)

    def test_consensus_is_the_mean_of_a_clip(self):
        logits = torch.tensor([[1.0, 4], [3, 0], [5, 5], [7, 9]])
        self.assertEqual(consensus(logits, 2).tolist(), [[2, 2], [6, 7]])


class PartialBatchNormTest(unittest.TestCase):
    def test_only_the_first_learns(self):
        network = nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2), nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2)).train()
        freeze_batch_norm(network)
        network(torch.rand(4, 1, 3, 3)).sum().backward()
        self.assertNotEqual(network[1].running_mean.tolist(), [0, 0])
        self.assertEqual(network[3].running_mean.tolist(), [0, 0])
        self.assertIsNotNone(network[1].weight.grad)
        self.assertIsNone(network[3].weight.grad)
