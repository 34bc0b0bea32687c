"""Partial batch normalisation (arXiv 1608.00859): all but the first keep the statistics and weights they were initialised with, against overfitting small sets."""
from torch import nn


def freeze_all_but_first_batch_norm(network):
    """To be called after every network.train(), which would thaw the statistics."""
    for norm in [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)][1:]:
        norm.eval()
        norm.weight.requires_grad_(False)
        norm.bias.requires_grad_(False)
