"""Loads a trained face network."""
from .. import checkpoint
from .fold import served
from .network import FaceNetwork


def load(path):
    """(network as it is served, pixels of its input) of a model.pt that training wrote."""
    state = checkpoint.load(path)
    network = FaceNetwork(state["last_stride"])
    network.load_state_dict(state["network"])
    return served(network, state["temperatures"]), state["pixels"]
