"""Loads a trained face network."""
import os
import pickle

from .. import checkpoint
from .fold import served
from .initial import FACERES
from .network import FaceNetwork
from .restore import restored


def architecture_of(state):
    """What FaceNetwork is to be built with for the weights that training saved; files from before there was a choice say nothing of it but the stride."""
    return {"backbone": state.get("backbone", "mobilenetv1"), "width": state.get("width", 1.0), "last_stride": state.get("last_stride", 2)}


def initial_of(state):
    """Name of the file that training began with; '' when it began at random."""
    return state.get("initial", os.path.basename(FACERES))


def network_of(state):
    """The network that training saved, as it was trained."""
    network = FaceNetwork(**architecture_of(state))
    network.load_state_dict(state["network"])
    return network


def load(path):
    """(network as it is served, pixels of its input) of a model.pt that training wrote, or of a model's folder or its ONNX file. OSError when there is none, ValueError when it is of something else."""
    if not os.path.exists(path):
        raise FileNotFoundError(f"There is no face network {path}.")
    if os.path.isdir(path) or path.endswith(".onnx"):
        return restored(path)
    try:
        state = checkpoint.load(path)
    except (pickle.UnpicklingError, RuntimeError, EOFError):
        raise ValueError(f"{path} is neither a model.pt of emotion_training.face nor a model folder or its ONNX file.") from None
    if not isinstance(state, dict) or not {"network", "temperatures", "pixels"} <= state.keys():
        raise ValueError(f"{path} is no model.pt of emotion_training.face: it lacks the network, its temperatures or its pixels.")
    return served(network_of(state), state["temperatures"]), state["pixels"]
