"""Mixup (Zhang et al., 2017, arXiv 1710.09412): a network learns from blends of two examples and of their losses."""
import torch


def draw_share(alpha):
    """Share of the first example, 0..1, from a Beta distribution; 1, no mixing, when `alpha` is 0."""
    return torch.distributions.Beta(alpha, alpha).sample().item() if alpha else 1.0


def blend(inputs, share):
    """Every input of a batch with that from the batch's other end."""
    return inputs if share == 1 else inputs * share + inputs.flip(0) * (1 - share)


def blended_loss(loss_of, outputs, truth, share):
    """The loss of both examples that an input was made of; `outputs` and `truth` are tuples of tensors whose first dimension is the batch."""
    loss = loss_of(*outputs, *truth)
    return loss if share == 1 else share * loss + (1 - share) * loss_of(*outputs, *(t.flip(0) for t in truth))
