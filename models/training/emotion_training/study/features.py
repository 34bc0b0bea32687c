"""Features of every clip and stream, computed once and kept."""
import hashlib
import json
import os
from collections import namedtuple

import numpy as np

from ..progress import progress

# What a stream sees: an array of the frame cache; by which network: face or body.
STREAMS = {"face": ("face", "face"), "masked face": ("masked_face", "face"), "body": ("body", "body"), "full body": ("masked_full_body", "body"),
           "full body, open face": ("full_body", "body")}
TSN, TSM = "TSN", "TSM"

# Means over the segments [n,F], and whether the clip shows the stream at all [n].
StreamFeatures = namedtuple("StreamFeatures", "values present")


class FeatureStore:
    """Reads crops from the frame cache, runs the backbones, and keeps what they give in `folder`."""

    def __init__(self, folder, cache, clips, backbones, segments):
        self._folder, self._cache, self._clips, self._backbones, self._segments = folder, cache, clips, backbones, segments

    def modes(self, stream):
        return (TSN, TSM) if self._backbones[STREAMS[stream][1]].shifts else (TSN,)

    def get(self, stream, mode, segments):
        values, present = self._stored(stream, mode, segments)
        return StreamFeatures(values, present)

    def fingerprint(self, stream, mode):
        backbone = self._backbones[STREAMS[stream][1]]
        # The cache's file names say what the crops depend on.
        names = [os.path.basename(self._cache.path(clip)) for clip in self._clips]
        return hashlib.sha256(json.dumps([names, stream, mode, backbone.fingerprint, self._segments]).encode()).hexdigest()[:12]

    def _stored(self, stream, mode, segments):
        path = os.path.join(self._folder, f"{stream.replace(' ', '-').replace(',', '')}-{mode}-{self.fingerprint(stream, mode)}.npz")
        if not os.path.exists(path):
            self._compute(stream, mode, path)
        with np.load(path) as store:
            return store[f"values-{segments}"], store[f"present-{segments}"]

    def _compute(self, stream, mode, path):
        array, network = STREAMS[stream]
        backbone = self._backbones[network]
        segments = [t for t in self._segments if mode == TSN or t > 1]
        values, present = {t: [] for t in segments}, {t: [] for t in segments}
        for clip in progress(self._clips, f"{mode}, {stream}"):
            stored = self._cache.load(clip, array, f"found_{array}")
            crops, found = stored[array], stored[f"found_{array}"]
            once = backbone.features(crops[found]) if mode == TSN and found.any() else None
            for t in segments:
                places = self._cache.places(stored["numbers"], stored["frames"], t)
                seen = found[places]
                if not found.any() or (mode == TSN and not seen.any()):
                    mean = None
                elif mode == TSN:
                    mean = once[np.searchsorted(np.flatnonzero(found), places[seen])].mean(0)
                else:
                    # The shift needs a neighbour everywhere: the nearest frame that shows the stream stands in.
                    filled = [min(np.flatnonzero(found), key=lambda other: abs(other - place)) for place in places]
                    mean = backbone.features(crops[filled], shifted=True).mean(0)
                values[t].append(mean), present[t].append(mean is not None)
        kept = {}
        for t in segments:
            width = next((len(v) for v in values[t] if v is not None), 1)
            kept[f"values-{t}"] = np.array([np.zeros(width) if v is None else v for v in values[t]], np.float32)
            kept[f"present-{t}"] = np.array(present[t])
        os.makedirs(self._folder, exist_ok=True)
        np.savez(path + ".part.npz", **kept)
        os.replace(path + ".part.npz", path)
