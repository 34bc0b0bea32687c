import unittest

import numpy as np
import torch

from emotion_training.body import FRAMES
from emotion_training.body.bridge import Bridge, WINDOWS, window_weights
from emotion_training.body.fit import Ridge, features, fit_classifier, logits_of
from emotion_training.body.network import BodyMotionNetwork, Classifier, arrange
from emotion_training.body.views import HEAD, KINDS, UPPER, WHOLE, in_view, view

BRIDGE = Bridge(np.zeros((2, 3, 7, 5)), np.ones((2, 3, 7, 5)), np.full((2, 3, 2, 5), 0.95), np.full((2, 3), 0.4), np.full((2, 3), 0.3))
WHOLE_BODY = torch.ones(1, 12)
FULL = torch.tensor([6.0])


def statistics(seed=0, count=1):
    return torch.from_numpy(np.random.RandomState(seed).normal(size=(count, 12, 5))).float()


class ArrangeTest(unittest.TestCase):
    def test_left_and_right_may_be_swapped(self):
        standard = statistics()
        mirrored = standard.clone()
        mirrored[:, 2::2], mirrored[:, 3::2] = standard[:, 3::2], standard[:, 2::2]
        torch.testing.assert_close(arrange(standard, WHOLE_BODY, FULL), arrange(mirrored, WHOLE_BODY, FULL))
        one_arm = WHOLE_BODY.clone()
        one_arm[0, 7] = 0
        other = WHOLE_BODY.clone()
        other[0, 6] = 0
        torch.testing.assert_close(arrange(standard, one_arm, FULL), arrange(mirrored, other, FULL))

    def test_busier_side_comes_first(self):
        standard = torch.zeros(1, 12, 5)
        standard[0, 6, 0], standard[0, 7, 0] = -1, 2
        measures = arrange(standard, WHOLE_BODY, FULL)[0, :60].reshape(12, 5)
        # Root, head, five busier sides, five calmer ones; wrists are the third pair.
        self.assertEqual((measures[4, 0], measures[9, 0]), (2, -1))

    def test_what_is_not_seen_does_not_matter(self):
        valid = torch.from_numpy(in_view(UPPER))[None].float()
        standard = statistics()
        spoilt = standard.clone()
        spoilt[0, in_view(UPPER) == 0] = 3
        torch.testing.assert_close(arrange(standard, valid, FULL), arrange(spoilt, valid, FULL))

    def test_distance_is_the_mean_over_what_is_seen(self):
        def distance(valid):
            return (arrange(torch.zeros(1, 12, 5), valid, FULL) - arrange(torch.ones(1, 12, 5), valid, FULL)).norm().item()
        self.assertAlmostEqual(distance(WHOLE_BODY), 60 ** 0.5, places=4)
        self.assertAlmostEqual(distance(torch.from_numpy(in_view(HEAD))[None].float()), 60 ** 0.5, places=4)


class RidgeTest(unittest.TestCase):
    def test_leaving_a_group_out_is_fitting_without_it(self):
        rng = np.random.RandomState(0)
        waves, emotions, groups = rng.normal(size=(90, 6)).astype(np.float32), np.arange(90) % 7, np.repeat([0, 1, 2], 30)
        kept = groups != 1
        weights = np.sqrt(90 / (7 * np.bincount(emotions)))[emotions][kept, None]
        target = (np.eye(7)[emotions] - 1 / 7)[kept]
        # The same as an ordinary least squares problem with the penalty as further rows.
        penalty = np.sqrt(np.diag([0.1 * 60] * 5 + [1e-6]))
        expected = np.linalg.lstsq(np.vstack([weights * waves[kept], penalty]), np.vstack([weights * target, np.zeros((6, 7))]), rcond=None)[0]
        ridge = Ridge(waves, emotions, groups)
        np.testing.assert_allclose(ridge.solve(0.1, without=1), expected, atol=1e-4)
        np.testing.assert_allclose(ridge.unseen(0.1)[~kept], waves[~kept] @ expected, atol=1e-3)

    def test_classifier_learns_what_can_be_learnt(self):
        rng = np.random.RandomState(0)
        emotions, actors = np.arange(350) % 7, np.arange(350) % 10
        standard = (rng.normal(size=(7, 12, 5)) * 1.5)[emotions] + 0.3 * rng.normal(size=(350, 12, 5))
        model, penalties = fit_classifier(standard, emotions, actors, BRIDGE, seed=1, width=128)
        self.assertEqual(set(penalties), set(KINDS))
        logits = logits_of(model, features(*view(standard, BRIDGE, rng, WHOLE), FRAMES), WHOLE)
        self.assertGreater((logits.argmax(1) == emotions).mean(), 0.8)


class NetworkTest(unittest.TestCase):
    def classifier(self):
        model = Classifier(32).eval()
        model.heads.copy_(torch.from_numpy(np.random.RandomState(0).normal(size=model.heads.shape)))
        return model

    def test_kind_of_view_chooses_the_head(self):
        model = self.classifier()
        for number, kind in enumerate(KINDS):
            valid = torch.from_numpy(in_view(kind))[None].float()
            by_hips = torch.tensor([1.0 if number < 2 else 0.0])
            waves = model.waves(arrange(statistics(), valid, FULL))
            torch.testing.assert_close(model(statistics(), valid, by_hips, FULL), waves @ model.heads[:, number])

    def test_nothing_seen_says_nothing(self):
        found = self.classifier()(torch.zeros(1, 12, 5), torch.zeros(1, 12), torch.zeros(1), torch.tensor([4.0]))
        self.assertEqual(found.tolist(), [[0.0] * 7])

    def test_standardisation_is_interpolated_between_windows(self):
        table = np.arange(6.0).reshape(2, 3, 1, 1) * np.ones((2, 3, 12, 5))
        network = BodyMotionNetwork(self.classifier(), table, np.ones((2, 3, 12, 5)))
        for frames in (16, 20, 32, 50, 64):
            found = network._interpolate(network.mean, torch.ones(1), torch.tensor([np.log2(frames)]).float())
            self.assertAlmostEqual(found[0, 0, 0].item(), 3 + float(window_weights(frames) @ np.arange(3)), places=5)
        np.testing.assert_allclose(window_weights(np.array([3, *WINDOWS, 99])), [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], atol=1e-9)
