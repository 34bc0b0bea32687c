"""ResNet-50 for gray faces."""
import torch
from torch import nn

from .. import resnet50


class GrayResNet50(nn.Module):
    """float32 [N,1,S,S] gray, (0..255 - 127.5) / 127.5, to feature maps [N,2048,h,w]; `width` and `last_stride` as in emotion_training.resnet50."""

    features = resnet50.FEATURES

    def __init__(self, width=1.0, last_stride=2):
        super().__init__()
        self.layers = resnet50.resnet50(width, last_stride)
        self.layers.conv1 = nn.Conv2d(1, 64, 7, 2, 3, bias=False)

    def first_layers(self):
        """They hold edges and cost most of the time."""
        return [self.layers.conv1, self.layers.bn1, self.layers.layer1]

    def layers_before_shift(self):
        return [self.layers.conv1, self.layers.bn1]

    def shift(self, causal):
        resnet50.insert_shift(self.layers, causal)

    def forward(self, x):
        return resnet50.feature_maps(self.layers, x)

    @torch.no_grad()
    def start_from(self, state, mean, deviation):
        """Takes colour weights; but for a border of three pixels it then sees in a gray picture, normalised by `mean` and `deviation`, what the original sees in its three equal channels."""
        weight = state["conv1.weight"] / torch.tensor(resnet50.DEVIATION)[:, None, None]
        offset = (weight * (mean - torch.tensor(resnet50.MEAN))[:, None, None]).sum((1, 2, 3))
        gray = {**state, "conv1.weight": weight.sum(1, keepdim=True) * deviation, "bn1.running_mean": state["bn1.running_mean"] - offset}
        self.layers.load_state_dict(gray)
