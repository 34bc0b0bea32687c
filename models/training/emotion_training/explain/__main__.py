"""Draws onto pictures where a face or body network finds the evidence for a label.

python3 -m emotion_training.explain --model MODEL IN OUT

IN is a picture or a folder of pictures, OUT a folder. MODEL is a folder of a face model such as ../face-tsn, its ONNX file, or a model.pt of emotion_training.face or of emotion_training.body_rgb. Weights trained with temporal shift are run without it.
"""
import argparse
import os

import cv2

from .. import locations
from ..clips.crops import BODY_PIXELS
from ..clips.frames import FACE_MARGIN
from ..faces.blazeface import BlazeFace
from ..progress import progress
from ..reproducible import make_reproducible
from .grad_cam import grad_cam
from .heat import overlay
from .networks import BodyView, FaceView, is_body

SUFFIXES = (".jpg", ".jpeg", ".png")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python3 -m emotion_training.explain", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--label", help="the label whose evidence is drawn; default: the best one")
    parser.add_argument("--blazeface", default=os.path.join(locations.shared(), "models", "npm", "blazeface-front-128.onnx"), help="faces only: BlazeFace front, 128 px, NHWC")
    parser.add_argument("--face-margin", type=float, default=FACE_MARGIN)
    parser.add_argument("--body-pixels", type=int, default=BODY_PIXELS)
    parser.add_argument("input", metavar="IN")
    parser.add_argument("output", metavar="OUT")
    options = parser.parse_args(arguments)
    make_reproducible(1)
    for path in (options.model, options.input):
        if not os.path.exists(path):
            parser.error(f"there is no {path}")
    try:
        view = BodyView(options.model, options.body_pixels) if is_body(options.model) else FaceView(options.model, BlazeFace(options.blazeface), options.face_margin)
    except ValueError as error:
        parser.error(str(error))
    if options.label and options.label not in view.labels:
        parser.error(f"--label is '{options.label}'; allowed are {', '.join(view.labels)}")
    names = sorted(n for n in os.listdir(options.input) if n.lower().endswith(SUFFIXES)) if os.path.isdir(options.input) else [os.path.basename(options.input)]
    folder = options.input if os.path.isdir(options.input) else os.path.dirname(options.input)
    os.makedirs(options.output, exist_ok=True)
    for name in progress(names, "pictures"):
        picture = cv2.imread(os.path.join(folder, name))
        if picture is None:
            print(f"{name}: not a picture that OpenCV can read, left out")
            continue
        picture = picture[:, :, ::-1].copy()
        inputs, matrix = view.see(picture)
        logits = view.network(inputs)
        label = view.labels.index(options.label) if options.label else int((logits[0] if isinstance(logits, tuple) else logits).argmax())
        evidence = grad_cam(view.network, view.layer, inputs, label)[0].numpy()
        drawn = overlay(picture, evidence, matrix)
        cv2.imwrite(os.path.join(options.output, f"{os.path.splitext(name)[0]}-{view.labels[label]}.png"), drawn[:, :, ::-1])
        print(f"{name}: {view.labels[label]}")


if __name__ == "__main__":
    main()
