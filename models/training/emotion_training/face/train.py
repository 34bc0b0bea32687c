"""Step 3: trains the face network on masked and unmasked faces; resumes from its last epoch when stopped.

python3 -m emotion_training.face.train

Writes to the folder --run: checkpoint.pt, to resume from; model.pt, the epoch that was best in validation (mean accuracy on open and masked faces); epochs.jsonl, the figures of every epoch.
"""
import argparse
import json
import os
import time
from contextlib import nullcontext

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader

from .. import checkpoint, locations
from ..progress import progress
from ..reproducible import make_reproducible
from .augment import ERASED
from .average import WeightAverage
from .backbones import KINDS
from .examples import CloseUps, FaceExamples, load_faces
from .initial import FACERES, start_from
from .load import architecture_of
from .mixup import blend, blended_loss, draw_share
from .network import FaceNetwork, normalise
from .prepare import RUN, TRAIN, VALIDATION
from .teacher import taught
from .training_masks import TrainingMasks
from .validation import ValidationSet

MASK_LOSS = 0.3
CALM = 0.35


def loss_of(emotion, mask, target, masked, counts):
    """Cross-entropy with the vote shares, over the examples whose emotion is known, and of the mask state, over all."""
    votes = -(target * torch.log_softmax(emotion, 1)).sum(1)
    return (votes * counts).sum() / counts.sum().clamp(min=1) + MASK_LOSS * nn.functional.cross_entropy(mask, masked, label_smoothing=0.02)


def parameter_groups(network, rate, decay):
    """The heads start from nothing and learn faster than the backbone; norms and biases are not decayed."""
    heads = {id(p) for head in (network.emotion, network.mask) for p in head.parameters()}
    groups = {}
    for parameter in network.parameters():
        key = (rate * (3 if id(parameter) in heads else 1), decay if parameter.dim() > 1 else 0.0)
        groups.setdefault(key, []).append(parameter)
    return [{"params": members, "lr": r, "weight_decay": d} for (r, d), members in groups.items()]


def freeze(*modules):
    """Keeps modules as they are: neither weights nor statistics change."""
    for module in modules:
        module.eval().requires_grad_(False)


def start_worker(_):
    """Workers fill the gaps that the training leaves: they would only stop its threads from meeting."""
    cv2.setNumThreads(1)
    os.nice(5)


def score(figures):
    """What epochs are compared by."""
    return figures["open"] + figures["masked"]


