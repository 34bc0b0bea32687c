import unittest

import torch

from emotion_training.temporal.shift import shift_step, temporal_shift


class ShiftTest(unittest.TestCase):
    def setUp(self):
        # Two frames apart differ by 10; channels count up from 1.
        self.clip = torch.tensor([[[1.0, 2, 3, 4], [11, 12, 13, 14], [21, 22, 23, 24]]])[:, :, :, None, None]

    def test_bidirectional_shift_takes_one_channel_from_each_neighbour(self):
        expected = [[0, 12, 3, 4], [1, 22, 13, 14], [11, 0, 23, 24]]
        self.assertEqual(temporal_shift(self.clip, 4)[0, :, :, 0, 0].tolist(), expected)

    def test_causal_shift_takes_from_the_past_only(self):
        expected = [[0, 2, 3, 4], [1, 12, 13, 14], [11, 22, 23, 24]]
        self.assertEqual(temporal_shift(self.clip, 4, causal=True)[0, :, :, 0, 0].tolist(), expected)

    def test_live_steps_equal_the_causal_clip(self):
        clip = torch.randn(2, 5, 16, 3, 4, generator=torch.Generator().manual_seed(0))
        state, steps = torch.zeros(2, 2, 3, 4), []
        for frame in clip.unbind(1):
            shifted, state = shift_step(frame, state, 8)
            steps.append(shifted)
        self.assertTrue(torch.equal(torch.stack(steps, 1), temporal_shift(clip, 8, causal=True)))
