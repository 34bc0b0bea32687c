"""How alike a pose model's 8-bit variant answers to its float32 file: share of persons that both find, object keypoint similarity, distance of keypoints.

python3 -m emotion_training.quantize.poses MODEL --pictures DIR|FILM ... [--variant FILE] [--json]

Judge on other pictures than those of the calibration. A person counts from the score --threshold, a keypoint from 0.2 in both.
"""
import argparse
import json
import os
import sys

import numpy as np
import onnx

from . import pictures
from .network import described
from .runtime import RuntimeMissing, outputs

# k = 2 sigma of COCO's keypoint evaluation.
K = np.array([0.052, 0.050, 0.050, 0.070, 0.070, 0.158, 0.158, 0.144, 0.144, 0.124, 0.124, 0.214, 0.214, 0.174, 0.174, 0.178, 0.178])
VISIBLE = 0.2


def persons(rows, threshold, width, height):
    """Rows [6,56] of a picture to [(keypoints [17,3] of x, y, score; box of left, top, right, bottom; score)] in pixels of the input, best first."""
    found = []
    for row in rows:
        if row[55] >= threshold:
            joints = row[:51].reshape(17, 3)[:, [1, 0, 2]] * (width, height, 1)
            found.append((joints, row[[52, 51, 54, 53]] * (width, height, width, height), row[55]))
    return sorted(found, key=lambda person: -person[2])


def similarity(one, other):
    """(OKS, mean distance in shares of the box's larger side) over the keypoints that both show; None when these are fewer than three."""
    both = (one[0][:, 2] >= VISIBLE) & (other[0][:, 2] >= VISIBLE)
    if both.sum() < 3:
        return None
    size = np.maximum(one[1][2:] - one[1][:2], 1)
    far = np.linalg.norm(one[0][:, :2] - other[0][:, :2], axis=1)[both]
    return float(np.mean(np.exp(-far ** 2 / (2 * size.prod() * K[both] ** 2)))), float(np.mean(far) / size.max())


def overlap(one, other):
    inner = np.prod(np.maximum(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0))
    return inner / max(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]) - inner, 1e-9)


def match(ones, others):
    """Pairs of the persons of two answers whose boxes meet by half or more, the best overlap first."""
    pairs = sorted(((overlap(a[1], b[1]), i, j) for i, a in enumerate(ones) for j, b in enumerate(others)), reverse=True)
    taken, met = set(), []
    for share, i, j in pairs:
        if share >= 0.5 and ("a", i) not in taken and ("b", j) not in taken:
            taken |= {("a", i), ("b", j)}
            met.append((ones[i], others[j]))
    return met


def compare(exact, rough, threshold, width, height):
    """Figures over all pictures; `exact` and `rough` [n,6,56]."""
    whole = half = met = 0
    alike, far, compared, empty = [], [], 0, 0
    for a, b in zip(exact, rough):
        ones, others = (persons(rows, threshold, width, height) for rows in (a, b))
        pairs = match(ones, others)
        whole, half, met = whole + len(ones), half + len(others), met + len(pairs)
        for pair in pairs:
            found = similarity(*pair)
            if found is not None:
                alike.append(found[0])
                far.append(found[1])
    return {"pictures": len(exact), "persons, float32": whole, "persons, int8": half, "found by both": met / max(whole, 1), "persons, int8 / float32": half / max(whole, 1),
            "mean OKS": float(np.mean(alike)), "OKS, worst twentieth": float(np.percentile(alike, 5)), "mean distance, % of the box": 100 * float(np.mean(far))}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="name of a folder in models/")
    parser.add_argument("--pictures", nargs="+", required=True)
    parser.add_argument("--variant", help="another file than the model's model.int8.onnx")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--threshold", type=float, default=0.2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    folder, description = described(options.model)
    try:
        inputs = pictures.inputs(pictures.read(options.pictures, options.limit), description["input"])
        exact, rough = (outputs(onnx.load(path), [description["output"]["name"]], inputs, os.path.basename(path))[0].reshape(len(inputs), 6, 56)
                        for path in (os.path.join(folder, description["file"]), options.variant or os.path.join(folder, "model.int8.onnx")))
    except (RuntimeMissing, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        return 1
    found = compare(exact, rough, options.threshold, description["input"]["width"], description["input"]["height"])
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value if isinstance(value, int) else round(value, 4)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