def parser_of():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--close-ups", default=os.path.join(RUN, "close-ups.npz"), help="'' for none")
    parser.add_argument("--backbone", choices=sorted(KINDS), default="mobilenetv1")
    parser.add_argument("--width", type=float, default=1.0, help="above 0, at most 1: share of the channels of MobileNetV1, or of those inside the blocks of ResNet-50")
    parser.add_argument("--initial", help="weights to start from: for mobilenetv1 faceres, the default; for resnet50 a state dictionary of torchvision; '' for random ones, the default of resnet50")
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--pixels", type=int, default=96)
    parser.add_argument("--last-stride", type=int, default=2, choices=(1, 2))
    parser.add_argument("--epochs", type=int, default=19)
    parser.add_argument("--per-epoch", type=int, default=24000)
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--drawn", type=int, default=360, help="how many masks are drawn by our own code")
    parser.add_argument("--drawn-share", type=float, default=0.5, help="share of masks drawn by our own code, the others are templates; 1 needs no mask-templates.tar")
    parser.add_argument("--freeze-after", type=int, default=3, help="epochs after which the stem and the first three blocks stay as they are: they hold edges and cost most of the time")
    parser.add_argument("--calm-after", type=int, default=15, help="epochs after which disturbances are rare: the last epochs see faces as they mostly come")
    parser.add_argument("--teacher", metavar="FILE", help="a face network, model.pt or the folder of a shipped model, whose probabilities on the open faces are half of the targets; the other half are the raters' votes")
    parser.add_argument("--mixup", type=float, default=0.0, metavar="ALPHA", help="blends examples by shares from Beta(ALPHA, ALPHA); 0: none")
    parser.add_argument("--erased", type=float, default=ERASED, metavar="SHARE", help="how often a rectangle of a crop is erased")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that make examples")
    parser.add_argument("--bfloat16", action="store_true", help="half the time on processors that know it")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main(arguments=None):
    """The figures of every epoch."""
    parser = parser_of()
    options = parser.parse_args(arguments)
    if not 0 < options.width <= 1:
        parser.error(f"--width is {options.width}; it must be above 0 and at most 1.")
    if options.initial is None:
        options.initial = FACERES if options.backbone == "mobilenetv1" else ""
    for option, path in (("--initial", options.initial), ("--teacher", options.teacher)):
        if path and not os.path.exists(path):
            parser.error(f"{option}: there is no file {path}.")
    make_reproducible(options.seed, options.threads)
    network = FaceNetwork(options.backbone, options.width, options.last_stride)
    path = os.path.join(options.run, "checkpoint.pt")
    state = checkpoint.load(path)
    if state and architecture_of(state) != network.architecture:
        parser.error(f"{path} is of another network, {architecture_of(state)}; give another --run.")
    if state and state["epoch"] + 1 >= options.epochs:
        return state.get("history", [])
    store = np.load(options.faces)
    faces = load_faces(store, TRAIN)
    if options.teacher:
        faces = taught(faces, options.teacher, options.device)
    close_ups = None
    if options.close_ups:
        held = np.load(options.close_ups)
        close_ups = CloseUps(held["images"][held["parts"] == 0], held["masked"][held["parts"] == 0])
    masks = TrainingMasks.filled(options.data, options.seed, drawn=options.drawn, drawn_share=options.drawn_share)
    examples = FaceExamples(faces, close_ups, masks, options.pixels, options.per_epoch, erased=options.erased)
    validation = ValidationSet(load_faces(store, VALIDATION), masks, options.pixels)
    if options.initial:
        try:
            start_from(network, options.initial, normalise(torch.from_numpy(np.stack([examples[n][0] for n in range(256)]))))
        except ValueError as error:
            parser.error(str(error))
    network.to(options.device, memory_format=torch.channels_last)
    average = WeightAverage(network)
    optimiser = torch.optim.AdamW(parameter_groups(network, options.rate, options.decay))
    steps = options.per_epoch // options.batch
    first, history = 0, []
    if state:
        first, history = state["epoch"] + 1, state.get("history", [])
        network.load_state_dict(state["network"]), optimiser.load_state_dict(state["optimiser"]), average.resume(state["average"], first * steps)
    # The place on the schedule follows from the epoch, so that a resumed run may also be made shorter or longer than it was begun.
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [g["lr"] for g in optimiser.param_groups], total_steps=options.epochs * steps, pct_start=0.12, last_epoch=first * steps - 1)
    for epoch in range(first, options.epochs):
        # Seeded by epoch, so that a resumed run draws what an unbroken one would have drawn.
        torch.manual_seed(options.seed * 1000 + epoch)
        examples.epoch = options.seed * 1000 + epoch
        examples.disturbed_share = 1.0 if epoch < options.calm_after else CALM
        loader = DataLoader(examples, options.batch, drop_last=True, num_workers=options.workers, worker_init_fn=start_worker)
        network.train()
        if epoch >= options.freeze_after:
            freeze(*network.backbone.first_layers())
        losses, started = [], time.monotonic()
        for crops, target, masked, counts in progress(loader, f"epoch {epoch + 1}/{options.epochs}"):
            share = draw_share(options.mixup)
            inputs = blend(normalise(crops).to(options.device), share).contiguous(memory_format=torch.channels_last)
            with torch.autocast(options.device.split(":")[0], dtype=torch.bfloat16) if options.bfloat16 else nullcontext():
                outputs = network(inputs)
            loss = blended_loss(loss_of, [o.float() for o in outputs], [t.to(options.device) for t in (target, masked, counts)], share)
            # None, not zeros: for a zero gradient the optimiser would still move frozen weights by its momentum and their decay.
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            average.update(network)
            losses.append(loss.item())
        answers = validation.answers(average.network, options.device)
        figures = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), **validation.measure(answers), "seconds": round(time.monotonic() - started)}
        print(json.dumps(figures), flush=True)
        if all(score(figures) > score(earlier) for earlier in history):
            checkpoint.save(os.path.join(options.run, "model.pt"), network=average.network.state_dict(), **network.architecture, pixels=options.pixels,
                            initial=os.path.basename(options.initial), temperatures=validation.temperatures(answers))
        history.append(figures)
        checkpoint.save(path, network=network.state_dict(), **network.architecture, average=average.network.state_dict(), optimiser=optimiser.state_dict(), epoch=epoch, history=history)
        with open(os.path.join(options.run, "epochs.jsonl"), "w") as file:
            file.writelines(json.dumps(line) + "\n" for line in history)
    return history


if __name__ == "__main__":
    main()
