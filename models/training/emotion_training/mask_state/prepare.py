"""Step 1: detects faces, puts on synthetic masks and writes the crops to a cache.

python3 -m emotion_training.mask_state.prepare --data DIR
"""
import argparse
import os

import numpy as np

from .. import locations
from ..data import ferplus
from ..data.archive import decode_rgb, members
from ..data.near_duplicates import group_near_duplicates
from ..data.split import split_by_group
from ..faces.blazeface import BlazeFace, detect_with_padding
from ..faces.crop import CONTEXT, CONTEXT_PIXELS, crop_transform, warp, whole_picture_box
from ..faces.facemesh import FaceMesh
from ..masks.templates import load_templates
from ..masks.wear import facing, wear
from ..progress import progress
from ..reproducible import make_reproducible

PARTS = ("train", "validation", "test")
SPLIT, SPLIT_SEED = (0.7, 0.1, 0.2), 1


class CropMaker:
    """Turns pictures into aligned context crops, with or without a synthetic mask."""

    def __init__(self, detector, mesh, templates, seed):
        self._detector, self._mesh, self._templates = detector, mesh, templates
        self._rng = np.random.RandomState(seed)

    def locate(self, image):
        """(box, eyes, found)."""
        face = detect_with_padding(self._detector, image)
        return (face[1], face[2][:2], True) if face else (*whole_picture_box(image), False)

    def crop(self, image, box, eyes):
        return warp(image, crop_transform(box, eyes, CONTEXT_PIXELS, context=CONTEXT), CONTEXT_PIXELS)

    def masked(self, image, box, eyes):
        """The crop of the face wearing a mask; the face is found again under the mask as in service. None when there are no sure landmarks."""
        presence, points = self._mesh.points(image, box, eyes)
        if presence < 0.5:
            return None
        side = facing(points)
        choice = [t for t in self._templates if t.side == side]
        worn, coverage = wear(image, points, choice[self._rng.randint(len(choice))], self._rng, jitter=0.03)
        if coverage.mean() < 0.02:
            return None
        again = detect_with_padding(self._detector, worn)
        if again and self._rng.rand() < 0.7:
            box, eyes = again[1], again[2][:2]
        return self.crop(worn, box, eyes)


def close_ups(data):
    """(pictures RGB, 1 where a mask is worn)."""
    pictures, labels = [], []
    for name, content in members(os.path.join(data, "mask-state.tar"), (".jpg", ".jpeg", ".png")):
        image = decode_rgb(content)
        if image is not None:
            pictures.append(image)
            labels.append(int("/with_mask/" in name))
    return pictures, np.array(labels)


def _fer(data, usage, count, seed):
    """Pictures of one usage that the raters call faces, at most `count`, chosen at random."""
    faces = ferplus.sure_faces(data, usage)
    return [decode_rgb(faces[i]) for i in sorted(np.random.RandomState(seed).permutation(len(faces))[:count])]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    locations.add_data_argument(parser)
    locations.add_network_arguments(parser)
    parser.add_argument("--out", default=os.path.join(locations.RUNS, "mask-state", "crops.npz"))
    parser.add_argument("--fer", type=int, default=6000, help="FER+ training faces to use, each with and without a mask")
    parser.add_argument("--seed", type=int, default=SPLIT_SEED)
    options = parser.parse_args()
    make_reproducible(options.seed)
    maker = CropMaker(BlazeFace(options.blazeface), FaceMesh(options.facemesh),
                      load_templates(os.path.join(options.data, "mask-templates.tar")), options.seed)
    crops, labels, parts, sources, found = [], [], [], [], []

    def add(crop, label, part, source, seen):
        if crop is not None:
            crops.append(crop), labels.append(label), parts.append(part), sources.append(source), found.append(seen)

    pictures, states = close_ups(options.data)
    part_of = split_by_group(group_near_duplicates(pictures), SPLIT, options.seed)
    for image, state, part in progress(list(zip(pictures, states, part_of)), "close-ups"):
        box, eyes, seen = maker.locate(image)
        add(maker.crop(image, box, eyes), state, part, "close-up", seen)
        if state == 0 and seen and part == 0:
            for _ in range(2):
                add(maker.masked(image, box, eyes), 1, part, "close-up, synthetic mask", seen)
    for usage, count in (("Training", options.fer), ("PublicTest", 4000)):
        faces = _fer(options.data, usage, count, options.seed)
        # Every tenth training face is kept for validation; PublicTest is for the test alone.
        for number, image in enumerate(progress(faces, f"FER+ {usage}")):
            box, eyes, seen = maker.locate(image)
            if not seen:
                continue
            part = 2 if usage == "PublicTest" else int(number % 10 == 0)
            add(maker.crop(image, box, eyes), 0, part, "FER+", seen)
            add(maker.masked(image, box, eyes), 1, part, "FER+, synthetic mask", seen)
    os.makedirs(os.path.dirname(options.out), exist_ok=True)
    np.savez(options.out, crops=np.stack(crops), labels=np.array(labels), parts=np.array(parts), sources=np.array(sources), found=np.array(found))
    for part, title in enumerate(PARTS):
        for source in sorted(set(sources)):
            chosen = (np.array(parts) == part) & (np.array(sources) == source)
            if chosen.any():
                print(f"{title}, {source}: {chosen.sum()} crops, {np.array(labels)[chosen].sum()} with a mask, face found in {np.array(found)[chosen].sum()}")


if __name__ == "__main__":
    main()
