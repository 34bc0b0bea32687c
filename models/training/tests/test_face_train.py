import json
import os
import tempfile
import unittest
from unittest import mock

import numpy as np
import torch

from emotion_training import checkpoint
from emotion_training.face import choose, train
from emotion_training.face.choice import report
from emotion_training.face.choice.settings import SETTINGS, Setting
from emotion_training.face.choice.timing import processor_times
from emotion_training.face.exported import ExportedFace
from emotion_training.face.load import load
from emotion_training.face.mixup import blend, blended_loss, draw_share
from emotion_training.face.prepare import TRAIN, VALIDATION
from emotion_training.face.teacher import taught

from .face_networks import PIXELS, random_network
from .test_face_examples import faces

SMALL = ["--close-ups", "", "--drawn", "3", "--drawn-share", "1", "--per-epoch", "16", "--batch", "8", "--freeze-after", "1", "--workers", "0"]


def write_faces(folder):
    """A faces.npz of twelve pictures, half of them for validation."""
    made, path = faces(12), os.path.join(folder, "faces.npz")
    np.savez(path, parts=np.repeat([TRAIN, VALIDATION], 6), **made._asdict())
    return path


class TrainTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        self.faces = write_faces(self.folder)

    def train(self, run, *more):
        run = os.path.join(self.folder, run)
        with mock.patch("builtins.print"):
            history = train.main(["--faces", self.faces, "--run", run, "--pixels", str(PIXELS), "--width", "0.25", "--initial", "", *SMALL, *more])
        return run, history

    def refused(self, *arguments):
        with mock.patch("sys.stderr") as stderr, self.assertRaises(SystemExit):
            train.main(["--faces", self.faces, *SMALL, *arguments])
        return stderr.write.call_args[0][0]

    def test_stopped_training_resumes_to_the_same_weights(self):
        more = ("--epochs", "2", "--mixup", "0.3", "--erased", "0.5")
        unbroken, history = self.train("unbroken", *more)
        kept = checkpoint.save

        def save_then_stop(path, **state):
            kept(path, **state)
            if path.endswith("checkpoint.pt"):
                raise KeyboardInterrupt

        with mock.patch.object(train.checkpoint, "save", save_then_stop), self.assertRaises(KeyboardInterrupt):
            self.train("broken", *more)
        broken, resumed = self.train("broken", *more)
        for name, weight in checkpoint.load(os.path.join(unbroken, "checkpoint.pt"))["network"].items():
            torch.testing.assert_close(checkpoint.load(os.path.join(broken, "checkpoint.pt"))["network"][name], weight, msg=name)
        without_time = [[{k: v for k, v in epoch.items() if k != "seconds"} for epoch in epochs] for epochs in (history, resumed)]
        self.assertEqual(without_time[0], without_time[1])
        with open(os.path.join(broken, "epochs.jsonl")) as file:
            self.assertEqual([json.loads(line) for line in file], resumed)

    def test_the_best_epoch_is_kept(self):
        scores = iter([0.3, 0.5, 0.4])
        figures = {"openBalanced": 0, "masked": 0, "maskedBalanced": 0, "maskState": 0}
        averages = []
        saved = checkpoint.save

        def note(path, **state):
            if path.endswith("checkpoint.pt"):
                averages.append({k: v.clone() for k, v in state["average"].items()})
            saved(path, **state)

        with mock.patch.object(train.ValidationSet, "measure", lambda self, answers: {"open": next(scores), **figures}), mock.patch.object(train.checkpoint, "save", note):
            run, _ = self.train("run", "--epochs", "3")
        kept = checkpoint.load(os.path.join(run, "model.pt"))["network"]
        self.assertTrue(all(torch.equal(value, averages[1][name]) for name, value in kept.items()))
        self.assertFalse(all(torch.equal(value, averages[2][name]) for name, value in kept.items()))

    def test_resnet50_trains_and_loads(self):
        run, history = self.train("large", "--epochs", "1", "--backbone", "resnet50")
        network, pixels = load(os.path.join(run, "model.pt"))
        self.assertEqual((network.architecture["backbone"], network.architecture["width"], pixels, len(history)), ("resnet50", 0.25, PIXELS, 1))

    def test_a_teacher_changes_what_is_learnt(self):
        alone, _ = self.train("alone", "--epochs", "1")
        teacher = os.path.join(alone, "model.pt")
        for name, options in (("again", ()), ("taught", ("--teacher", teacher))):
            run, _ = self.train(name, "--epochs", "1", *options)
            same = all(torch.equal(a, b) for a, b in zip(*(checkpoint.load(os.path.join(r, "checkpoint.pt"))["network"].values() for r in (alone, run))))
            self.assertEqual(same, name == "again")

    def test_bad_arguments_are_refused_with_a_reason(self):
        self.assertIn("--width is 1.5; it must be above 0 and at most 1", self.refused("--width", "1.5"))
        self.assertIn("--teacher: there is no file nowhere.pt", self.refused("--teacher", "nowhere.pt", "--initial", ""))
        run, _ = self.train("small", "--epochs", "1")
        self.assertIn("is of another network", self.refused("--run", run, "--initial", "", "--epochs", "2"))

    def test_a_setting_is_trained_exported_and_found_again(self):
        setting, runs, common = Setting(PIXELS, 0.25), os.path.join(self.folder, "runs"), ["--faces", self.faces, "--initial", "", "--epochs", "1", *SMALL]
        with mock.patch("builtins.print"):
            row = choose.trained(setting, runs, common)
            self.assertEqual(row, choose.trained(setting, runs, common))
        self.assertEqual((row["pixels"], row["width"], 0 <= row["open"] <= 1), (PIXELS, 0.25, True))
        exported = ExportedFace(os.path.join(runs, "face-32px-width-0.25"))
        self.assertEqual(exported.logits(np.zeros((1, PIXELS, PIXELS), np.uint8))[0].shape, (1, 7))
        self.assertEqual([t > 0 for t in processor_times([os.path.join(runs, setting.name)] * 2, [PIXELS] * 2, 3)], [True, True])


