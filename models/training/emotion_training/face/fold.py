"""Prepares a trained face network for serving: what can be folded into weights is folded, and weights are rounded to what the shipped file holds."""
import copy

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def fold_norms(module):
    """Folds every batch normalisation into the convolution before it."""
    for child in module.children():
        fold_norms(child)
    if isinstance(module, nn.Sequential):
        layers = list(module.children())
        for place in range(len(layers) - 1):
            if isinstance(layers[place], nn.Conv2d) and isinstance(layers[place + 1], nn.BatchNorm2d):
                module[place] = fuse_conv_bn_eval(layers[place], layers[place + 1])
                module[place + 1] = nn.Identity()
    return module


@torch.no_grad()
def served(network, temperatures):
    """A copy with calibrated logits: norms folded, temperatures of the two heads folded, weights rounded to float16."""
    network = fold_norms(copy.deepcopy(network).eval())
    for head, temperature in zip((network.emotion, network.mask), temperatures):
        head.weight /= temperature
        head.bias /= temperature
    for parameter in network.parameters():
        parameter.copy_(parameter.half().float())
    return network
