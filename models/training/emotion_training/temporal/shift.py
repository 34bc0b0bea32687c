"""The temporal shift of TSM (Lin et al., 2019, arXiv 1811.08383, section 3)."""
import torch


def temporal_shift(x, fold_div=8, causal=False):
    """[N,T,C,H,W] with the first C/fold_div channels taken from the frame before and, unless causal, the next C/fold_div from the frame after; beyond the clip's ends they are 0."""
    fold = int(x.shape[2]) // fold_div
    past = torch.cat([torch.zeros_like(x[:, :1, :fold]), x[:, :-1, :fold]], 1)
    if causal:
        return torch.cat([past, x[:, :, fold:]], 2)
    future = torch.cat([x[:, 1:, fold:2 * fold], torch.zeros_like(x[:, :1, fold:2 * fold])], 1)
    return torch.cat([past, future, x[:, :, 2 * fold:]], 2)


def shift_step(x, state, fold_div=8):
    """One live frame [N,C,H,W] and the channels [N,C/fold_div,H,W] of the frame before, zeros at the start: (shifted, state for the next frame)."""
    fold = int(x.shape[1]) // fold_div
    return torch.cat([state, x[:, fold:]], 1), x[:, :fold]
