"""Writes an INT8 variant of a model: 8-bit weights, one scale a channel, and 8-bit activations whose ranges come from pictures.

python3 -m emotion_training.quantize MODEL --pictures DIR|FILM ... [--out FILE]

Without --out the variant is written beside the model as model.int8.onnx and entered into its model.json: do that only when it is faster and as right (`quantize.poses`, `quantize.faces`).
Needs Node.js and `npm ci --ignore-scripts` in models/import, for ONNX Runtime. The last convolutions stay in float32.
"""
import argparse
import os
import sys

import onnx

from .. import model_file
from ..progress import progress
from . import pictures
from .network import Network, Unfit
from .runtime import RuntimeMissing

FILE, PRECISION = "model.int8.onnx", "int8"
SENSITIVITY_PICTURES = 6


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="name of a folder in models/, or a folder")
    parser.add_argument("--pictures", nargs="+", required=True, help="folders, pictures or films to calibrate on")
    parser.add_argument("--limit", type=int, default=200, help="pictures that are used at most (200)")
    parser.add_argument("--ranges", choices=("mse", "percentile", "minmax"), default="mse", help="how a range follows from the values seen (mse)")
    parser.add_argument("--share", type=float, default=0.9999, help="of the values, within the range by percentile (0.9999)")
    parser.add_argument("--exclude", nargs="*", default=[], metavar="STEP", help="steps that stay in float32, by the name of their output")
    parser.add_argument("--until", metavar="STEP", help="steps behind this one, in the file's order, stay in float32")
    parser.add_argument("--keep", type=int, default=0, help="how many of the most sensitive steps stay in float32 besides, as measured (0)")
    parser.add_argument("--last", action="store_true", help="quantise the last convolutions too")
    parser.add_argument("--out", help="write there and leave the model's folder alone")
    return parser.parse_args(arguments)


def chosen(network, exclude=(), until=None, last=False):
    """Names of the steps to quantise."""
    names = [step.name for step in network.steps]
    for option, name in [("--exclude", name) for name in exclude] + [("--until", until)]:
        if name is not None and name not in names:
            raise Unfit(f"{option} is '{name}'; allowed are {', '.join(names)}.")
    out = set(exclude) | (set() if last else network.last)
    return [name for name in names[:None if until is None else names.index(until) + 1] if name not in out]


def least_sensitive(network, names, ranges, inputs, keep):
    """The names but for the `keep` whose 8 bits cost most; prints those and the next."""
    few = inputs[::max(len(inputs) // SENSITIVITY_PICTURES, 1)][:SENSITIVITY_PICTURES]
    errors = {name: network.sensitivity(name, ranges, few) for name in progress(names, "sensitivity")}
    worst = sorted(names, key=lambda name: -errors[name])
    for place, name in enumerate(worst[:keep + 5]):
        print(f"{name}: {errors[name]:.5f}{' stays in float32' if place < keep else ''}")
    return [name for name in names if name not in worst[:keep]]


def run(options):
    if options.out and not os.path.isdir(os.path.dirname(os.path.abspath(options.out))):
        raise Unfit(f"--out is {options.out}, and there is no such folder.")
    network = Network(options.model)
    names = chosen(network, options.exclude, options.until, options.last)
    images = pictures.read(options.pictures, options.limit)
    inputs = pictures.inputs(images, network.description["input"])
    network.calibrate(inputs)
    ranges = network.ranges(options.ranges, options.share)
    if options.keep:
        names = least_sensitive(network, names, ranges, inputs, options.keep)
    path = options.out or os.path.join(network.folder, FILE)
    onnx.save(network.correct(network.quantised(names, ranges), inputs), path)
    if not options.out:
        others = [v for v in network.description.get("variants", []) if v["precision"] != PRECISION]
        model_file.update_model(network.folder, variants=others + [{"precision": PRECISION, "file": FILE, "sha256": model_file.sha256(path)}])
    print(f"wrote {path}: {len(names)} of {len(network.steps)} steps in 8 bits, {os.path.getsize(path) / 1e6:.1f} MB, ranges by {options.ranges} of {len(images)} pictures")


def main(arguments=None):
    try:
        run(parse(arguments))
        return 0
    except (Unfit, RuntimeMissing, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
