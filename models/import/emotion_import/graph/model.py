from dataclasses import dataclass, field

import numpy as np

from ..errors import ImportFailure


@dataclass(frozen=True)
class Node:
    """One TensorFlow operation; an input is the name of a node, with `:k` for its k-th output."""
    operation: str
    name: str
    inputs: tuple = ()
    attributes: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """A TensorFlow graph without its runtime."""
    nodes: dict
    constants: dict
    outputs: tuple

    def constant(self, name):
        if name not in self.constants:
            raise ImportFailure(f"the graph names a constant '{name}' that its weights do not hold")
        return np.asarray(self.constants[name])


def split_reference(reference):
    """`name:2` is the third output of `name`."""
    name, _, index = reference.partition(":")
    return name, int(index or 0)
