"""Step 8: measures the shipped networks with temporal shift beside the per-frame one on films made from test faces, and writes the figures to model.json.

python3 -m emotion_training.face.evaluate_temporal
"""
import argparse
import json
import os

import numpy as np

from .. import locations, model_file
from ..metrics import accuracy
from ..reproducible import make_reproducible
from .examples import load_faces
from .export import FOLDER
from .films import FilmSet, FrameByFrame
from .load import load
from .prepare import RUN, TEST
from .temporal_network import TemporalFace
from .training_masks import TrainingMasks

COMMAND = "python3 -m emotion_training.face.evaluate_temporal"
SEED = 11


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--per-frame", default=FOLDER, help="folder of the per-frame model")
    parser.add_argument("--models", default=locations.MODELS, help="folder of face-tsm-live and face-tsm-clip")
    parser.add_argument("--films", type=int, default=1000)
    options = parser.parse_args()
    make_reproducible(SEED)
    folders = {name: os.path.join(options.models, name) for name in ("face-tsm-live", "face-tsm-clip")}
    live, clip = (TemporalFace(load(folder)[0], causal).eval() for folder, causal in zip(folders.values(), (True, False)))
    per_frame, pixels = load(options.per_frame)
    with open(os.path.join(folders["face-tsm-clip"], "model.json")) as file:
        frames = json.load(file)["input"]["clipFrames"]
    films = FilmSet(load_faces(np.load(options.faces), TEST), TrainingMasks.filled(options.data, SEED), pixels, frames, options.films)
    data = f"films of {frames} frames made from FER+ PublicTest faces, two in five frames spoilt, half of the faces masked, n={options.films}"
    found = {"face-tsn": films.logits(FrameByFrame(per_frame))[0], "face-tsm-live": films.logits(live)[0], "face-tsm-clip": films.logits(clip)[0]}
    views = [("consensus of all frames", "face-tsn", lambda v: v.mean(1)), ("newest frame", "face-tsn", lambda v: v[:, -1]), ("newest frame", "face-tsm-live", lambda v: v[:, -1]),
             ("first frame", "face-tsm-live", lambda v: v[:, 0]), ("consensus of all frames", "face-tsm-live", lambda v: v.mean(1)), ("consensus of all frames", "face-tsm-clip", lambda v: v.mean(1))]
    figures = []
    for title, name, view in views:
        for kind, chosen in (("unmasked", ~films.masked), ("masked", films.masked)):
            figures.append((f"accuracy, {kind}, {title}, {name}", accuracy(films.labels[chosen], view(found[name])[chosen].argmax(1)), data))
            print(f"{figures[-1][0]}: {figures[-1][1]:.4f}", flush=True)
    for folder in folders.values():
        model_file.set_figures(folder, COMMAND, figures)


if __name__ == "__main__":
    main()
