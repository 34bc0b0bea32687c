"""Cuts the crops of all clips of a table and keeps them; clips that are there already are not cut again.

python3 -m emotion_training.clips.frames --clips CSV --frames DIR --data DIR
"""
import argparse
import hashlib
import json
import os

import numpy as np

from .. import locations
from ..faces.blazeface import BlazeFace
from ..faces.facemesh import FaceMesh
from ..masks.templates import load_templates
from ..progress import progress
from ..reproducible import make_reproducible
from ..temporal.segments import segment_frames
from .clip_mask import ClipMask
from .crops import CROPS, ClipCropper
from .pose import MoveNet
from .table import read_clips
from .video import frame_count, read_frames

SEGMENTS = (1, 3, 5, 10)
FACE_PIXELS, FACE_MARGIN = 96, 0.2


class FrameCache:
    """One npz file a clip in `folder`, named by the clip and by all that its crops depend on."""

    def __init__(self, folder, segments=SEGMENTS, face_pixels=FACE_PIXELS, face_margin=FACE_MARGIN, seed=1, pose="movenet-multipose"):
        self.folder, self.segments, self.seed, self._pose = folder, tuple(segments), seed, pose
        self.face_pixels, self.face_margin = face_pixels, face_margin

    def path(self, clip):
        key = json.dumps([
            os.path.basename(clip.path), os.path.getsize(clip.path), clip.start, clip.end, self.segments, self.face_pixels, self.face_margin, self.seed, self._pose])
        return os.path.join(self.folder, f"{os.path.splitext(os.path.basename(clip.path))[0]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.npz")

    def missing(self, clips):
        return [clip for clip in clips if not os.path.exists(self.path(clip))]

    def fill(self, clips, cropper, templates):
        os.makedirs(self.folder, exist_ok=True)
        for clip in progress(self.missing(clips), "clips"):
            end = min(clip.end or np.inf, frame_count(clip.path))
            if clip.start >= end:
                raise ValueError(f"{clip.path}: the clip starts at frame {clip.start}, but the file has {end}.")
            numbers = np.unique(np.concatenate([clip.start + segment_frames(int(end) - clip.start, t) for t in self.segments]))
            frames = read_frames(clip.path, numbers)
            mask = ClipMask(templates, f"{os.path.basename(clip.path)} {clip.start}", self.seed)
            crops = cropper.crop([frames[n] for n in numbers], mask)
            part = self.path(clip) + ".part.npz"
            np.savez(part, numbers=numbers - clip.start, frames=int(end) - clip.start, **crops)
            os.replace(part, self.path(clip))

    def load(self, clip, *names):
        """{name: array} of the clip; `numbers` are the frames that are there, `frames` how many the clip has."""
        with np.load(self.path(clip)) as store:
            return {name: store[name] for name in (*names, "numbers", "frames")}

    @staticmethod
    def places(numbers, frames, segments):
        """Places in the stored arrays of the centres of the segments."""
        return np.abs(np.asarray(numbers)[None] - segment_frames(int(frames), segments)[:, None]).argmin(1)


def add_arguments(parser):
    locations.add_data_argument(parser)
    locations.add_network_arguments(parser)
    parser.add_argument("--clips", required=True, help="CSV file of labelled clips (columns: see emotion_training/clips/table.py)")
    parser.add_argument("--frames", default=os.path.join(locations.RUNS, "clips", "frames"), help="folder of the crops")
    parser.add_argument("--pose", default=os.path.join(locations.MODELS, "movenet-multipose", "model.onnx"), help="MoveNet multipose; 'none' guesses the body from the face box")
    parser.add_argument("--face-pixels", type=int, default=FACE_PIXELS)
    parser.add_argument("--face-margin", type=float, default=FACE_MARGIN, help="by how much the face box is grown before cutting")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def prepared(options, segments=SEGMENTS):
    """(clip set, cache with the crops of all its clips)."""
    clip_set = read_clips(options.clips)
    cache = FrameCache(options.frames, segments, options.face_pixels, options.face_margin, options.seed, "none" if options.pose == "none" else "movenet-multipose")
    if cache.missing(clip_set.clips):
        cropper = ClipCropper(BlazeFace(options.blazeface), FaceMesh(options.facemesh), None if options.pose == "none" else MoveNet(options.pose),
                              options.face_pixels, options.face_margin)
        cache.fill(clip_set.clips, cropper, load_templates(os.path.join(options.data, "mask-templates.tar")))
    return clip_set, cache


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    options = parser.parse_args()
    make_reproducible(options.seed, options.threads)
    clip_set, cache = prepared(options)
    found = [cache.load(clip, *(f"found_{name}" for name in CROPS)) for clip in clip_set.clips]
    frames = sum(len(f["numbers"]) for f in found)
    print(f"{len(clip_set.clips)} clips, {frames} frames; found: " + ", ".join(f"{name} {sum(f[f'found_{name}'].sum() for f in found)}" for name in CROPS))


if __name__ == "__main__":
    main()
