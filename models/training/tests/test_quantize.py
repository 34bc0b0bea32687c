import json
import os
import shutil
import tempfile
import unittest

import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from emotion_training.quantize import __main__ as command
from emotion_training.quantize import graph, pictures, poses, ranges, runtime
from emotion_training.quantize.network import Network
from emotion_training.quantize.qdq import rewrite

PIXELS = 16
HAS_RUNTIME = os.path.exists(os.path.join(runtime.IMPORT, "node_modules", "onnxruntime-node", "package.json")) and shutil.which("node") is not None


def small_network():
    """Conv, Clip, depthwise Conv, Relu, Conv, Add, Conv: what the pose network is made of. Channels differ by up to 30 times in size, so that one scale for all would show."""
    rng = np.random.RandomState(3)
    weights = {"w1": rng.normal(0, 0.4, (8, 3, 3, 3)), "w2": rng.normal(0, 0.4, (8, 1, 3, 3)) * np.geomspace(0.2, 6, 8)[:, None, None, None], "w3": rng.normal(0, 0.3, (8, 8, 1, 1)),
               "w4": rng.normal(0, 0.3, (4, 8, 1, 1)), **{f"b{n}": rng.normal(0, 0.1, 4 if n == 4 else 8) for n in (1, 2, 3, 4)}, "low": np.float32(0), "high": np.float32(6)}
    conv = {"strides": [1, 1], "dilations": [1, 1]}
    wide = {**conv, "kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    one = {**conv, "kernel_shape": [1, 1], "pads": [0, 0, 0, 0]}
    nodes = [helper.make_node("Conv", ["input", "w1", "b1"], ["c1"], **wide), helper.make_node("Clip", ["c1", "low", "high"], ["r1"]),
             helper.make_node("Conv", ["r1", "w2", "b2"], ["c2"], group=8, **wide), helper.make_node("Relu", ["c2"], ["r2"]),
             helper.make_node("Conv", ["r2", "w3", "b3"], ["c3"], **one), helper.make_node("Add", ["c3", "r1"], ["sum"]),
             helper.make_node("Conv", ["sum", "w4", "b4"], ["scores"], **one), helper.make_node("Sigmoid", ["scores"], ["output"])]
    return helper.make_model(helper.make_graph(
        nodes, "small", [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, PIXELS, PIXELS])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 4, PIXELS, PIXELS])],
        [numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in weights.items()]), opset_imports=[helper.make_opsetid("", 13)], ir_version=7)


def write_model(folder):
    onnx.save(small_network(), os.path.join(folder, "model.onnx"))
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump({"name": "small", "file": "model.onnx", "sha256": "", "input": {"name": "input", "width": PIXELS, "height": PIXELS, "color": "rgb", "layout": "nchw", "type": "float32",
                                                                               "mean": [127.5] * 3, "deviation": [127.5] * 3}, "output": {"name": "output"}}, file)


def write_pictures(folder, count):
    rng = np.random.RandomState(5)
    for number in range(count):
        cv2.imwrite(os.path.join(folder, f"{number}.png"), cv2.resize(rng.randint(0, 256, (5, 5, 3)).astype(np.uint8), (24, 24), interpolation=cv2.INTER_CUBIC))


