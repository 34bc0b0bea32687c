"""A narrower network from a wide one that knows faces."""
import torch
from torch import nn


@torch.no_grad()
def take_strongest(narrow, wide):
    """Copies into a MobileNetV1 the channels of a wider one that vary most over the pictures its statistics were measured on: those with the largest weight of their batch normalisation
    (Liu et al., 2017, arXiv 1708.06519). What the left-out channels gave to the next layer is missing until training makes up for it."""
    kept = torch.arange(1)
    layers = [[m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))] for network in (narrow, wide)]
    for place in range(0, len(layers[0]), 2):
        (convolution, norm), (source, source_norm) = (pair[place:place + 2] for pair in layers)
        if source.groups == 1:
            before, kept = kept, source_norm.weight.abs().topk(len(norm.weight)).indices.sort().values
            convolution.weight.copy_(source.weight[kept][:, before])
        else:
            convolution.weight.copy_(source.weight[kept])
        for name in ("weight", "bias", "running_mean", "running_var"):
            getattr(norm, name).copy_(getattr(source_norm, name)[kept])
