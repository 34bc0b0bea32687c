import json
import os
import tempfile
import unittest
from unittest import mock

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn

from emotion_training import model_file
from emotion_training.clips.folds import folds_of, groups_of
from emotion_training.clips.frames import FrameCache
from emotion_training.clips.table import read_clips
from emotion_training.study import __main__ as study
from emotion_training.study import fusion, report
from emotion_training.study.backbones import FaceOnnx
from emotion_training.study.experiment import AVERAGE, AWARE, FACE, MAIN, MASKED, SHIPPED_MASKED, UNPREPARED, Experiment
from emotion_training.study.features import TSM, TSN, FeatureStore
from emotion_training.study.figures import figures_of, mean_and_deviation
from emotion_training.study.findings import findings, gains
from emotion_training.study.heads import Head, fit_head, log_loss

from .clip_folder import fill_cache, write_table

COLOURS = {"neutral": (200, 60, 60), "happiness": (60, 200, 60), "fear": (60, 60, 200)}
GRAY = (120, 120, 120)


class ColourMeans:
    """Features of a crop: its mean colour; shifted: that of the frame before, by which a clip's order can be told."""

    shifts, name, fingerprint = True, "mean colours", "mean colours"

    def __init__(self):
        self.calls = 0

    def features(self, crops, shifted=False):
        self.calls += 1
        means = crops.reshape(len(crops), -1, 3).mean(1) / 255
        return np.concatenate([means[:1] * 0, means[:-1]]) if shifted else means