class RangesTest(unittest.TestCase):
    def test_activation_scale_by_hand(self):
        scale, zero = ranges.activation_scale(-1, 4.1)
        self.assertAlmostEqual(float(scale), 5.1 / 255, 7)
        self.assertEqual(zero, 50)

    def test_activation_scale_without_zero_reaches_to_it(self):
        self.assertEqual(ranges.activation_scale(2, 5.1)[1], 0)
        self.assertAlmostEqual(float(ranges.activation_scale(2, 5.1)[0]), 0.02, 7)

    def test_weights_one_scale_a_channel_by_hand(self):
        weights = np.array([[1.27, -0.5, 0.01], [0.0254, 0.0127, -0.0002], [0, 0, 0]], np.float32)
        scales = ranges.weight_scales(weights)
        np.testing.assert_allclose(scales, [0.01, 0.0002, 1 / 127], rtol=1e-6)
        np.testing.assert_array_equal(ranges.quantise_weights(weights, scales), [[127, -50, 1], [127, 64, -1], [0, 0, 0]])

    def test_one_outlier_stretches_only_minmax(self):
        counts = np.zeros(1000, int)
        counts[500:600] = 10000
        counts[999] = 1
        self.assertEqual(ranges.histogram_range(counts, -10, 10, "minmax"), (-10, 10))
        for method in ("percentile", "mse"):
            low, high = ranges.histogram_range(counts, -10, 10, method)
            self.assertLess(high, 3)
            self.assertGreaterEqual(high, 1.9)

    def test_percentile_leaves_out_its_share(self):
        low, high = ranges.histogram_range(np.full(1000, 7), 0, 10, "percentile", share=0.9)
        self.assertEqual(low, 0)
        self.assertAlmostEqual(high, 9, delta=0.02)

    def test_limit_of_an_activation(self):
        self.assertEqual(graph.limited((-3, 9), (0, 6)), (0, 6))
        self.assertEqual(graph.limited((-3, 5), (0, None)), (0, 5))


class RewriteTest(unittest.TestCase):
    def setUp(self):
        self.model = small_network()
        self.graph = graph.Graph(self.model)
        self.ranges = {"input": (-1, 1), "r1": (0, 6), "r2": (0, 9), "c3": (-4, 4), "sum": (-4, 9), "scores": (-5, 5)}

    def rewritten(self, names):
        return rewrite(small_network(), self.graph, [s for s in self.graph.steps() if s.name in names], self.ranges)

    def test_steps_take_activations_in(self):
        self.assertEqual([(s.name, s.output, s.limit) for s in self.graph.steps()],
                         [("c1", "r1", (0, 6)), ("c2", "r2", (0, None)), ("c3", "c3", (None, None)), ("sum", "sum", (None, None)), ("scores", "scores", (None, None))])
        self.assertEqual(self.graph.last(self.graph.steps()), {"scores"})

    def test_excluded_nodes_are_untouched(self):
        model = self.rewritten({"c1"})
        onnx.checker.check_model(model)
        kept = {node.output[0]: node for node in model.graph.node if node.op_type in ("Conv", "Relu", "Add", "Sigmoid")}
        before = {node.output[0]: node for node in small_network().graph.node}
        for name in ("r2", "c3", "scores", "output"):
            self.assertEqual(kept[name], before[name])
        weights = {i.name: i for i in model.graph.initializer}
        self.assertEqual(weights["w2"], next(i for i in small_network().graph.initializer if i.name == "w2"))
        self.assertNotIn("w1", weights)

    def test_quantised_weights_are_int8_per_channel_and_bias_int32(self):
        values = {i.name: numpy_helper.to_array(i) for i in self.rewritten({"c2"}).graph.initializer}
        w2, b2 = (next(numpy_helper.to_array(i) for i in self.model.graph.initializer if i.name == name) for name in ("w2", "b2"))
        self.assertEqual((values["c2_weights_8bit"].dtype, values["c2_bias_8bit"].dtype), (np.int8, np.int32))
        np.testing.assert_allclose(values["c2_weights_scale"], np.abs(w2).max((1, 2, 3)) / 127, rtol=1e-6)
        np.testing.assert_allclose(values["c2_bias_8bit"] * values["c2_bias_scale"], b2, atol=float(values["c2_bias_scale"].max()))

    def test_a_float_step_between_two_of_8_bits_is_guarded(self):
        kinds = [node.op_type for node in self.rewritten({"c1", "c3"}).graph.node]
        self.assertEqual(kinds.count("Max"), 1)
        self.assertEqual([node.op_type for node in self.rewritten({"c1", "c2", "c3"}).graph.node].count("Max"), 0)


