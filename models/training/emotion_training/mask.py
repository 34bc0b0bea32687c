"""Puts synthetic masks on the faces of a picture, a folder of pictures and videos, or a video.

python3 -m emotion_training.mask IN OUT

Masks are drawn by this program, so neither a data set nor a licence is needed. OUT.jsonl, or OUT/masks.jsonl for a folder, says which mask was
put where. In a video everyone keeps one mask; its sound is not kept. Exit code: 0 when a mask was put on, 1 when there was no face, 2 when the
arguments or files are wrong.
"""
import argparse
import json
import os
import shutil
import sys
import zlib

import cv2
import numpy as np

from . import locations
from .faces.blazeface import BlazeFace
from .faces.facemesh import FaceMesh
from .masks import media
from .masks.dresser import Dresser
from .masks.sheet import Sheet
from .masks.tracks import Tracks
from .masks.wardrobe import DrawnWardrobe, TemplateWardrobe, Wardrobes
from .progress import progress


class Masking:
    """One run: dresses files, logs every mask and counts what happened."""

    def __init__(self, dresser, seed, keep_unmasked, log, sheet=None):
        self._dresser, self._seed, self._keep, self._log, self._sheet = dresser, seed, keep_unmasked, log, sheet
        self.masked = self.faces = self.unmasked = self.unreadable = 0

    def picture(self, source, target, name):
        image = media.read_picture(source)
        if image is None:
            self.unreadable += 1
            print(f"{source} is no picture that OpenCV can read; left out.", file=sys.stderr)
            return
        rng = self._random(name)
        faces = self._dresser.faces(image)
        for number, points in enumerate(faces):
            image = self._put(image, points, self._dresser.choose(rng), {"file": name, "number": number})
        self._count(len(faces))
        if faces:
            for points in faces:
                self._show(image, points)
            media.write_picture(target, image)
        elif self._keep:
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
            shutil.copyfile(source, target)

    def video(self, source, target, name):
        """Every frame is written, with or without a face, so that times stay the same."""
        rng = self._random(name)
        tracks = Tracks(lambda: self._dresser.choose(rng))
        video = media.Video(source)
        writer = media.VideoWriter(target, video.rate)
        try:
            for frame, image in enumerate(progress(video, name, video.frames)):
                present = tracks.update(self._dresser.faces(image))
                for track in present:
                    image = self._put(image, track.points, track.choice, {"file": name, "frame": frame, "number": track.number})
                self._count(len(present))
                for track in present:
                    self._show(image, track.points)
                writer.write(image)
        finally:
            writer.close()

    def _random(self, name):
        # A file's masks depend on its name alone, not on what else lies in the folder.
        return np.random.RandomState(zlib.crc32(f"{self._seed} {name}".encode()))

    def _put(self, image, points, choice, entry):
        image, put = self._dresser.put(image, points, choice)
        self._log.write(json.dumps({**entry, **put}) + "\n")
        return image

    def _show(self, image, points):
        if self._sheet:
            self._sheet.add(image, points)

    def _count(self, faces):
        self.faces += faces
        self.masked += faces > 0
        self.unmasked += faces == 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="IN", help=f"a picture ({', '.join(media.PICTURES)}), a video ({', '.join(media.VIDEOS)}) or a folder of them")
    parser.add_argument("target", metavar="OUT", help="a folder when IN is one, else a file of the same kind")
    parser.add_argument("--masks", choices=("drawn", "templates", "both"), default="drawn", help="templates are those of mask-templates.tar in --data (default drawn)")
    parser.add_argument("--per-face", choices=("all", "largest"), default="all", help="mask every face or only the largest one (default all)")
    parser.add_argument("--keep-unmasked", action="store_true", help="copy pictures without a face; else they are left out")
    parser.add_argument("--sheet", metavar="FILE", help="also write a contact sheet of up to 64 masked faces")
    parser.add_argument("--seed", type=int, default=1)
    locations.add_data_argument(parser)
    locations.add_network_arguments(parser)
    parser.set_defaults(blazeface=os.path.join(locations.MODELS, "blazeface", "model.onnx"))
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    try:
        return _run(options)
    except (OSError, ValueError) as error:
        print(f"mask: {error}", file=sys.stderr)
        return 2


