"""MobileNetV1 (Howard et al., 2017, arXiv 1704.04861) for gray faces."""
from torch import nn

from ..temporal.insertion import Shifted

# channels before, channels after, stride of every depthwise-separable block.
BLOCKS = ((32, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), *(((512, 512, 1),) * 5), (512, 1024, 2), (1024, 1024, 1))
FEATURES = 1024


class Cap(nn.Module):
    """ReLU6 as a clamp, whose gradient PyTorch also knows in bfloat16."""

    def forward(self, x):
        return x.clamp(0, 6)


def convolution(before, after, size, stride=1, groups=1):
    """Convolution, batch normalisation, ReLU6; with stride 2 the border is padded at the far sides only, as TensorFlow does it and as the weights that training starts from expect."""
    pad = [nn.ZeroPad2d((0, 1, 0, 1))] if stride == 2 else []
    return nn.Sequential(*pad, nn.Conv2d(before, after, size, stride, size // 2 if stride == 1 else 0, groups=groups, bias=False), nn.BatchNorm2d(after), Cap())


class SeparableBlock(nn.Sequential):
    """A 3x3 depthwise convolution followed by a 1x1 convolution."""

    def __init__(self, before, after, stride):
        super().__init__(convolution(before, before, 3, stride, before), convolution(before, after, 1))


class MobileNetV1(nn.Module):
    """float32 [N,1,S,S] gray, (0..255 - 127.5) / 127.5, to feature maps [N,features,h,w]. `last_stride` 1 keeps twice as many cells a side in the last two blocks; `width` scales the
    channels of every layer."""

    def __init__(self, width=1.0, last_stride=2):
        super().__init__()
        self.features = round(FEATURES * width)
        self.stem = convolution(1, round(BLOCKS[0][0] * width), 3, 2)
        self.blocks = nn.ModuleList(SeparableBlock(round(before * width), round(after * width), last_stride if after == FEATURES and stride == 2 else stride)
                                    for before, after, stride in BLOCKS)

    def first_layers(self):
        """They hold edges and cost most of the time."""
        return [self.stem, *self.blocks[:3]]

    def layers_before_shift(self):
        return [self.stem, *self.blocks[:2]]

    def shift(self, causal):
        """Before every block that keeps its shape."""
        for number, (before, after, stride) in enumerate(BLOCKS):
            if before == after and stride == 1:
                self.blocks[number] = Shifted(self.blocks[number], causal=causal)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return x
