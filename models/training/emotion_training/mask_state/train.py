"""Step 2: trains the network on the crops of step 1; resumes from its last epoch when stopped.

python3 -m emotion_training.mask_state.train
"""
import argparse
import os

import numpy as np
import torch
from torch import nn

from .. import checkpoint, locations
from ..calibration import fit_temperature
from ..progress import progress
from ..reproducible import make_reproducible
from . import INPUT_PIXELS
from .augment import augment, centre_crop
from .network import MaskStateNetwork, normalise

RUN = os.path.join(locations.RUNS, "mask-state")
# How often an epoch draws from each kind of crop; within a kind, masked and unmasked alike.
SHARES = {"close-up": 0.5, "close-up, synthetic mask": 0.12, "FER+": 0.19, "FER+, synthetic mask": 0.19}


def sampling_weights(sources, labels):
    """A probability per crop so that the kinds meet SHARES and the classes of a kind are even."""
    weights = np.zeros(len(sources))
    for source, share in SHARES.items():
        kinds = [(sources == source) & (labels == c) for c in (0, 1)]
        present = [k for k in kinds if k.any()]
        for kind in present:
            weights[kind] = share / len(present) / kind.sum()
    # Synthetic masks add to one class: even out the sum over the classes.
    for c in (0, 1):
        weights[labels == c] *= 0.5 / weights[labels == c].sum()
    return weights / weights.sum()


@torch.no_grad()
def logits_of(network, crops, batch=256):
    network.eval()
    return torch.cat([network(normalise(torch.from_numpy(crops[i:i + batch]))) for i in range(0, len(crops), batch)]).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", default=os.path.join(RUN, "crops.npz"))
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--pixels", type=int, default=INPUT_PIXELS, help="side of the crops, a multiple of 16")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--per-epoch", type=int, default=12800)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_reproducible(options.seed)
    store = np.load(options.crops)
    crops, labels, parts, sources = store["crops"], store["labels"], store["parts"], store["sources"]
    train, validation = parts == 0, parts == 1
    weights = sampling_weights(sources[train], labels[train])
    train_crops, train_labels = crops[train], labels[train]
    validation_crops = np.stack([centre_crop(c, options.pixels) for c in crops[validation]])
    rng = np.random.RandomState(options.seed)
    disturbed_crops = np.stack([augment(c, m == 1, rng, options.pixels) for c, m in zip(crops[validation], labels[validation])])
    validation_labels = labels[validation]
    del crops
    network = MaskStateNetwork(options.pixels)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-2)
    steps = options.epochs * (options.per_epoch // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps, pct_start=0.15)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
    path = os.path.join(options.run, "checkpoint.pt")
    state, first = checkpoint.load(path), 0
    if state:
        network.load_state_dict(state["network"]), optimiser.load_state_dict(state["optimiser"]), schedule.load_state_dict(state["schedule"])
        first = state["epoch"] + 1
    for epoch in range(first, options.epochs):
        # Seeded by epoch, so that a resumed run draws what an unbroken one would have drawn.
        rng = np.random.RandomState(options.seed * 1000 + epoch)
        torch.manual_seed(options.seed * 1000 + epoch)
        network.train()
        losses = []
        for _ in progress(range(options.per_epoch // options.batch), f"epoch {epoch + 1}/{options.epochs}"):
            chosen = rng.choice(len(train_labels), options.batch, p=weights)
            batch = np.stack([augment(train_crops[i], train_labels[i] == 1, rng, options.pixels) for i in chosen])
            loss = loss_of(network(normalise(torch.from_numpy(batch))), torch.from_numpy(train_labels[chosen]).long())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        right, disturbed = ((logits_of(network, c).argmax(1) == validation_labels).mean() for c in (validation_crops, disturbed_crops))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, validation accuracy {right:.4f}, with disturbances {disturbed:.4f}", flush=True)
        checkpoint.save(path, network=network.state_dict(), optimiser=optimiser.state_dict(), schedule=schedule.state_dict(), epoch=epoch)
    temperature = fit_temperature(logits_of(network, validation_crops), validation_labels)
    checkpoint.save(os.path.join(options.run, "model.pt"), network=network.state_dict(), temperature=temperature)
    print(f"temperature {temperature:.3f}")


if __name__ == "__main__":
    main()
