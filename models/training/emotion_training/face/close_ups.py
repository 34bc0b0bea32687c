"""Step 2: cuts the faces of mask-state.tar as the Detection service would, in gray, with some context around them.

python3 -m emotion_training.face.close_ups
"""
import argparse
import os

import cv2
import numpy as np

from .. import locations
from ..data.near_duplicates import group_near_duplicates
from ..data.split import split_by_group
from ..faces.blazeface import BlazeFace, detect_with_padding
from ..faces.crop import crop_transform, warp, whole_picture_box
from ..mask_state.prepare import SPLIT, SPLIT_SEED, close_ups
from ..progress import progress
from ..reproducible import make_reproducible
from .examples import CONTEXT
from .framing import MARGIN
from .prepare import RUN

PIXELS = 160


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    locations.add_network_arguments(parser)
    parser.add_argument("--out", default=os.path.join(RUN, "close-ups.npz"))
    options = parser.parse_args()
    make_reproducible(SPLIT_SEED)
    pictures, masked = close_ups(options.data)
    # The very split of the mask-state model, so that both are measured on the same held-out fifth.
    parts = split_by_group(group_near_duplicates(pictures), SPLIT, SPLIT_SEED)
    detector, crops, found = BlazeFace(options.blazeface), [], []
    for picture in progress(pictures, "close-ups"):
        face = detect_with_padding(detector, picture)
        box, eyes = (face[1], face[2][:2]) if face else whole_picture_box(picture)
        crop = warp(picture, crop_transform(box, eyes, PIXELS, margin=MARGIN, context=CONTEXT), PIXELS)
        crops.append(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY))
        found.append(face is not None)
    os.makedirs(os.path.dirname(options.out), exist_ok=True)
    np.savez(options.out, images=np.stack(crops), masked=masked, parts=parts, found=np.array(found))
    print(f"{len(crops)} faces, {int(masked.sum())} with a mask; the detector found {np.mean(found):.3f} of them")


if __name__ == "__main__":
    main()
