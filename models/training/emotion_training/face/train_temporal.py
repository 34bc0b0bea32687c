"""Step 6: trains the network with temporal shift, from the weights of the per-frame one, on films made from stills; resumes from its last epoch when stopped.

python3 -m emotion_training.face.train_temporal --form live
python3 -m emotion_training.face.train_temporal --form clip
"""
import argparse
import json
import os
import time
from contextlib import nullcontext

import numpy as np
import torch
from torch.utils.data import DataLoader

from .. import checkpoint, locations
from ..progress import progress
from ..reproducible import make_reproducible
from ..temporal.partial_bn import freeze_batch_norm
from .average import WeightAverage
from .examples import load_faces
from .films import FilmSet
from .load import initial_of, network_of
from .network import normalise
from .prepare import RUN, TRAIN, VALIDATION
from .sequences import FaceSequences
from .temporal_network import TemporalFace
from .train import freeze, loss_of, start_worker
from .training_masks import TrainingMasks

FORMS = ("live", "clip")


def inputs_of(crops):
    """uint8 [N,T,S,S] to float32 [N,T,1,S,S]."""
    return normalise(crops.flatten(0, 1)).unflatten(0, crops.shape[:2])


def step_loss(form, emotion, mask, target, masked):
    """Live, every frame answers for itself; in a clip only the consensus counts."""
    if form == "clip":
        return loss_of(emotion.mean(1), mask.mean(1), target, masked, torch.ones(len(target)))
    frames = emotion.shape[1]
    return loss_of(emotion.flatten(0, 1), mask.flatten(0, 1), target.repeat_interleave(frames, 0), masked.repeat_interleave(frames), torch.ones(len(target) * frames))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--form", required=True, choices=FORMS, help="live: causal, with a state; clip: bidirectional over the whole clip")
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--initial", default=os.path.join(RUN, "model.pt"), help="the per-frame network")
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--frames", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--per-epoch", type=int, default=2400, help="films")
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="half the time on processors that know it")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_reproducible(options.seed, options.threads)
    start = checkpoint.load(options.initial)
    pixels = start["pixels"]
    temporal = TemporalFace(network_of(start), causal=options.form == "live").to(memory_format=torch.channels_last)
    store = np.load(options.faces)
    masks = TrainingMasks.filled(options.data, options.seed)
    examples = FaceSequences(load_faces(store, TRAIN), masks, pixels, options.frames, options.per_epoch)
    validation = FilmSet(load_faces(store, VALIDATION), masks, pixels, options.frames, count=400)
    average = WeightAverage(temporal)
    optimiser = torch.optim.AdamW(temporal.parameters(), options.rate, weight_decay=0.02)
    steps = options.per_epoch // options.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=options.epochs * steps, pct_start=0.1)
    path = os.path.join(options.run, f"checkpoint-{options.form}.pt")
    state, first = checkpoint.load(path), 0
    if state:
        first = state["epoch"] + 1
        temporal.load_state_dict(state["network"]), average.resume(state["average"], first * steps)
        optimiser.load_state_dict(state["optimiser"]), schedule.load_state_dict(state["schedule"])
    else:
        print(json.dumps({"epoch": 0, **validation.measure(temporal, options.form)}), flush=True)
    for epoch in range(first, options.epochs):
        # Seeded by epoch, so that a resumed run draws what an unbroken one would have drawn.
        torch.manual_seed(options.seed * 1000 + epoch)
        examples.epoch = options.seed * 1000 + epoch
        loader = DataLoader(examples, options.batch, drop_last=True, num_workers=options.workers, worker_init_fn=start_worker)
        temporal.train()
        # Frames of a clip are too alike for batch statistics; the blocks before the first shift know all they need.
        freeze_batch_norm(temporal)
        freeze(*temporal.network.backbone.layers_before_shift())
        losses, started = [], time.monotonic()
        for crops, target, masked in progress(loader, f"{options.form}, epoch {epoch + 1}/{options.epochs}"):
            with torch.autocast("cpu", dtype=torch.bfloat16) if options.bfloat16 else nullcontext():
                emotion, mask = temporal(inputs_of(crops))
            loss = step_loss(options.form, emotion.float(), mask.float(), target, masked)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            average.update(temporal)
            losses.append(loss.item())
        figures = validation.measure(average.network, options.form)
        print(json.dumps({"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), **figures, "seconds": round(time.monotonic() - started)}), flush=True)
        checkpoint.save(path, network=temporal.state_dict(), average=average.network.state_dict(), optimiser=optimiser.state_dict(), schedule=schedule.state_dict(), epoch=epoch)
    checkpoint.save(os.path.join(options.run, f"{options.form}.pt"), network=average.network.network.state_dict(), **average.network.network.architecture, pixels=pixels,
                    initial=initial_of(start), frames=options.frames, temperatures=validation.temperatures(average.network, options.form))


if __name__ == "__main__":
    main()
