import unittest

import numpy as np
from sklearn import metrics as reference

from emotion_training import metrics
from emotion_training.calibration import cross_entropy, fit_temperature


class MetricsTest(unittest.TestCase):
    def setUp(self):
        rng = np.random.RandomState(0)
        self.labels = rng.choice(4, 500, p=(0.6, 0.2, 0.15, 0.05))
        self.logits = rng.normal(size=(500, 4)) + 1.5 * np.eye(4)[self.labels]
        self.predicted = self.logits.argmax(1)

    def test_agrees_with_scikit_learn(self):
        self.assertAlmostEqual(metrics.accuracy(self.labels, self.predicted), reference.accuracy_score(self.labels, self.predicted))
        self.assertAlmostEqual(metrics.balanced_accuracy(self.labels, self.predicted), reference.balanced_accuracy_score(self.labels, self.predicted))
        self.assertTrue((metrics.confusion(self.labels, self.predicted, 4) == reference.confusion_matrix(self.labels, self.predicted)).all())
        self.assertAlmostEqual(cross_entropy(self.logits, self.labels), reference.log_loss(self.labels, metrics.softmax(self.logits)), places=6)

    def test_roc_auc_agrees_with_scikit_learn(self):
        targets = np.eye(4, dtype=int)[self.labels]
        for scores in (metrics.softmax(self.logits), self.logits.round()):
            for average, ours in (("micro", metrics.roc_auc_micro), ("macro", metrics.roc_auc_macro)):
                self.assertAlmostEqual(ours(targets, scores), reference.roc_auc_score(targets, scores, average=average))
        several = (self.logits + np.random.RandomState(1).normal(size=self.logits.shape) > 0.5).astype(int)
        self.assertAlmostEqual(metrics.roc_auc_macro(several, self.logits), reference.roc_auc_score(several, self.logits, average="macro"))

    def test_roc_auc_leaves_out_labels_that_cannot_be_ranked(self):
        targets = np.array([[1, 0, 1], [1, 1, 0], [1, 0, 0]])
        scores = np.array([[0.1, 0.2, 0.9], [0.5, 0.8, 0.1], [0.3, 0.3, 0.95]])
        self.assertEqual(metrics.roc_auc_macro(targets, scores), 0.75)
        self.assertTrue(np.isnan(metrics.roc_auc_macro(targets[:, :1], scores[:, :1])))

    def test_temperature_undoes_a_scale(self):
        calibrated = fit_temperature(self.logits, self.labels)
        self.assertAlmostEqual(fit_temperature(3 * self.logits, self.labels) / calibrated, 3, places=3)
        self.assertLess(cross_entropy(self.logits / calibrated, self.labels), cross_entropy(self.logits / calibrated / 1.2, self.labels))
        self.assertLess(cross_entropy(self.logits / calibrated, self.labels), cross_entropy(self.logits / calibrated * 1.2, self.labels))

    def test_calibration_error_by_hand(self):
        probabilities = np.array([[0.95, 0.05]] * 4 + [[0.65, 0.35]] * 2)
        labels = np.array([0, 0, 0, 1, 0, 1])
        self.assertAlmostEqual(metrics.calibration_error(probabilities, labels), (4 * 0.2 + 2 * 0.15) / 6)

    def test_coverage_by_hand(self):
        self.assertEqual(metrics.coverage(np.array([[0.9, 0.1], [0.3, 0.7], [0.2, 0.8], [0.85, 0.15]]), [0, 1, 0, 0], 0.8), (0.75, 2 / 3))