class PicturesTest(unittest.TestCase):
    def test_folder_that_is_not_there_is_named(self):
        with self.assertRaisesRegex(FileNotFoundError, "no-such-folder"):
            pictures.read(["no-such-folder"], 12)

    def test_folder_without_pictures_is_named(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(FileNotFoundError, folder):
            pictures.read([folder], 12)


@unittest.skipUnless(HAS_RUNTIME, "models/import/node_modules is not there")
class RuntimeTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        write_model(self.folder)
        self.pictures = os.path.join(self.folder, "pictures")
        os.mkdir(self.pictures)
        write_pictures(self.pictures, 12)

    def difference(self, *arguments):
        """Mean and largest difference of the variant's output from the float one's, both by ONNX Runtime."""
        variant = os.path.join(self.folder, "variant.onnx")
        self.assertEqual(command.main([self.folder, "--pictures", self.pictures, "--out", variant, *arguments]), 0)
        inputs = pictures.inputs(pictures.read([self.pictures], 12), Network(self.folder).description["input"])
        exact, rough = (runtime.outputs(onnx.load(path), ["output"], inputs, None)[0] for path in (os.path.join(self.folder, "model.onnx"), variant))
        return np.abs(exact - rough).mean(), np.abs(exact - rough).max()

    def test_8_bits_are_near_the_float_network(self):
        for method in ("mse", "percentile", "minmax"):
            mean, largest = self.difference("--ranges", method, "--share", "0.99999")
            self.assertGreater(mean, 0)
            self.assertLess(mean, 0.01)
            self.assertLess(largest, 0.08)

    def test_a_guarded_step_is_computed_in_float(self):
        self.assertLess(self.difference("--exclude", "c2")[0], 1.05 * self.difference()[0])

    def test_most_sensitive_step_is_kept(self):
        self.assertLess(self.difference("--keep", "3")[0], self.difference()[0])

    def test_variant_is_entered_once(self):
        for _ in range(2):
            self.assertEqual(command.main([self.folder, "--pictures", self.pictures]), 0)
        with open(os.path.join(self.folder, "model.json")) as file:
            variants = json.load(file)["variants"]
        self.assertEqual([(v["precision"], v["file"]) for v in variants], [("int8", "model.int8.onnx")])

    def test_unknown_step_is_named(self):
        self.assertEqual(command.main([self.folder, "--pictures", self.pictures, "--exclude", "c9"]), 1)


class PosesTest(unittest.TestCase):
    def rows(self, *people):
        rows = np.zeros((6, 56), np.float32)
        for row, (x, score) in zip(rows, people):
            joints = row[:51].reshape(17, 3)
            joints[:, 0], joints[:, 1], joints[:, 2] = np.linspace(0.2, 0.8, 17), x, 0.9
            row[51:] = 0.2, x - 0.1, 0.8, x + 0.1, score
        return rows

    def test_same_answer_is_alike_in_full(self):
        answer = self.rows((0.3, 0.9), (0.7, 0.5))
        found = poses.compare([answer], [answer[::-1]], 0.2, 320, 192)
        self.assertEqual((found["persons, float32"], found["found by both"], found["mean OKS"], found["mean distance, % of the box"]), (2, 1, 1, 0))

    def test_a_shift_and_a_lost_person_show(self):
        found = poses.compare([self.rows((0.3, 0.9), (0.7, 0.5))], [self.rows((0.31, 0.9), (0.7, 0.1))], 0.2, 320, 192)
        self.assertEqual((found["persons, int8"], found["found by both"]), (1, 0.5))
        self.assertAlmostEqual(found["mean distance, % of the box"], 100 * 3.2 / 115.2, 4)
        self.assertTrue(0.5 < found["mean OKS"] < 0.95)


if __name__ == "__main__":
    unittest.main()
