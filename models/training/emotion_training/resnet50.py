"""ResNet-50 (He et al., 2015, arXiv 1512.03385) without its classifier, as torchvision builds it: the backbone of arXiv 2302.10021."""
import torch
from torch import nn
from torchvision.models.resnet import Bottleneck, ResNet

from .temporal.insertion import Shifted

BLOCKS_A_STAGE = (3, 4, 6, 3)
# Of the pictures, 0..255 a channel, that ImageNet weights were trained on.
MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
FEATURES = 2048


def resnet50(width=1.0, last_stride=2):
    """`width` scales the channels inside the residual blocks, not those between them; `last_stride` 1 keeps twice as many cells a side in the last stage."""
    whole = ResNet(Bottleneck, BLOCKS_A_STAGE, width_per_group=round(64 * width))
    whole.fc = nn.Identity()
    first = whole.layer4[0]
    first.conv2.stride = first.downsample[0].stride = (last_stride, last_stride)
    return whole


def feature_maps(layers, x):
    """float32 [N,C,S,S] to [N,2048,S/32,S/32]."""
    x = layers.maxpool(layers.relu(layers.bn1(layers.conv1(x))))
    return layers.layer4(layers.layer3(layers.layer2(layers.layer1(x))))


def insert_shift(layers, causal):
    """In every residual block, before its first convolution."""
    for block in [m for m in layers.modules() if isinstance(m, Bottleneck)]:
        block.conv1 = Shifted(block.conv1, causal=causal)


def read_weights(path):
    """A state dictionary of torchvision's resnet50, its classifier left out."""
    state = torch.load(path, map_location="cpu")
    if not isinstance(state, dict) or "conv1.weight" not in state:
        raise ValueError(f"{path} is no state dictionary of torchvision's resnet50: it has no conv1.weight.")
    return {name: value for name, value in state.items() if not name.startswith("fc.")}
