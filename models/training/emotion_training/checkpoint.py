"""Checkpoints that a stopped training resumes from."""
import os

import torch


def save(path, **state):
    """Written beside the target and renamed, so that an interrupted write never leaves half a file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)


def load(path):
    """Returns the state, or None when there is none yet."""
    # The files are our own; newer PyTorch would refuse the arrays in them otherwise.
    return torch.load(path, map_location="cpu", weights_only=False) if os.path.exists(path) else None