def _run(options):
    source, target = options.source, options.target
    jobs, log = _jobs(source, target)
    wardrobe = _wardrobe(options)
    dresser = Dresser(_network(BlazeFace, options.blazeface, "--blazeface"), _network(FaceMesh, options.facemesh, "--facemesh"), wardrobe, options.per_face == "largest")
    sheet = Sheet() if options.sheet else None
    os.makedirs(os.path.dirname(log) or ".", exist_ok=True)
    with open(log, "w", encoding="utf-8") as lines:
        masking = Masking(dresser, options.seed, options.keep_unmasked, lines, sheet)
        for name, (read, write) in progress(jobs, "files"):
            (masking.video if media.is_video(read) else masking.picture)(read, write, name)
    if sheet and masking.faces and not sheet.write(options.sheet):
        raise OSError(f"{options.sheet} cannot be written.")
    kept = "kept as they are" if options.keep_unmasked or all(media.is_video(name) for name, _ in jobs) else "left out"
    print(f"{masking.masked} pictures or frames masked ({masking.faces} faces), {masking.unmasked} without a face ({kept}), {masking.unreadable} unreadable; log: {log}")
    return 0 if masking.masked else 1


def _jobs(source, target):
    """([(name, (file to read, file to write))], log file)."""
    if not os.path.exists(source):
        raise ValueError(f"{source} does not exist.")
    inside = os.path.relpath(os.path.abspath(target), os.path.abspath(source))
    if inside == "." or os.path.isdir(source) and not inside.startswith(".."):
        raise ValueError(f"OUT {target} is or lies in IN {source}; masks are never written over their source.")
    if os.path.isdir(source):
        if os.path.isfile(target):
            raise ValueError(f"IN {source} is a folder, so OUT must be one; {target} is a file.")
        names = media.files_below(source)
        if not names:
            raise ValueError(f"{source} holds no picture or video ({', '.join((*media.PICTURES, *media.VIDEOS))}).")
        return [(name, (os.path.join(source, name), os.path.join(target, name))) for name in names], os.path.join(target, "masks.jsonl")
    for is_kind, kind, endings in ((media.is_picture, "picture", media.PICTURES), (media.is_video, "video", tuple(media.VIDEOS))):
        if is_kind(source):
            target = os.path.join(target, os.path.basename(source)) if os.path.isdir(target) else target
            if not is_kind(target):
                raise ValueError(f"IN {source} is a {kind}, so OUT must end in one of {', '.join(endings)}; {target} does not.")
            return [(os.path.basename(source), (source, target))], target + ".jsonl"
    raise ValueError(f"{source} is no picture or video; it ends in none of {', '.join((*media.PICTURES, *media.VIDEOS))}.")


def _network(kind, path, argument):
    if not os.path.isfile(path):
        raise ValueError(f"The network {path} does not exist; name its file with {argument} (models/training/README.md says where it comes from).")
    try:
        return kind(path)
    except cv2.error as error:
        raise ValueError(f"{path}, given by {argument}, is no ONNX network that OpenCV can read.") from error


def _wardrobe(options):
    chosen = []
    if options.masks in ("drawn", "both"):
        chosen.append(DrawnWardrobe())
    if options.masks in ("templates", "both"):
        archive = os.path.join(options.data, "mask-templates.tar")
        if not os.path.isfile(archive):
            raise ValueError(f"{archive} does not exist; --masks {options.masks} needs it, --data names its folder.")
        chosen.append(TemplateWardrobe(archive))
    return Wardrobes(chosen)


if __name__ == "__main__":
    sys.exit(main())
