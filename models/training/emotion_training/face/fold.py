"""Prepares a trained face network for serving: what can be folded into weights is folded, and weights are rounded to what the shipped file holds."""
import copy

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def fold_norms(module):
    """Folds every batch normalisation into the convolution that is named just before it: the order in which all our backbones run them."""
    layers = list(module.named_children())
    for _, child in layers:
        fold_norms(child)
    for (name, layer), (next_name, following) in zip(layers, layers[1:]):
        if isinstance(layer, nn.Conv2d) and isinstance(following, nn.BatchNorm2d):
            setattr(module, name, fuse_conv_bn_eval(layer, following))
            setattr(module, next_name, nn.Identity())
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
