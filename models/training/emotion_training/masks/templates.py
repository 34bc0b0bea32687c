"""Mask templates with six anchor points each (MaskTheFace, Anwar and Raychowdhury, 2020, arXiv 2008.11104)."""
import configparser
from collections import namedtuple

import cv2
import numpy as np

from ..data.archive import members

MaskTemplate = namedtuple("MaskTemplate", "name side rgba anchors")


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


def _reduced(rgba, anchors, longest=256):
    # Crops are small: full-size templates would only alias and cost time.
    scale = longest / max(rgba.shape[:2])
    return (cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), anchors * scale) if scale < 1 else (rgba, anchors)
