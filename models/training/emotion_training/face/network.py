"""The face network: a shared 2-D backbone (TSN), a head for emotion and one for mask state."""
import torch
from torch import nn

from .. import LABELS
from ..mask_state import LABELS as MASK_LABELS
from .backbones import KINDS

MEAN = DEVIATION = 127.5


class FaceNetwork(nn.Module):
    """float32 [N,1,S,S] to emotion logits [N,7] in the order of LABELS and mask logits [N,2] (without mask, with mask)."""

    def __init__(self, backbone="mobilenetv1", width=1.0, last_stride=2, dropout=0.3):
        super().__init__()
        self.architecture = {"backbone": backbone, "width": width, "last_stride": last_stride}
        self.backbone = KINDS[backbone](width, last_stride)
        self.dropout = nn.Dropout(dropout)
        self.emotion = nn.Linear(self.backbone.features, len(LABELS))
        self.mask = nn.Linear(self.backbone.features, len(MASK_LABELS))

    def features(self, x):
        """[N,F]: the feature maps averaged over their cells."""
        return self.backbone(x).mean((2, 3))

    def heads(self, features):
        return self.emotion(self.dropout(features)), self.mask(features)

    def forward(self, x):
        return self.heads(self.features(x))

    def activation(self, maps):
        """Class activation maps [N,7,h,w] of feature maps: evidence for each label, whose mean over the cells is the label's logit without its bias."""
        return nn.functional.conv2d(maps, self.emotion.weight[:, :, None, None])


def normalise(crops):
    """uint8 tensor [N,S,S] to the network's input."""
    return ((crops.float() - MEAN) / DEVIATION)[:, None]
