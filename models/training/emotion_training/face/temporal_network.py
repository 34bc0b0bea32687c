"""The face network with temporal shift (TSM, Lin et al., 2019, arXiv 1811.08383) before every block that keeps its shape, offline over a clip or live from frame to frame."""
import torch
from torch import nn

from ..temporal.shift import shift_step, temporal_shift
from .backbone import BLOCKS

FOLD = 8
SHIFTED = tuple(number for number, (before, after, stride) in enumerate(BLOCKS) if before == after and stride == 1)


def one_by_one(clips):
    """[N,T,C,H,W] to [N*T,C,H,W]; sizes are plain numbers but the batch's, so that the exported graph holds no shape computations."""
    return clips.reshape(-1, *(int(size) for size in clips.shape[2:]))


def as_clips(frames, count):
    """[N*T,C,H,W] to [N,T,C,H,W]."""
    return frames.reshape(-1, int(count), *(int(size) for size in frames.shape[1:]))


class TemporalFace(nn.Module):
    """Wraps a FaceNetwork; its weights are the same in every form, so a network trained as a clip runs live."""

    def __init__(self, network, causal):
        super().__init__()
        self.network = network
        self.causal = causal

    def maps(self, clips):
        """float32 [N,T,1,S,S] to feature maps [N,T,1024,h,w]."""
        backbone, frames = self.network.backbone, clips.shape[1]
        x = backbone.stem(one_by_one(clips))
        for number, block in enumerate(backbone.blocks):
            if number in SHIFTED:
                x = one_by_one(temporal_shift(as_clips(x, frames), FOLD, self.causal))
            x = block(x)
        return as_clips(x, frames)

    def forward(self, clips):
        """Emotion logits [N,T,7] and mask logits [N,T,2] of every frame."""
        maps = self.maps(clips)
        return self.network.heads(maps.mean((3, 4)))

    def state_shapes(self, pixels):
        """Shapes [C/8,h,w] of the states of one track, for crops of `pixels` a side."""
        shapes = []

        def note(_, inputs):
            shapes.append((inputs[0].shape[1] // FOLD, *inputs[0].shape[2:]))

        hooks = [self.network.backbone.blocks[n].register_forward_pre_hook(note) for n in SHIFTED]
        with torch.no_grad():
            self.network.backbone(torch.zeros(1, 1, pixels, pixels))
        for hook in hooks:
            hook.remove()
        return shapes

    def step(self, x, states):
        """One live frame, float32 [N,1,S,S], with the states of the frame before: (feature maps [N,1024,h,w], next states)."""
        backbone, following, states = self.network.backbone, [], list(states)
        x = backbone.stem(x)
        for number, block in enumerate(backbone.blocks):
            if number in SHIFTED:
                x, state = shift_step(x, states[len(following)], FOLD)
                following.append(state)
            x = block(x)
        return x, following
