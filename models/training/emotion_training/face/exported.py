"""Runs shipped models with OpenCV: what is measured is the file, not the network that wrote it."""
import json
import os

import cv2
import numpy as np

from ..onnx_float import read_network


class ExportedFace:
    """A per-frame face model of models/NAME, whatever picture it wants."""

    def __init__(self, folder):
        with open(os.path.join(folder, "model.json")) as file:
            self.description = json.load(file)
        self._network = read_network(os.path.join(folder, self.description["file"]))
        self.labels = tuple(self.description["labels"])
        self.pixels = self.description["input"]["width"]

    def logits(self, crops):
        """uint8 gray [n,S,S] to (emotion [n,L], mask [n,2] or None), temperature applied as in service."""
        outputs = self.description["output"]
        names = [outputs["name"]] + ([outputs["mask"]] if "mask" in outputs else [])
        found = []
        for crop in crops:
            self._network.setInput(self._blob(crop))
            found.append([o[0].copy() for o in self._network.forward(names)])
        emotion = np.array([f[0] for f in found]) / self.description.get("temperature", 1)
        return emotion, np.array([f[1] for f in found]) if len(names) > 1 else None

    def _blob(self, crop):
        image = self.description["input"]
        value = crop.astype(np.float32)[:, :, None]
        if image["color"] != "gray":
            value = np.repeat(value, 3, 2)
        value = (value - np.float32(image["mean"])) / np.float32(image["deviation"])
        return np.ascontiguousarray((value if image["layout"] == "nhwc" else value.transpose(2, 0, 1))[None])
