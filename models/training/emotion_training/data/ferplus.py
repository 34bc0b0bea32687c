"""FER+ (Barsoum et al., 2016, arXiv 1608.01041): FER2013's 48x48 gray faces with the votes of ten raters each."""
import csv
import os
import tarfile
from collections import Counter, namedtuple

import cv2
import numpy as np

from .. import LABELS
from .archive import text_lines

# images uint8 [n,48,48]; targets float32 [n,7], the share of the votes that each label has; labels int [n], the label with most votes; usages and files [n]; left_out: how many rows were left
# out, by usage and reason.
FerPlus = namedtuple("FerPlus", "images targets labels usages files left_out")

OTHERS = ("contempt", "unknown", "NF")
COLUMNS = (*LABELS, *OTHERS)


def majority(votes):
    """The column of COLUMNS with most votes; None when two share the first place and one of them is no label, which makes the face as doubtful as one of that column."""
    top = [name for name in COLUMNS if votes[name] == max(votes.values())]
    return top[0] if len(top) == 1 or all(name in LABELS for name in top) else None


def target(votes):
    """Vote shares over the seven labels. A single vote against at least three others counts as a slip, as in the reference code of FER+."""
    counts = np.array([votes[name] for name in LABELS], np.float32)
    cleaned = np.where((counts <= 1) & (counts.max() >= 3), 0, counts)
    return cleaned / cleaned.sum()


def rows(lines):
    """Yields (usage, file, votes by column) of labels.csv."""
    for row in csv.DictReader(lines):
        yield row["usage"], row["file"], {name: int(row[name]) for name in COLUMNS}


def _content(data):
    """The archive's files by their path inside its folder."""
    with tarfile.open(os.path.join(data, "ferplus.tar.xz")) as archive:
        return {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in archive if m.isfile()}


def sure_faces(data, usage):
    """The encoded pictures of a usage that no rater calls not a face (NF), whatever their emotion."""
    content = _content(data)
    return [content[file] for of, file, votes in rows(text_lines(content["labels.csv"])) if of == usage and votes["NF"] == 0]


def read(data):
    """All faces whose majority is one of the seven labels. Left out and counted: majority contempt, unknown, not a face (NF), or a tie with one of those."""
    content, kept, left_out = _content(data), [], Counter()
    for usage, file, votes in rows(text_lines(content["labels.csv"])):
        best = majority(votes)
        if best in LABELS:
            image = cv2.imdecode(np.frombuffer(content[file], np.uint8), cv2.IMREAD_GRAYSCALE)
            kept.append((image, target(votes), LABELS.index(best), usage, file))
        else:
            left_out[usage, best or "tie"] += 1
    images, targets, labels, usages, files = zip(*kept)
    return FerPlus(np.stack(images), np.stack(targets), np.array(labels), np.array(usages), np.array(files), left_out)