class MixupTest(unittest.TestCase):
    def test_loss_of_a_blend_is_the_blend_of_both_losses(self):
        outputs, truth = (torch.randn(4, 3),), (torch.tensor([0, 1, 2, 1]),)
        whole = [torch.nn.functional.cross_entropy(outputs[0], labels) for labels in (truth[0], truth[0].flip(0))]
        found = blended_loss(torch.nn.functional.cross_entropy, outputs, truth, 0.75)
        torch.testing.assert_close(found, 0.75 * whole[0] + 0.25 * whole[1])
        self.assertEqual(blend(torch.tensor([1.0, 3.0]), 0.75).tolist(), [1.5, 2.5])

    def test_without_alpha_nothing_is_mixed(self):
        self.assertEqual(draw_share(0.0), 1.0)
        torch.manual_seed(0)
        self.assertTrue(all(0 < draw_share(0.4) < 1 for _ in range(20)))


class TeacherTest(unittest.TestCase):
    def test_targets_are_half_votes_half_what_the_teacher_sees_in_the_open_face_and_its_mirror_image(self):
        some = faces(5)
        with tempfile.TemporaryDirectory() as folder:
            network, path = random_network(width=0.25), os.path.join(folder, "model.pt")
            checkpoint.save(path, network=network.state_dict(), **network.architecture, pixels=PIXELS, temperatures=(1.0, 1.0))
            targets = taught(some, path, batch=2).targets
            mirrored = taught(some._replace(images=np.ascontiguousarray(some.images[:, :, ::-1])), path).targets
        said = 2 * targets - some.targets
        np.testing.assert_allclose(said.sum(1), 1, atol=1e-5)
        self.assertTrue((said >= -1e-6).all())
        self.assertGreater(said.std(0).max(), 1e-3)
        np.testing.assert_allclose(targets, mirrored, atol=1e-3)


class ChoiceReportTest(unittest.TestCase):
    def test_table_and_plot_show_every_row(self):
        rows = [{**s._asdict(), "open": 0.7 + n / 100, "masked": 0.5, "milliseconds": 2.0 + n, "ratio": 1.0 + n} for n, s in enumerate(SETTINGS)]
        with tempfile.TemporaryDirectory() as folder:
            report.write(rows, folder)
            with open(os.path.join(folder, "face-choice.md")) as table, open(os.path.join(folder, "face-choice.jsonl")) as lines, open(os.path.join(folder, "face-choice.svg")) as plot:
                self.assertIn("| 64 px | 1 | 70.0 % | 50.0 % | 2.00 ms | 1.00 |", table.read())
                self.assertEqual([json.loads(line) for line in lines], rows)
                self.assertIn("width 0.5", plot.read())
