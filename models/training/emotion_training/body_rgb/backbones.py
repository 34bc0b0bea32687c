"""ImageNet backbones by name, with or without temporal shift in every residual block."""
from torch import nn
from torchvision.models import mobilenet_v2, resnet50
from torchvision.models.mobilenetv2 import InvertedResidual
from torchvision.models.resnet import Bottleneck

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

    FEATURES, MEAN, DEVIATION = 2048, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)

    def __init__(self):
        super().__init__()
        whole = resnet50(weights=None)
        whole.fc = nn.Identity()
        self.layers = whole

    def shift(self, causal):
        for block in [m for m in self.layers.modules() if isinstance(m, Bottleneck)]:
            block.conv1 = Shifted(block.conv1, causal=causal)

    def forward(self, x):
        r = self.layers
        return r.layer4(r.layer3(r.layer2(r.layer1(r.maxpool(r.relu(r.bn1(r.conv1(x))))))))


KINDS = {"mobilenetv2": MobileNetV2, "resnet50": ResNet50}


def insert_shift(backbone, temporal):
    """To be called once, after the weights of a still-picture network are in."""
    if temporal != "tsn":
        backbone.shift(temporal == "tsm-causal")
    return backbone


def _padded_at_the_far_sides(convolution):
    convolution.padding = (0, 0)
    return nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), convolution)
