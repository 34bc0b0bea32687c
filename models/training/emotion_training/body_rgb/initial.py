"""ImageNet weights to begin with."""
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .. import locations, resnet50

MOBILENET_V2 = os.path.join(locations.shared(), "models", "reference", "mobilenetv2-imagenet-224-dequant.onnx")


def load_initial(backbone, path):
    """Fills a backbone without shift: MobileNetV2 from the ONNX file, ResNet-50 from a state dictionary of torchvision (its classifier is not read)."""
    if path.endswith(".onnx"):
        _from_onnx(backbone, path)
    else:
        backbone.layers.load_state_dict(resnet50.read_weights(path))


@torch.no_grad()
def _from_onnx(backbone, path):
    """The graph's convolutions, in order, are the module's; their batch normalisation is folded into an added bias, so ours becomes just that bias."""
    graph = onnx.load(path).graph
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    added = {n.input[0]: constants[n.input[1]] for n in graph.node if n.op_type == "Add" and n.input[1] in constants}
    layers = [(constants[n.input[1]], added[n.output[0]].ravel()) for n in graph.node if n.op_type == "Conv"]
    convolutions = [m for m in backbone.modules() if isinstance(m, nn.Conv2d)]
    norms = [m for m in backbone.modules() if isinstance(m, nn.BatchNorm2d)]
    # The graph's last convolution is the classifier.
    if len(layers) != len(convolutions) + 1 or any(w.shape != tuple(c.weight.shape) for (w, _), c in zip(layers, convolutions)):
        raise ValueError(f"{path} is not the MobileNetV2 of width 1.0 that is expected.")
    for (weight, bias), convolution, norm in zip(layers, convolutions, norms):
        convolution.weight.copy_(torch.from_numpy(np.array(weight)))
        norm.weight.fill_(1), norm.bias.copy_(torch.from_numpy(np.array(bias)))
        norm.running_mean.zero_(), norm.running_var.fill_(1 - norm.eps)


@torch.no_grad()
def measure_first_batch_norm(network, pictures):
    """Gives the first batch normalisation the statistics of the pictures and changes its weights so that the network answers as before: the one that learns must start from what it will see."""
    norm = next(m for m in network.modules() if isinstance(m, nn.BatchNorm2d))
    seen = []
    hook = norm.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    network.eval()(pictures)
    hook.remove()
    mean, variance = seen[0].mean((0, 2, 3)), seen[0].var((0, 2, 3))
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    norm.bias.copy_(norm.bias + (mean - norm.running_mean) * scale)
    norm.weight.copy_(scale * (variance + norm.eps).sqrt())
    norm.running_mean.copy_(mean), norm.running_var.copy_(variance)
