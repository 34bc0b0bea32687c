"""The face network with temporal shift (TSM, Lin et al., 2019, arXiv 1811.08383), offline over a clip or live from frame to frame."""
import copy

from torch import nn

from ..temporal.insertion import clip_of, first_states, step_of


class TemporalFace(nn.Module):
    """A copy of a FaceNetwork with shift in its backbone; its weights are the same in every form, so a network trained as a clip runs live."""

    def __init__(self, network, causal):
        super().__init__()
        self.network = copy.deepcopy(network)
        self.network.backbone.shift(causal)

    def maps(self, clips):
        """float32 [N,T,1,S,S] to feature maps [N,T,F,h,w]; sizes are plain numbers but the batch's, so that the exported graph holds no shape computations."""
        frames = int(clips.shape[1])
        maps = clip_of(self.network.backbone, clips.reshape(-1, *(int(size) for size in clips.shape[2:])), frames)
        return maps.reshape(-1, frames, *(int(size) for size in maps.shape[1:]))

    def forward(self, clips):
        """Emotion logits [N,T,7] and mask logits [N,T,2] of every frame."""
        maps = self.maps(clips)
        return self.network.heads(maps.mean((3, 4)))

    def first_states(self, frame):
        """Zeros [N,C/8,h,w], one for every shift: what a track begins with, for frames like `frame` [N,1,S,S]."""
        return first_states(self.network.backbone, frame)

    def step(self, x, states):
        """One live frame, float32 [N,1,S,S], with the states of the frame before: (feature maps [N,F,h,w], next states)."""
        return step_of(self.network.backbone, x, states)
