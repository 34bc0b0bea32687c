"""A mask as a picture with six anchor points, and the pictures of MaskTheFace (Anwar and Raychowdhury, 2020, arXiv 2008.11104)."""
import configparser
from collections import namedtuple
from functools import cached_property

import cv2
import numpy as np

from ..data.archive import members

LONGEST = 256


class MaskTemplate(namedtuple("MaskTemplate", "name side rgba anchors")):
    """rgba: uint8 [H,W,4]; anchors: six points x y in its pixels (cheek, nose bridge, cheek, jaw, chin, jaw); side: left, front or right."""

    @cached_property
    def levels(self):
        """(scale, picture) from full size down by halves; colour is multiplied by opacity, so that shrinking draws no dark seam."""
        picture = self.rgba.astype(np.float32)
        picture[:, :, :3] *= picture[:, :, 3:] / 255
        found = [(1.0, np.round(picture).astype(np.uint8))]
        for scale in (0.5, 0.25, 0.125):
            found.append((scale, np.round(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)).astype(np.uint8)))
        return found


def load_templates(path):
    """All templates of the archive whose configuration has the six anchors; side is left, front or right."""
    pictures, configuration = {}, ""
    for name, content in members(path, (".png", ".cfg")):
        if name.endswith(".cfg"):
            configuration = content.decode()
        else:
            rgba = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
            pictures[name.rsplit("/", 1)[-1]] = cv2.cvtColor(rgba, cv2.COLOR_BGRA2RGBA)
    parser = configparser.ConfigParser()
    parser.read_string(configuration)
    found = []
    for name in parser.sections():
        section = parser[name]
        file = section.get("template", "").rsplit("/", 1)[-1]
        if "mask_a" in section and file in pictures:
            anchors = np.array([[float(v) for v in section[f"mask_{k}"].split(",")] for k in "abcdef"])
            side = "left" if name.endswith("_left") else "right" if name.endswith("_right") else "front"
            found.append(MaskTemplate(name, side, *_reduced(pictures[file], anchors)))
    return found


def _reduced(rgba, anchors):
    # Crops are small: full-size templates would only alias and cost time.
    scale = LONGEST / max(rgba.shape[:2])
    return (cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), anchors * scale) if scale < 1 else (rgba, anchors)
