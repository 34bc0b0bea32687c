"""How right a face model's 8-bit variant is beside its float32 file: accuracy on FER+ PublicTest, open and under template masks, both run by ONNX Runtime.

python3 -m emotion_training.quantize.faces MODEL --faces runs/face/faces.npz [--variant FILE] [--calibration DIR]

`--calibration DIR` writes the training faces instead, open and masked, as pictures to calibrate on.
"""
import argparse
import os
import sys

import cv2
import numpy as np
import onnx

from .. import locations, model_file
from ..face.evaluate import MASKS, SEED, masked_crops
from ..face.examples import load_faces, plain
from ..face.prepare import RUN, TEST, TRAIN
from ..face.training_masks import TrainingMasks
from ..metrics import accuracy, balanced_accuracy
from . import pictures
from .network import described
from .runtime import RuntimeMissing, outputs

COMMAND = "python3 -m emotion_training.quantize.faces face-tsn"
TITLE = "template masks"


def write_calibration(faces, masks, pixels, folder):
    os.makedirs(folder, exist_ok=True)
    crops = [plain(faces, n, pixels) for n in range(len(faces.labels))]
    worn = masked_crops(faces, pixels, masks)[1]
    for number, crop in enumerate([*crops, *worn]):
        cv2.imwrite(os.path.join(folder, f"{number:05}.png"), crop)
    print(f"wrote {len(crops)} open and {len(worn)} masked faces to {folder}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="name of a folder in models/")
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--variant", help="another file than the model's model.int8.onnx; no figures are written then")
    parser.add_argument("--calibration", help="write pictures to calibrate on there, and measure nothing")
    options = parser.parse_args(arguments)
    folder, description = described(options.model)
    pixels, store = description["input"]["width"], np.load(options.faces)
    masks = TrainingMasks.filled(options.data, SEED, drawn_share=MASKS[TITLE])
    if options.calibration:
        write_calibration(load_faces(store, TRAIN), masks, pixels, options.calibration)
        return 0
    faces, figures = load_faces(store, TEST), []
    sets = {"unmasked": (np.arange(len(faces.labels)), np.stack([plain(faces, n, pixels) for n in range(len(faces.labels))])), TITLE: masked_crops(faces, pixels, masks)}
    names = [description["output"]["name"], description["output"]["mask"]]
    for title, (numbers, crops) in sets.items():
        inputs = pictures.inputs([cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops], description["input"])
        labels, said = faces.labels[numbers], {}
        for precision, path in (("float32", os.path.join(folder, description["file"])), ("int8", options.variant or os.path.join(folder, "model.int8.onnx"))):
            try:
                emotion, mask = outputs(onnx.load(path), names, inputs, f"{title}, {precision}")
            except RuntimeMissing as fault:
                print(fault, file=sys.stderr)
                return 1
            said[precision] = emotion.argmax(1)
            figures += [(f"accuracy, {title}, {precision}", accuracy(labels, said[precision]), f"FER+ PublicTest, n={len(labels)}"),
                        (f"balanced accuracy, {title}, {precision}", balanced_accuracy(labels, said[precision]), f"FER+ PublicTest, n={len(labels)}"),
                        (f"mask state accuracy, {title}, {precision}", float(np.mean(mask.argmax(1) == int(title == TITLE))), f"FER+ PublicTest, n={len(labels)}")]
        figures.append((f"same label in int8 as in float32, {title}", float(np.mean(said["float32"] == said["int8"])), f"FER+ PublicTest, n={len(labels)}"))
    for name, value, data in figures:
        print(f"{name}: {value:.4f} ({data})")
    if not options.variant:
        model_file.set_figures(folder, COMMAND, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
