"""Step 5: measures the exported model on FER+ PublicTest, open and masked, and on the held-out close-ups, beside earlier models; writes the figures to model.json.

python3 -m emotion_training.face.evaluate
"""
import argparse
import os

import cv2
import numpy as np

from .. import locations, model_file
from ..metrics import accuracy, balanced_accuracy, calibration_error, confusion, softmax
from ..reproducible import make_reproducible
from . import baselines
from .examples import CONTEXT, SURE, load_faces, plain
from .export import FOLDER
from .exported import ExportedFace
from .framing import served
from .prepare import RUN, TEST, TRAIN
from .training_masks import TrainingMasks

COMMAND = "python3 -m emotion_training.face.evaluate"
MASKS = {"template masks": 0.0, "drawn masks": 1.0}
SEED = 11


def masked_crops(faces, pixels, masks, seed=SEED):
    """Every face whose landmarks are sure under a random mask: (numbers of those faces, crops)."""
    rng = np.random.RandomState(seed)
    worn = [plain(faces, n, pixels, masks, rng) for n in range(len(faces.labels))]
    return np.array([n for n, crop in enumerate(worn) if crop is not None]), np.stack([crop for crop in worn if crop is not None])


def enlarged(crops, pixels):
    return np.stack([cv2.resize(c, (pixels, pixels), interpolation=cv2.INTER_AREA if pixels < c.shape[0] else cv2.INTER_LINEAR) for c in crops])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--close-ups", default=os.path.join(RUN, "close-ups.npz"))
    parser.add_argument("--model", default=FOLDER)
    parser.add_argument("--npm", default=os.path.join(locations.shared(), "models", "npm"), help="folder of the earlier models; '' leaves them out")
    options = parser.parse_args()
    make_reproducible(SEED)
    store = np.load(options.faces)
    if options.npm and not (store["parts"] == TRAIN).any():
        parser.error(f"{options.faces} has no training faces, on which one of the earlier models is trained: make it without --figures-only, or give --npm ''.")
    faces, model = load_faces(store, TEST), ExportedFace(options.model)
    mask_sets = {title: TrainingMasks.filled(options.data, SEED, drawn_share=share) for title, share in MASKS.items()}
    figures = []

    def report(name, value, data):
        figures.append((name, value, data))
        print(f"{name}: {value:.4f} ({data})", flush=True)

    def measure(title, emotion, labels, data):
        report(f"accuracy, {title}", accuracy(labels, emotion.argmax(1)), data)
        report(f"balanced accuracy, {title}", balanced_accuracy(labels, emotion.argmax(1)), data)
        report(f"calibration error, {title}", calibration_error(softmax(emotion), labels), data)

    sets = {"unmasked": (np.arange(len(faces.labels)), np.stack([plain(faces, n, model.pixels) for n in range(len(faces.labels))]))}
    sets.update({title: masked_crops(faces, model.pixels, masks) for title, masks in mask_sets.items()})
    for title, (numbers, crops) in sets.items():
        emotion, mask = model.logits(crops)
        data = f"FER+ PublicTest, majority among 7 labels, n={len(numbers)}"
        measure(title, emotion, faces.labels[numbers], data)
        report(f"mask state accuracy, {title}", accuracy(np.full(len(numbers), int(title != "unmasked")), mask.argmax(1)), data)
        print(confusion(faces.labels[numbers], emotion.argmax(1), len(model.labels)))
    framed = np.stack([cv2.warpAffine(i, served(b, e, model.pixels), (model.pixels,) * 2) for i, b, e in zip(faces.images, faces.boxes, faces.eyes)])
    measure("unmasked, cropped as in service", model.logits(framed)[0], faces.labels, f"FER+ PublicTest, n={len(faces.labels)}")
    held = np.load(options.close_ups)
    chosen = held["parts"] == 2
    side = held["images"].shape[1]
    inner = int(round(side / CONTEXT))
    first = (side - inner) // 2
    close = enlarged(held["images"][chosen][:, first:first + inner, first:first + inner], model.pixels)
    report("mask state accuracy, held-out fifth of mask-state.tar", accuracy(held["masked"][chosen], model.logits(close)[1].argmax(1)), f"gray, n={chosen.sum()}")
    if options.npm:
        trained = load_faces(store, TRAIN)
        few = np.random.RandomState(SEED).permutation(len(trained.labels))[:3000]
        some = type(trained)(*(field[few] for field in trained))
        numbers, worn = masked_crops(some, 96, TrainingMasks.filled(options.data, SEED + 1))
        head = baselines.FaceResHead(options.npm, list(np.stack([plain(some, n, 96) for n in range(len(some.labels))])) + list(worn),
                                     np.concatenate([some.labels, some.labels[numbers]]))
        for other in (baselines.FaceApi(), baselines.Oarriaga(options.npm), head):
            for title in ("unmasked", "template masks"):
                numbers, crops = sets[title]
                emotion = other.logits(enlarged(crops, other.pixels))
                data = f"for comparison, FER+ PublicTest, n={len(numbers)}"
                report(f"accuracy, {title}, {other.name}", accuracy(faces.labels[numbers], emotion.argmax(1)), data)
                report(f"balanced accuracy, {title}, {other.name}", balanced_accuracy(faces.labels[numbers], emotion.argmax(1)), data)
    model_file.set_figures(options.model, COMMAND, figures)


if __name__ == "__main__":
    main()
