import os
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np
import torch

from emotion_training import checkpoint
from emotion_training.mask_state import train


class TrainingTest(unittest.TestCase):
    def run_training(self, folder, epochs, name, total=None):
        arguments = ["train", "--crops", os.path.join(folder, "crops.npz"), "--run", os.path.join(folder, name), "--epochs", str(epochs),
                     "--per-epoch", "32", "--batch", "16"]
        with mock.patch.object(sys, "argv", arguments):
            train.main()
        return checkpoint.load(os.path.join(folder, name, "model.pt"))["network"]

    def test_stopped_training_resumes_to_the_same_weights(self):
        rng = np.random.RandomState(0)
        labels = np.arange(60) % 2
        crops = rng.randint(0, 90, (60, 112, 112, 3)).astype(np.uint8)
        crops[labels == 1, 60:] += 120
        with tempfile.TemporaryDirectory() as folder:
            np.savez(os.path.join(folder, "crops.npz"), crops=crops, labels=labels, parts=(np.arange(60) > 40).astype(int), sources=np.array(["close-up"] * 60))
            unbroken = self.run_training(folder, 3, "unbroken")
            stopping = mock.Mock(side_effect=checkpoint.save)

            def save_then_stop(path, **state):
                stopping(path, **state)
                if state.get("epoch") == 1:
                    raise KeyboardInterrupt

            with mock.patch.object(train.checkpoint, "save", save_then_stop), self.assertRaises(KeyboardInterrupt):
                self.run_training(folder, 3, "broken")
            self.assertFalse(os.path.exists(os.path.join(folder, "broken", "model.pt")))
            resumed = self.run_training(folder, 3, "broken")
        for name, weight in unbroken.items():
            torch.testing.assert_close(resumed[name], weight)
