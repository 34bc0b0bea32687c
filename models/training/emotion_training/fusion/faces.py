"""What the face model says of validation faces, open and masked, seen in many sizes."""
import os

import cv2
import numpy as np

from ..face.augment import resolution
from ..face.examples import SURE, load_faces, plain
from ..face.export import FOLDER
from ..face.exported import ExportedFace
from ..face.prepare import RUN, VALIDATION
from ..face.training_masks import TrainingMasks
from ..progress import progress

# Shorter side of the detector's box in pixels of the frame. FER2013's own pictures are 48 pixels wide and the box is 41.5 of them.
SIZES = (10, 14, 20, 28, 41)
BOX_SHARE = 41.5 / 48
OPEN, MASKED = "open", "masked"


def readings(data, seed, faces=os.path.join(RUN, "faces.npz"), folder=FOLDER):
    """{(open or masked, size): logits [n,7]} and labels [n] of the validation faces whose landmarks are sure, the same faces in every condition."""
    model, store = ExportedFace(folder), load_faces(np.load(faces), VALIDATION)
    chosen = np.flatnonzero(store.presence >= SURE)
    masks, rng = TrainingMasks.filled(data, seed), np.random.RandomState(seed)
    crops = {OPEN: [plain(store, n, model.pixels) for n in chosen], MASKED: [plain(store, n, model.pixels, masks, rng) for n in chosen]}
    found = {}
    for state, size in progress([(state, size) for state in (OPEN, MASKED) for size in SIZES], "faces"):
        pixels = max(4, int(round(size / BOX_SHARE)))
        seen = crops[state] if size == SIZES[-1] else [resolution(c, pixels) for c in crops[state]]
        found[state, size] = model.logits(seen)[0]
    return found, store.labels[chosen]
