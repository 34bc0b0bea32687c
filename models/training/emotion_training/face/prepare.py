"""Step 1: reads FER+, splits it, and finds the landmarks that masks are put on by.

python3 -m emotion_training.face.prepare
"""
import argparse
import os

import cv2
import numpy as np

from .. import locations
from ..data import ferplus
from ..data.near_duplicates import group_near_duplicates
from ..data.split import split_by_group
from ..faces.blazeface import BlazeFace
from ..faces.facemesh import FaceMesh
from ..progress import progress
from ..reproducible import make_reproducible
from .landmarks import locate

RUN = os.path.join(locations.RUNS, "face")
PARTS = ("train", "validation", "test", "near a test face")
TRAIN, VALIDATION, TEST, NEAR_TEST = range(4)
VALIDATION_SHARE, SPLIT_SEED, DUPLICATE_BITS = 0.08, 1, 4


def split(images, usages, seed=SPLIT_SEED):
    """A part per face: PublicTest is the test; near-duplicates stay together, and training faces that are near-duplicates of a test face are not used at all."""
    groups = group_near_duplicates([cv2.cvtColor(i, cv2.COLOR_GRAY2RGB) for i in images], DUPLICATE_BITS)
    test = usages == "PublicTest"
    parts = np.where(test, TEST, NEAR_TEST)
    training = ~test & ~np.isin(groups, groups[test])
    parts[training] = split_by_group(groups[training], (1 - VALIDATION_SHARE, VALIDATION_SHARE), seed)
    return parts


def first_training(faces, count):
    """All faces that are not for training, and the first ones that are."""
    training = faces.usages == "Training"
    kept = ~training | (np.cumsum(training) <= count)
    return type(faces)(*(field[kept] for field in faces[:-1]), faces.left_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    locations.add_network_arguments(parser)
    parser.add_argument("--figures-only", action="store_true", help="leave the training faces out: enough for all figures but the comparison with a head on faceres, in a fifth of the time")
    parser.add_argument("--out", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--training", type=int, help="take only the first faces of the training set, this many: enough to measure with")
    options = parser.parse_args()
    make_reproducible(SPLIT_SEED)
    faces = ferplus.read(options.data)
    for (usage, reason), count in sorted(faces.left_out.items()):
        print(f"{usage}: {count} rows left out, majority {reason}")
    if options.training is not None:
        faces = first_training(faces, options.training)
    parts = split(faces.images, faces.usages)
    for number, name in enumerate(PARTS):
        print(f"{name}: {(parts == number).sum()} faces, by label {np.bincount(faces.labels[parts == number], minlength=7).tolist()}", flush=True)
    chosen = np.flatnonzero(np.isin(parts, (VALIDATION, TEST)) if options.figures_only else np.ones(len(parts), bool))
    detector, mesh = BlazeFace(options.blazeface), FaceMesh(options.facemesh)
    found = [locate(faces.images[number], detector, mesh) for number in progress(chosen, "landmarks")]
    os.makedirs(os.path.dirname(options.out), exist_ok=True)
    np.savez(options.out, images=faces.images[chosen], targets=faces.targets[chosen], labels=faces.labels[chosen], files=faces.files[chosen], parts=parts[chosen],
             boxes=np.stack([f.box for f in found]), eyes=np.stack([f.eyes for f in found]), points=np.stack([f.points for f in found]).astype(np.float32),
             found=np.array([f.found for f in found]), presence=np.array([f.presence for f in found]))
    print(f"the detector found {np.mean([f.found for f in found]):.3f} of the faces, the mesh is sure of {np.mean([f.presence >= 0.5 for f in found]):.3f}")


if __name__ == "__main__":
    main()