class ClipsTest(unittest.TestCase):
    """Four actors, three labels, two clips each; the open face and the body show the label's colour, the masked face does not."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        self.rows, colours = [], []
        for actor in "1234":
            for label, colour in COLOURS.items():
                for take in "ab":
                    name = f"{actor}{label}{take}.avi"
                    with open(os.path.join(self.folder, name), "w") as file:
                        file.write(name)
                    self.rows.append((name, actor, label))
                    colours.append((colour, GRAY, np.add(GRAY, colour) / 2))
        self.table = write_table(self.folder, self.rows)
        self.cache = FrameCache(os.path.join(self.folder, "frames"), (1, 3))
        fill_cache(self.cache, read_clips(self.table).clips, colours, np.random.RandomState(0), pixels=16)

    def experiment(self, clip_set, backbone, served=None, own_logits=None):
        store = FeatureStore(os.path.join(self.folder, "cache"), self.cache, clip_set.clips, {"face": backbone, "body": backbone}, (1, 3))
        evidence = study.evidence_of(self.cache, clip_set.clips)
        return Experiment(clip_set, folds_of(clip_set), groups_of(clip_set), store, evidence, served, own_logits, (1e-2, 1.0))


class ExperimentTest(ClipsTest):
    def test_rows_say_what_the_streams_show(self):
        clip_set = read_clips(self.table)
        results = self.experiment(clip_set, ColourMeans(), own_logits=lambda values: np.eye(7)[[0] * len(values)]).run((1, 3), self.folder)
        self.assertEqual(list(results), [(TSN, 1), (TSN, 3), (TSM, 3)])
        for rows in results.values():
            self.assertTrue(set(MAIN) <= set(rows))
            balanced = {row: np.mean([f["balanced"] for f in folds]) for row, folds in rows.items()}
            self.assertEqual({len(folds) for folds in rows.values()}, {4})
            self.assertEqual((balanced[FACE], balanced["body"], balanced[AWARE]), (1, 1, 1))
            self.assertLess(balanced[MASKED], 0.7)
            self.assertLess(balanced[UNPREPARED], 0.7)
            self.assertGreater(balanced[AVERAGE], balanced[MASKED])
            # Always neutral: right for a third.
            self.assertAlmostEqual(balanced[SHIPPED_MASKED], 1 / 3)
        verdicts = {f.text: f.verdict for f in findings(results, 3, False)}
        self.assertEqual(verdicts["A mask hurts the face stream."], "agrees")
        self.assertEqual(verdicts["Face and body fused late beat the masked face."], "agrees")

    def test_what_was_computed_is_found_again(self):
        clip_set, backbone = read_clips(self.table), ColourMeans()
        first = self.experiment(clip_set, backbone).run((1, 3), self.folder)
        calls = backbone.calls
        with mock.patch("emotion_training.study.experiment.fit_head", side_effect=AssertionError("fitted again")):
            second = self.experiment(clip_set, backbone).run((1, 3), self.folder)
        self.assertEqual((second, backbone.calls), (first, calls))
        self.assertGreater(calls, 0)

    def test_several_labels_a_clip(self):
        rows = [(name, actor, int(label != "neutral"), int(label == "fear")) for name, actor, label in self.rows]
        clip_set = read_clips(write_table(self.folder, rows, ("path", "actor", "aroused", "afraid")))
        rows = self.experiment(clip_set, ColourMeans()).run((1,), self.folder)[TSN, 1]
        self.assertEqual({f["auc_macro"] for f in rows[FACE]}, {1.0})
        self.assertNotIn(SHIPPED_MASKED, rows)

    def test_absent_streams_are_told_by_the_other(self):
        clip_set = read_clips(self.table)
        path = self.cache.path(clip_set.clips[0])
        with np.load(path) as store:
            arrays = dict(store)
        arrays["found_masked_face"][:] = False
        np.savez(path, **arrays)
        store = FeatureStore(os.path.join(self.folder, "cache"), self.cache, clip_set.clips, {"face": ColourMeans(), "body": ColourMeans()}, (1, 3))
        found = store.get(MASKED, TSN, 3)
        self.assertEqual(found.present.tolist(), [False] + [True] * 23)
        rows = self.experiment(clip_set, ColourMeans()).run((3,), self.folder)[TSN, 3]
        self.assertEqual(len(rows[AWARE]), 4)

    def test_command_writes_the_report(self):
        class Face(nn.Module):
            def forward(self, x):
                return x.mean((1, 2))

        torch.manual_seed(0)
        face, out = os.path.join(self.folder, "face.onnx"), os.path.join(self.folder, "out")
        model_file.export(Face(), torch.rand(1, 224, 224, 3), ("input",), face, ("features",))
        arguments = ["--clips", self.table, "--frames", self.cache.folder, "--face", face, "--body-initial", "none", "--body-pixels", "32", "--weights", "none", "--quick", "--out", out,
                     "--note", "Drawn <colours>."]
        with mock.patch("builtins.print"):
            study.main(arguments)
            with mock.patch.object(FaceOnnx, "features", side_effect=AssertionError("computed again")):
                study.main(arguments)
        with open(os.path.join(out, "results.json")) as file:
            results = {(r["mode"], r["segments"], r["row"]): r["folds"] for r in json.load(file)}
        self.assertEqual({f["balanced"] for f in results[TSN, 3, FACE]}, {1.0})
        # The face is an ONNX file: it cannot be shifted, the body can.
        self.assertEqual({row for mode, _, row in results if mode == TSM}, {"body", "full body", "full body, open face"})
        with open(os.path.join(out, "report.md")) as file:
            text = file.read()
        for part in ("24 clips, 3 labels", "Drawn <colours>.", "| ROC AUC macro | TSN 1 | TSN 3 | TSM 3 |", "| face | 100.0 ± 0.0 |", "A mask hurts the face stream.", "![", "fitted in the folds"):
            self.assertIn(part, text)
        with open(os.path.join(out, "report.html")) as file:
            page = file.read()
        self.assertIn("Drawn &lt;colours&gt;.", page)
        self.assertEqual(page.count("<svg"), 3)


class HeadTest(unittest.TestCase):
    def setUp(self):
        rng = np.random.RandomState(0)
        self.classes = rng.randint(0, 3, 60)
        self.targets = np.eye(3, dtype=int)[self.classes]
        self.features = rng.normal(size=(60, 100)) + 2 * self.targets @ rng.normal(size=(3, 100))

    def test_equals_a_regression_on_all_features(self):
        standard = (self.features - self.features.mean(0)) / self.features.std(0)
        plain = LogisticRegression(C=0.01, max_iter=1000, tol=1e-8).fit(standard[:40], self.classes[:40])
        head = Head(self.features[:40], self.targets[:40], False, 0.01)
        standard = (self.features - self.features[:40].mean(0)) / self.features[:40].std(0)
        plain.fit(standard[:40], self.classes[:40])
        np.testing.assert_allclose(head.logits(self.features), plain.decision_function(standard), atol=5e-3)

    def test_a_class_that_training_lacks_is_the_least_likely(self):
        chosen = self.classes != 1
        logits = Head(self.features[chosen], self.targets[chosen], False, 0.1).logits(self.features)
        self.assertTrue((logits.argmin(1) == 1).all())
        self.assertGreater((logits.argmax(1) == self.classes)[chosen].mean(), 0.95)

    def test_labels_that_all_or_none_have_are_constant(self):
        targets = np.stack([self.targets[:, 0], np.ones(60, int), np.zeros(60, int)], 1)
        logits = Head(self.features, targets, True, 0.1).logits(self.features)
        self.assertGreater(((logits[:, 0] > 0) == targets[:, 0]).mean(), 0.95)
        self.assertTrue((logits[:, 1] > 0).all() and (logits[:, 2] < 0).all())

    def test_unseen_logits_do_not_know_their_group(self):
        rng = np.random.RandomState(1)
        noise, groups = rng.normal(size=(60, 80)), np.arange(60) // 10
        head, unseen = fit_head(noise, self.targets, groups, False, (1.0,))
        self.assertEqual(figures_of(head.logits(noise), self.targets, False)["accuracy"], 1)
        self.assertLess(figures_of(unseen, self.targets, False)["accuracy"], 0.55)

    def test_log_loss_by_hand(self):
        self.assertAlmostEqual(log_loss(np.log([[0.5, 0.5], [0.2, 0.8]]), np.array([[1, 0], [0, 1]]), False), -(np.log(0.5) + np.log(0.8)) / 2)
        self.assertAlmostEqual(log_loss(np.array([[0.0, np.log(3)]]), np.array([[1, 0]]), True), (np.log(2) + np.log(4)) / 2)


class FusionTest(unittest.TestCase):
    def setUp(self):
        self.face, self.body = np.array([[2.0, 0], [1, 1], [4, 4]]), np.array([[0.0, 4], [3, 0], [8, 0]])
        self.present = np.array([True, True, False]), np.array([True, False, True])

    def test_average_and_maximum_by_hand(self):
        self.assertEqual(fusion.average(self.face, self.body, *self.present).tolist(), [[1, 2], [1, 1], [8, 0]])
        self.assertEqual(fusion.maximum(self.face, self.body, *self.present).tolist(), [[2, 4], [1, 1], [8, 0]])

    def test_weights_by_hand(self):
        self.assertEqual(fusion.weighted(self.face, self.body, *self.present, 0.5, 2, "sum").tolist(), [[1, 8], [0.5, 0.5], [16, 0]])
        self.assertEqual(fusion.weighted(self.face, self.body, *self.present, 1, np.array([3, 1, 1]), "mean").tolist(), [[0.5, 3], [1, 1], [8, 0]])

    def test_fitted_weights_trust_the_stream_that_is_right(self):
        rng = np.random.RandomState(0)
        targets = np.eye(3, dtype=int)[rng.randint(0, 3, 300)]
        good, bad, here = 3 * targets + rng.normal(size=(300, 3)), rng.normal(size=(300, 3)), np.ones(300, bool)
        face, body = fusion.fit_weights(bad, good, here, here, targets, False)
        self.assertLess(face, 0.2 * body)

    def test_served_weights_are_read_between_their_entries(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "weights.json")
            model_file.write_json(path, {"scale": "sum", "least": 0.1, "faceOpen": [[0, 9]], "faceMasked": [[10, 0.2], [20, 0.4]], "body": [[0, 0], [1, 1]]})
            face, body = fusion.ServedWeights(path).of(np.array([15, 99]), np.array([0.05, 0.7]))
        np.testing.assert_allclose((face, body), [[0.3, 0.4], [0.1, 0.7]])


class FigureTest(unittest.TestCase):
    def test_several_labels_by_hand(self):
        found = figures_of(np.array([[1.0, -1], [2, 1], [-1, -2], [3, -3]]), np.array([[1, 0], [1, 1], [0, 1], [0, 0]]), True)
        self.assertEqual((found["accuracy"], found["balanced"]), (0.75, 0.75))

    def test_mean_and_deviation(self):
        np.testing.assert_allclose(mean_and_deviation([0.2, 0.4, 0.6]), (0.4, 0.2))
        self.assertTrue(np.isnan(mean_and_deviation([0.5])[1]))

    def results(self, masked, average):
        folds = [[{"balanced": b, "auc_micro": 0.5, "auc_macro": 0.5, "accuracy": b} for b in row] for row in (masked, average)]
        return {(TSN, 1): {MASKED: folds[0], AVERAGE: folds[1], FACE: folds[1], "body": folds[1], "full body": folds[1]}}

    def test_gain_is_paired_by_fold(self):
        self.assertEqual(gains(self.results([0.2, 0.6], [0.4, 0.7]))[TSN, 1, AVERAGE].round(6).tolist(), [0.2, 0.1])

    def test_verdicts(self):
        for average, verdict in (([0.5, 0.52], "agrees"), ([0.3, 0.28], "does not agree"), ([0.3, 0.52], "not decided")):
            found = {f.compared: f.verdict for f in findings(self.results([0.4, 0.41], average), 6, False)}
            self.assertEqual(found[f"{AVERAGE} - {MASKED}"], verdict)
        self.assertIn("fewer than two folds", findings(self.results([0.4], [0.5]), 6, False)[0].verdict)

    def test_percent(self):
        self.assertEqual([report.percent(0.5, 0.1), report.percent(0.5, float("nan")), report.percent(float("nan"), float("nan"))], ["50.0 ± 10.0", "50.0", "–"])
