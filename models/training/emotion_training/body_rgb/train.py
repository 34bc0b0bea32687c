"""Trains the body stream on labelled clips; resumes from its last epoch when stopped.

python3 -m emotion_training.body_rgb.train --clips CSV --frames DIR --temporal tsm --segments 5 --leave-out 07

Without --finetune the backbone keeps its ImageNet weights and the head alone learns, on features that are computed once.
"""
import argparse
import os

import numpy as np
import torch
from torch import nn

from .. import checkpoint, locations
from ..clips.body_crop import MARGIN
from ..clips.folds import groups_of
from ..clips.frames import add_arguments, prepared
from ..metrics import accuracy, balanced_accuracy, roc_auc_macro, roc_auc_micro
from ..progress import progress
from ..reproducible import make_reproducible
from . import network as networks
from .backbones import KINDS, TEMPORAL
from .initial import MOBILENET_V2, load_initial, measure_first_batch_norm

RUN = os.path.join(locations.RUNS, "body-rgb")
CROPS = {"body": "body", "full-body": "full_body"}


class ClipFrames:
    """The crops of clips, ready for a network."""

    def __init__(self, clip_set, cache, crop, segments):
        self._clips, self._cache, self._crop, self.segments = clip_set.clips, cache, CROPS[crop], segments

    def crops(self, clip, rng=None):
        """uint8 [T,S,S,3]: of every segment the centre frame; with `rng` one of the frames at hand that lie in it."""
        stored = self._cache.load(self._clips[clip], self._crop)
        numbers, frames = stored["numbers"], int(stored["frames"])
        places = self._cache.places(numbers, frames, self.segments)
        if rng is not None:
            segment = numbers * self.segments // frames
            places = [rng.choice(np.flatnonzero(segment == s)) if (segment == s).any() else place for s, place in enumerate(places)]
        return torch.from_numpy(stored[self._crop][places])

    def batch(self, clips, rng=None):
        return torch.cat([self.crops(c, rng) for c in clips])


def loss_for(clip_set):
    """Of logits and 0-or-1 targets."""
    bce = nn.BCEWithLogitsLoss()
    return (lambda logits, targets: bce(logits, targets.float())) if clip_set.multi else (lambda logits, targets: nn.functional.cross_entropy(logits, targets.argmax(1)))


def train_head(network, frames, clips, targets, loss_of, options):
    """The linear layer on the features of the frozen backbone."""
    network.eval()
    with torch.no_grad():
        features = torch.stack([network.features(network.normalise(frames.crops(c)), frames.segments) for c in progress(clips, "features")])
    optimiser = torch.optim.AdamW(network.head.parameters(), lr=options.rate, weight_decay=options.decay)
    for epoch in range(options.epochs):
        torch.manual_seed(options.seed * 1000 + epoch)
        for chosen in torch.randperm(len(clips)).split(options.batch):
            logits = network.head(nn.functional.dropout(features[chosen], options.dropout)).mean(1)
            optimiser.zero_grad()
            loss_of(logits, targets[chosen]).backward()
            optimiser.step()


def finetune(network, frames, clips, targets, loss_of, options):
    """All weights; the backbone learns at a tenth of the head's rate."""
    optimiser = torch.optim.SGD([{"params": network.backbone.parameters(), "lr": options.rate / 10}, {"params": network.head.parameters()}],
                                lr=options.rate, momentum=0.9, weight_decay=options.decay, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, options.epochs)
    path = os.path.join(options.run, "checkpoint.pt")
    state, first = checkpoint.load(path), 0
    if state:
        network.load_state_dict(state["network"]), optimiser.load_state_dict(state["optimiser"]), schedule.load_state_dict(state["schedule"])
        first = state["epoch"] + 1
    else:
        measure_first_batch_norm(network, network.normalise(frames.batch(clips[:16])))
    for epoch in range(first, options.epochs):
        # Seeded by epoch, so that a resumed run draws what an unbroken one would have drawn.
        rng = np.random.RandomState(options.seed * 1000 + epoch)
        torch.manual_seed(options.seed * 1000 + epoch)
        network.train()
        losses = []
        order = rng.permutation(len(clips))
        for chosen in progress(np.array_split(order, max(1, len(order) // options.batch)), f"epoch {epoch + 1}/{options.epochs}"):
            pictures = network.normalise(frames.batch([clips[c] for c in chosen], rng))
            if rng.rand() < 0.5:
                pictures = pictures.flip(3)
            loss = loss_of(network(pictures, frames.segments), targets[chosen])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 20)
            optimiser.step()
            losses.append(loss.item())
        schedule.step()
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
        checkpoint.save(path, network=network.state_dict(), optimiser=optimiser.state_dict(), schedule=schedule.state_dict(), epoch=epoch)


@torch.no_grad()
def logits_of(network, frames, clips):
    network.eval()
    return torch.cat([network(network.normalise(frames.crops(c)), frames.segments) for c in progress(clips, "test")]).numpy()


def report(logits, targets, multi):
    """One line of figures."""
    line = f"{len(logits)} clips: ROC AUC micro {roc_auc_micro(targets, logits):.3f}, macro {roc_auc_macro(targets, logits):.3f}"
    if not multi:
        labels, predicted = targets.argmax(1), logits.argmax(1)
        line += f", accuracy {accuracy(labels, predicted):.3f}, balanced {balanced_accuracy(labels, predicted):.3f}"
    return line


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--backbone", choices=sorted(KINDS), default="mobilenetv2")
    parser.add_argument("--initial", default=MOBILENET_V2, help="ImageNet weights: the ONNX file for mobilenetv2, a torchvision state dictionary for resnet50; 'none' begins at random")
    parser.add_argument("--temporal", choices=TEMPORAL, default="tsn")
    parser.add_argument("--segments", type=int, choices=(1, 3, 5, 10), default=3)
    parser.add_argument("--crop", choices=sorted(CROPS), default="body")
    parser.add_argument("--leave-out", default="", help="actors, joined by a comma, whose clips are for the test")
    parser.add_argument("--finetune", action="store_true", help="train the backbone too")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=5e-4)
    parser.add_argument("--dropout", type=float, default=0.5)
    options = parser.parse_args(arguments)
    make_reproducible(options.seed, options.threads)
    clip_set, cache = prepared(options)
    frames = ClipFrames(clip_set, cache, options.crop, options.segments)
    left_out = set(filter(None, options.leave_out.split(",")))
    groups = groups_of(clip_set)
    if left_out - set(groups):
        parser.error(f"--leave-out names {', '.join(sorted(left_out - set(groups)))}; the table has {', '.join(sorted(set(groups)))}.")
    held = np.array([g in left_out or c.split == "test" for g, c in zip(groups, clip_set.clips)])
    train, test = np.flatnonzero(~held), np.flatnonzero(held)
    network = networks.BodyNetwork(options.backbone, len(clip_set.labels), options.dropout)
    if options.initial != "none":
        load_initial(network.backbone, options.initial)
    network.with_shift(options.temporal)
    (finetune if options.finetune else train_head)(network, frames, train, torch.from_numpy(clip_set.targets[train]), loss_for(clip_set), options)
    path = os.path.join(options.run, "model.pt")
    networks.save(path, network, clip_set.labels, clip_set.multi, options.segments, options.crop, MARGIN)
    print(f"wrote {path}")
    if len(test):
        print(report(logits_of(network, frames, test), clip_set.targets[test], clip_set.multi))


if __name__ == "__main__":
    main()
