"""ImageNet backbones by name, with or without temporal shift in every residual block."""
from torch import nn
from torchvision.models import mobilenet_v2
from torchvision.models.mobilenetv2 import InvertedResidual

from .. import resnet50
from ..temporal.insertion import Shifted

TEMPORAL = ("tsn", "tsm", "tsm-causal")


class MobileNetV2(nn.Module):
    """float32 [N,3,S,S] to feature maps [N,1280,S/32,S/32]. With stride 2 the border is padded at the far sides only, as the weights that training starts from expect."""

    FEATURES, MEAN, DEVIATION = 1280, (127.5,) * 3, (127.5,) * 3

    def __init__(self):
        super().__init__()
        self.layers = mobilenet_v2(weights=None).features
        self.layers[0][0] = _padded_at_the_far_sides(self.layers[0][0])
        for block in self.residual_candidates():
            if block.stride == 2:
                depthwise = block.conv[-3]
                depthwise[0] = _padded_at_the_far_sides(depthwise[0])

    def residual_candidates(self):
        return [m for m in self.layers if isinstance(m, InvertedResidual)]

    def shift(self, causal):
        for block in self.residual_candidates():
            if block.use_res_connect:
                block.conv[0] = Shifted(block.conv[0], causal=causal)

    def forward(self, x):
        return self.layers(x)


class ResNet50(nn.Module):
    """float32 [N,3,S,S] to feature maps [N,2048,S/32,S/32]."""

    FEATURES, MEAN, DEVIATION = resnet50.FEATURES, resnet50.MEAN, resnet50.DEVIATION

    def __init__(self):
        super().__init__()
        self.layers = resnet50.resnet50()

    def shift(self, causal):
        resnet50.insert_shift(self.layers, causal)

    def forward(self, x):
        return resnet50.feature_maps(self.layers, x)


KINDS = {"mobilenetv2": MobileNetV2, "resnet50": ResNet50}


def insert_shift(backbone, temporal):
    """To be called once, after the weights of a still-picture network are in."""
    if temporal != "tsn":
        backbone.shift(temporal == "tsm-causal")
    return backbone


def _padded_at_the_far_sides(convolution):
    convolution.padding = (0, 0)
    return nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), convolution)
