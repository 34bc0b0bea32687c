"""Unpacks acted-clips.tar and writes acted-clips.csv, the table of its clips.

python3 -m emotion_training.clips.acted --data DIR --out DIR

The archive's labels were inferred by looking at the clips. Identifiable people, no licence: for evaluation and experiments only.
"""
import argparse
import csv
import os
import tarfile

from .. import locations

NAMES = {"neutral": "neutral", "happy": "happiness", "surprise": "surprise", "sad": "sadness", "anger": "anger", "fear": "fear"}


def write_table(folder, out):
    """acted-clips.csv in `out` for the clips that lie in `folder`, somewhere below `out`; returns its path."""
    with open(os.path.join(folder, "labels.csv"), newline="") as file:
        rows = [(os.path.relpath(os.path.join(folder, row["file"]), out), row["actor"], NAMES[row["emotion_INFERRED"]]) for row in csv.DictReader(file)]
    path = os.path.join(out, "acted-clips.csv")
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([("path", "actor", "label"), *rows])
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--out", default=os.path.join(locations.RUNS, "clips"), help="folder to write to")
    options = parser.parse_args()
    with tarfile.open(os.path.join(options.data, "acted-clips.tar")) as archive:
        archive.extractall(options.out)
    print(f"wrote {write_table(os.path.join(options.out, 'acted-clips'), options.out)}")


if __name__ == "__main__":
    main()
