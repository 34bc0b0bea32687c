"""Temporal shift (Lin et al., 2019, arXiv 1811.08383): some channels of a frame's activations come from its neighbours.

Channels 0..C/8 come from the previous frame, the next C/8 from the following one; without a neighbour they are zero. Live, nothing comes from the
future: the causal shift moves the first C/8 channels alone, and what it needs from the past is an explicit state.
"""
import torch

FOLD_DIV = 8


def temporal_shift(x, segments=None, fold_div=FOLD_DIV, causal=False):
    """Shifts clips: float [N,T,C,H,W], or [N*T,C,H,W] with `segments` = T; same shape as x."""
    clips = x if segments is None else x.reshape(-1, segments, *x.shape[1:])
    fold = clips.shape[2] // fold_div
    nothing = torch.zeros_like(clips[:, :1, :fold])
    parts = [torch.cat([nothing, clips[:, :-1, :fold]], 1)]
    if not causal:
        parts.append(torch.cat([clips[:, 1:, fold:2 * fold], nothing], 1))
    parts.append(clips[:, :, fold * len(parts):])
    shifted = torch.cat(parts, 2)
    return shifted if segments is None else shifted.reshape(-1, *x.shape[1:])


def shift_step(x, state, fold_div=FOLD_DIV):
    """The causal shift of one frame: x [N,C,H,W], state [N,C/8,H,W] (zeros at first) to (shifted, next state)."""
    fold = x.shape[1] // fold_div
    return torch.cat([state, x[:, fold:]], 1), x[:, :fold]
