"""Step 8: measures the networks with temporal shift beside the per-frame one on films made from test faces, and writes the figures to model.json.

python3 -m emotion_training.face.evaluate_temporal
"""
import argparse
import os

import numpy as np

from .. import locations, model_file
from ..metrics import accuracy
from ..reproducible import make_reproducible
from .examples import load_faces
from .export_temporal import load_temporal
from .films import FilmSet, FrameByFrame
from .load import load
from .prepare import RUN, TEST
from .training_masks import TrainingMasks

COMMAND = "python3 -m emotion_training.face.evaluate_temporal"
SEED = 11


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--run", default=RUN)
    parser.add_argument("--models", default=locations.MODELS, help="folder of face-tsm-live and face-tsm-clip")
    parser.add_argument("--films", type=int, default=1000)
    options = parser.parse_args()
    make_reproducible(SEED)
    live, state = load_temporal(os.path.join(options.run, "live.pt"), causal=True)
    clip, _ = load_temporal(os.path.join(options.run, "clip.pt"), causal=False)
    per_frame, pixels = load(os.path.join(options.run, "model.pt"))
    films = FilmSet(load_faces(np.load(os.path.join(options.run, "faces.npz")), TEST), TrainingMasks.filled(options.data, SEED), pixels, state["frames"], options.films)
    data = f"films of {state['frames']} frames made from FER+ PublicTest faces, two in five frames spoilt, half of the faces masked, n={options.films}"
    found = {"face-tsn": films.logits(FrameByFrame(per_frame))[0], "face-tsm-live": films.logits(live)[0], "face-tsm-clip": films.logits(clip)[0]}
    views = [("consensus of all frames", "face-tsn", lambda v: v.mean(1)), ("newest frame", "face-tsn", lambda v: v[:, -1]), ("newest frame", "face-tsm-live", lambda v: v[:, -1]),
             ("first frame", "face-tsm-live", lambda v: v[:, 0]), ("consensus of all frames", "face-tsm-live", lambda v: v.mean(1)), ("consensus of all frames", "face-tsm-clip", lambda v: v.mean(1))]
    figures = []
    for title, name, view in views:
        for kind, chosen in (("unmasked", ~films.masked), ("masked", films.masked)):
            figures.append((f"accuracy, {kind}, {title}, {name}", accuracy(films.labels[chosen], view(found[name])[chosen].argmax(1)), data))
            print(f"{figures[-1][0]}: {figures[-1][1]:.4f}", flush=True)
    for name in ("face-tsm-live", "face-tsm-clip"):
        model_file.set_figures(os.path.join(options.models, name), COMMAND, figures)


if __name__ == "__main__":
    main()
