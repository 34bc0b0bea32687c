"""Partial batch normalisation of TSN (Wang et al., 2016, arXiv 1608.00859, section 3.2)."""
from torch import nn


def freeze_batch_norm(module, but_first=True):
    """Puts every batch normalisation but the first into evaluation mode and stops its weights from learning; call it after each train()."""
    norms = [m for m in module.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
    for norm in norms[1:] if but_first else norms:
        norm.eval()
        for parameter in norm.parameters():
            parameter.requires_grad_(False)
