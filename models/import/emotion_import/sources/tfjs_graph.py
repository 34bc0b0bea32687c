"""A TensorFlow.js graph model: NAME.json with the topology, and its weights."""
import json
import os

from ..graph.model import Graph, Node, split_reference
from .attributes import decode_attributes
from .weights import read_weights


def read_tfjs_graph(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    nodes = (_node(item) for item in document["modelTopology"]["node"])
    outputs = tuple(split_reference(output["name"])[0] for output in document["signature"]["outputs"].values())
    return Graph({node.name: node for node in nodes}, read_weights(document["weightsManifest"], os.path.dirname(path)), outputs)


def _node(item):
    # An input that starts with ^ orders execution and carries no value.
    inputs = tuple(name for name in item.get("input", []) if not name.startswith("^"))
    return Node(item["op"], item["name"], inputs, decode_attributes(item.get("attr", {})))
