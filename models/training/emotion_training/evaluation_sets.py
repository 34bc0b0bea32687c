"""Unpacks the labelled pictures and clips into folders with the CSV files that `./emotion eval` reads.

python3 -m emotion_training.evaluation_sets --data DIR --out DIR

Writes: mask-held-out.csv (path,mask), the fifth that mask-state was not trained on; ferplus-public.csv and ferplus-training.csv (path,label,mask), faces whose majority is one of the seven
labels; ferplus-public-masked.csv, the public ones under template masks, where `face.prepare` has found their landmarks; clips.csv (path,label), the acted clips.
"""
import argparse
import csv
import os
import tarfile

import cv2
import numpy as np

from . import LABELS, locations
from .data import ferplus
from .data.archive import decode_rgb, members
from .data.near_duplicates import group_near_duplicates
from .data.split import split_by_group
from .face.evaluate import SEED, masked_crops
from .face.examples import load_faces
from .face.prepare import RUN, TEST
from .face.training_masks import TrainingMasks
from .mask_state.prepare import PARTS, SPLIT, SPLIT_SEED


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows")


def mask_held_out(data, out):
    """Pictures of mask-state.tar in the part of the split that mask_state.prepare keeps for the test."""
    names, pictures = [], []
    for name, content in members(os.path.join(data, "mask-state.tar"), (".jpg", ".jpeg", ".png")):
        image = decode_rgb(content)
        if image is not None:
            names.append(name)
            pictures.append(image)
    parts = split_by_group(group_near_duplicates(pictures), SPLIT, SPLIT_SEED)
    rows = [(name, "with" if "/with_mask/" in name else "without") for name, part in zip(names, parts) if PARTS[part] == "test"]
    write_csv(os.path.join(out, "mask-held-out.csv"), ("path", "mask"), rows)


def ferplus_faces(out):
    with open(os.path.join(out, "ferplus", "labels.csv"), newline="") as file:
        rows = [(usage, os.path.join("ferplus", path), ferplus.majority(votes)) for usage, path, votes in ferplus.rows(file)]
    for usage, name in (("PublicTest", "public"), ("Training", "training")):
        write_csv(os.path.join(out, f"ferplus-{name}.csv"), ("path", "label", "mask"), [(path, label, "without") for u, path, label in rows if u == usage and label in LABELS])


def ferplus_masked(data, out, pixels=96):
    """The very pictures that `face.evaluate` calls `template masks`."""
    store = np.load(os.path.join(RUN, "faces.npz"))
    faces, files = load_faces(store, TEST), store["files"][store["parts"] == TEST]
    numbers, crops = masked_crops(faces, pixels, TrainingMasks.filled(data, SEED, drawn_share=0.0))
    rows = []
    for number, crop in zip(numbers, crops):
        path = os.path.join("ferplus-masked", os.path.basename(files[number]).replace(".jpg", ".png"))
        os.makedirs(os.path.join(out, "ferplus-masked"), exist_ok=True)
        cv2.imwrite(os.path.join(out, path), crop)
        rows.append((path, LABELS[faces.labels[number]], "with"))
    write_csv(os.path.join(out, "ferplus-public-masked.csv"), ("path", "label", "mask"), rows)


def clips(out):
    with open(os.path.join(out, "acted-clips", "labels.csv"), newline="") as file:
        rows = [(os.path.join("acted-clips", row["file"]), row["emotion_INFERRED"]) for row in csv.DictReader(file)]
    write_csv(os.path.join(out, "clips.csv"), ("path", "label"), rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--out", required=True, help="folder to write to")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for archive in ("mask-state.tar", "ferplus.tar.xz", "acted-clips.tar"):
        with tarfile.open(os.path.join(options.data, archive)) as file:
            print(f"unpacking {archive}", flush=True)
            file.extractall(options.out)
    mask_held_out(options.data, options.out)
    ferplus_faces(options.out)
    if os.path.exists(os.path.join(RUN, "faces.npz")):
        ferplus_masked(options.data, options.out)
    clips(options.out)


if __name__ == "__main__":
    main()
