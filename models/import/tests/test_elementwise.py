import unittest

import numpy as np

from emotion_import.graph.model import Node

from .graphs import build, converted, operations, picture


def initializers(model):
    return {tuple(initializer.dims) for initializer in model.graph.initializer}


def with_constant(operation, constant, *shape, first=False):
    inputs = ("k", "input") if first else ("input", "k")
    return converted(build([picture(*shape), Node(operation, "y", inputs)], {"k": constant}, "y"))


class ElementwiseTests(unittest.TestCase):
    def test_convert_ConstantThatChangesNothing_LeavesNoNode(self):
        nothing, all_ones = np.zeros(3, np.float32), np.ones((1, 1, 1, 3), np.float32)
        for operation, constant, first in (("Sub", nothing, False), ("AddV2", nothing, False), ("AddV2", nothing, True),
                                           ("Mul", all_ones, False), ("Mul", all_ones, True), ("RealDiv", all_ones, False)):
            self.assertEqual(operations(with_constant(operation, constant, 1, 4, 6, 3, first=first)), ["Identity"], (operation, first))

    def test_convert_ConstantOnTheSideThatMatters_IsKept(self):
        self.assertEqual(operations(with_constant("Sub", np.zeros(3, np.float32), 1, 4, 6, 3, first=True)), ["Sub", "Identity"])
        self.assertEqual(operations(with_constant("RealDiv", np.ones(3, np.float32), 1, 4, 6, 3, first=True)), ["Div", "Identity"])

    def test_convert_NeutralConstantOfALargerShape_StillBroadcasts(self):
        self.assertEqual(operations(with_constant("AddV2", np.zeros((5, 3), np.float32), 1, 3)), ["Add", "Identity"])

    def test_convert_ConstantOfEqualNumbers_IsOneNumber(self):
        self.assertEqual(initializers(with_constant("Mul", np.full((1, 1, 1, 3), 0.5, np.float32), 1, 4, 6, 3)), {()})

    def test_convert_ConstantOfDifferentNumbers_KeepsItsShape(self):
        self.assertEqual(initializers(with_constant("Mul", np.float32([1, 2, 3]), 1, 4, 6, 3)), {(3,)})

    def test_convert_ConstantOfEqualNumbersThatWidensTheResult_KeepsItsShape(self):
        self.assertEqual(initializers(with_constant("Mul", np.full((5, 3), 2, np.float32), 1, 3)), {(5, 3)})
