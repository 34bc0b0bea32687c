"""The mask-state network: five stages of 3x3 convolutions, 0.2 million weights."""
from torch import nn

from . import INPUT_PIXELS, LABELS

MEAN = 127.5
DEVIATION = 127.5


class Residual(nn.Module):
    """Two 3x3 convolutions with a shortcut."""

    def __init__(self, channels):
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))
        self.activation = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.activation(x + self.second(self.first(x)))


def convolution(before, after, stride=1):
    return nn.Sequential(nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True))


class MaskStateNetwork(nn.Module):
    """float32 [N,3,pixels,pixels] RGB, (0..255 - 127.5) / 127.5, to logits [N,2] in the order of LABELS."""

    def __init__(self, pixels=INPUT_PIXELS):
        super().__init__()
        self.features = nn.Sequential(
            convolution(3, 16, 2), convolution(16, 32, 2), Residual(32), convolution(32, 48, 2), Residual(48), convolution(48, 64, 2), Residual(64),
            convolution(64, 32))
        cells = pixels // 16
        # No global pooling: where the cloth lies tells a mask from a scarf on the forehead.
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(32 * cells * cells, len(LABELS)))

    def forward(self, x):
        return self.head(self.features(x))

    def divide_logits(self, temperature):
        """Folds a calibration temperature into the last layer."""
        last = self.head[-1]
        last.weight.data /= temperature
        last.bias.data /= temperature


def normalise(crops):
    """uint8 tensor [N,H,W,3] to the network's input."""
    return ((crops.float() - MEAN) / DEVIATION).permute(0, 3, 1, 2).contiguous()
