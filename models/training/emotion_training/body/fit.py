"""Fits a classifier on trial statistics seen through simulated cameras."""
import numpy as np
import torch
from torch import nn

from .. import LABELS
from .network import Classifier
from .views import random_view


def fit_classifier(standard, emotions, bridge, seed, hidden, epochs=400, decay=1e-2, draws=2, report=None):
    """standard [n,7,4], emotions [n] to a trained Classifier; the classes weigh alike."""
    torch.manual_seed(seed)
    rng = np.random.RandomState(seed)
    model = Classifier(hidden)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    counts = np.bincount(emotions, minlength=len(LABELS))
    loss_of = nn.CrossEntropyLoss(weight=torch.tensor(len(emotions) / (len(LABELS) * counts.clip(1)), dtype=torch.float32))
    repeated = np.repeat(standard, draws, 0)
    target = torch.from_numpy(np.repeat(emotions, draws)).long()
    for epoch in (report or iter)(range(epochs)):
        values, valid = random_view(repeated, bridge, rng)
        loss = loss_of(model(torch.from_numpy(values).float(), torch.from_numpy(valid).float()), target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return model.eval()


@torch.no_grad()
def logits_of(model, values, valid):
    return model(torch.from_numpy(values).float(), torch.from_numpy(valid).float()).numpy()
