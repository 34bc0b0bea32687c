"""Step 3: trains the face network on masked and unmasked faces; resumes from its last epoch when stopped.

python3 -m emotion_training.face.train
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
from .average import WeightAverage
from .examples import CloseUps, FaceExamples, load_faces
from .initial import measure_statistics, start_from
from .network import FaceNetwork, normalise
from .prepare import RUN, TRAIN, VALIDATION
from .validation import ValidationSet
from .wardrobe import Wardrobe

MASK_LOSS = 0.3
CALM = 0.35


def loss_of(emotion, mask, target, masked, counts):
    """Cross-entropy with the vote shares, over the examples whose emotion is known, and of the mask state, over all."""
    votes = -(target * torch.log_softmax(emotion, 1)).sum(1)
    return (votes * counts).sum() / counts.sum().clamp(min=1) + MASK_LOSS * nn.functional.cross_entropy(mask, masked, label_smoothing=0.02)


def make_network(options):
    torch.manual_seed(options.seed)
    network = FaceNetwork(options.last_stride)
    if options.initial:
        start_from(network.backbone, options.initial)
    return network


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--close-ups", default=os.path.join(RUN, "close-ups.npz"), help="'' for none")
    parser.add_argument("--initial", default=os.path.join(locations.shared(), "models", "npm", "faceres-224.onnx"), help="faceres, to start from; '' for random weights")
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--pixels", type=int, default=96)
    parser.add_argument("--last-stride", type=int, default=2, choices=(1, 2))
    parser.add_argument("--epochs", type=int, default=19)
    parser.add_argument("--per-epoch", type=int, default=24000)
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--drawn-share", type=float, default=0.5, help="share of masks drawn by our own code, the others are templates; 1 needs no mask-templates.tar")
    parser.add_argument("--freeze-after", type=int, default=3, help="epochs after which the stem and the first three blocks stay as they are: they hold edges and cost most of the time")
    parser.add_argument("--calm-after", type=int, default=15, help="epochs after which disturbances are rare: the last epochs see faces as they mostly come")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that make examples")
    parser.add_argument("--bfloat16", action="store_true", help="half the time on processors that know it")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_reproducible(options.seed, options.threads)
    store = np.load(options.faces)
    faces = load_faces(store, TRAIN)
    close_ups = None
    if options.close_ups:
        held = np.load(options.close_ups)
        close_ups = CloseUps(held["images"][held["parts"] == 0], held["masked"][held["parts"] == 0])
    wardrobe = Wardrobe.filled(options.data, options.seed, drawn_share=options.drawn_share)
    examples = FaceExamples(faces, close_ups, wardrobe, options.pixels, options.per_epoch)
    validation = ValidationSet(load_faces(store, VALIDATION), wardrobe, options.pixels)
    network = make_network(options)
    if options.initial:
        measure_statistics(network.backbone, normalise(torch.from_numpy(np.stack([examples[n][0] for n in range(256)]))))
    network.to(options.device, memory_format=torch.channels_last)
    average = WeightAverage(network)
    optimiser = torch.optim.AdamW(parameter_groups(network, options.rate, options.decay))
    steps = options.per_epoch // options.batch
    path = os.path.join(options.run, "checkpoint.pt")
    state, first = checkpoint.load(path), 0
    if state:
        first = state["epoch"] + 1
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
            freeze(network.backbone.stem, *network.backbone.blocks[:3])
        losses, started = [], time.monotonic()
        for crops, target, masked, counts in progress(loader, f"epoch {epoch + 1}/{options.epochs}"):
            inputs = normalise(crops).to(options.device).contiguous(memory_format=torch.channels_last)
            with torch.autocast(options.device.split(":")[0], dtype=torch.bfloat16) if options.bfloat16 else nullcontext():
                emotion, mask = network(inputs)
            loss = loss_of(emotion.float(), mask.float(), target.to(options.device), masked.to(options.device), counts.to(options.device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            average.update(network)
            losses.append(loss.item())
        figures = validation.measure(average.network, options.device)
        print(json.dumps({"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), **figures, "seconds": round(time.monotonic() - started)}), flush=True)
        checkpoint.save(path, network=network.state_dict(), average=average.network.state_dict(), optimiser=optimiser.state_dict(), epoch=epoch)
    checkpoint.save(os.path.join(options.run, "model.pt"), network=average.network.state_dict(), pixels=options.pixels, last_stride=options.last_stride,
                    temperatures=validation.temperatures(average.network, options.device))


if __name__ == "__main__":
    main()
