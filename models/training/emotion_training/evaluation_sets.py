"""Unpacks the labelled pictures and clips into folders with the CSV files that `./emotion eval` reads.

python3 -m emotion_training.evaluation_sets --data DIR --out DIR

Writes: mask-held-out.csv (path,mask), the fifth that mask-state was not trained on; ferplus-public.csv and ferplus-training.csv (path,label), faces whose label has over half of
the votes, without contempt, unknown and not-a-face; clips.csv (path,label), the acted clips.
"""
import argparse
import csv
import os
import tarfile

from . import locations
from .data.archive import decode_rgb, members
from .data.near_duplicates import group_near_duplicates
from .data.split import split_by_group
from .mask_state.prepare import PARTS, SPLIT, SPLIT_SEED

LABELS = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")
OTHERS = ("contempt", "unknown", "NF")


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows")


def majority(row):
    """The label with over half of all votes, or None."""
    votes = {name: int(row[name]) for name in LABELS + OTHERS}
    best = max(LABELS, key=votes.get)
    return best if 2 * votes[best] > sum(votes.values()) else None


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


def ferplus(data, out):
    with open(os.path.join(out, "ferplus", "labels.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    for usage, name in (("PublicTest", "public"), ("Training", "training")):
        labelled = [(os.path.join("ferplus", row["file"]), majority(row)) for row in rows if row["usage"] == usage]
        write_csv(os.path.join(out, f"ferplus-{name}.csv"), ("path", "label"), [r for r in labelled if r[1]])


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
    ferplus(options.data, options.out)
    clips(options.out)


if __name__ == "__main__":
    main()
