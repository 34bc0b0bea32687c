"""The body network: backbone, average over the feature maps, one linear layer, average over the segments."""
import torch
from torch import nn

from .. import checkpoint
from ..temporal.insertion import clip_of
from ..temporal.partial_bn import freeze_batch_norm
from ..temporal.segments import consensus
from .backbones import KINDS, insert_shift


class BodyNetwork(nn.Module):
    """float32 [N*T,3,S,S] frames of clips of T segments to logits. `temporal`: tsn, tsm or tsm-causal; the shift is put in after the weights (see with_shift)."""

    def __init__(self, kind, labels, dropout=0.5):
        super().__init__()
        self.kind, self.temporal = kind, "tsn"
        self.backbone = KINDS[kind]()
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(self.backbone.FEATURES, labels)
        nn.init.normal_(self.head.weight, 0, 0.001)
        nn.init.zeros_(self.head.bias)

    def with_shift(self, temporal):
        insert_shift(self.backbone, temporal)
        self.temporal = temporal
        return self

    def train(self, mode=True):
        super().train(mode)
        if mode:
            freeze_batch_norm(self)
        return self

    def features(self, frames, segments=1):
        """[N*T,F]: the feature maps averaged over their cells."""
        return clip_of(self.backbone, frames, segments).mean((2, 3))

    def forward(self, frames, segments=1):
        """Clip logits [N,L]."""
        return consensus(self.head(self.dropout(self.features(frames, segments))), segments)

    def activation(self, maps):
        """Class activation maps [N,L,h,w] of feature maps."""
        return nn.functional.conv2d(maps, self.head.weight[:, :, None, None])

    def normalise(self, crops):
        """uint8 tensor [N,S,S,3] to the network's input."""
        mean, deviation = torch.tensor(self.backbone.MEAN), torch.tensor(self.backbone.DEVIATION)
        return ((crops.float() - mean) / deviation).permute(0, 3, 1, 2).contiguous()


def save(path, network, labels, multi, segments, crop, margin):
    checkpoint.save(path, body_rgb=network.kind, temporal=network.temporal, network=network.state_dict(), labels=list(labels), multi=multi, segments=segments, crop=crop, margin=margin)


def load(path):
    """(network, what else was saved) of a model.pt that training wrote."""
    state = checkpoint.load(path)
    network = BodyNetwork(state["body_rgb"], len(state["labels"])).with_shift(state["temporal"])
    network.load_state_dict(state["network"])
    return network.eval(), state
