"""Trains the heads in every fold and scores its test clips."""
import hashlib
import json
import os

import numpy as np

from .. import LABELS, checkpoint
from ..progress import progress
from . import fusion
from .features import STREAMS, TSM, TSN
from .figures import figures_of
from .heads import fit_head

FACE, MASKED, BODY = "face", "masked face", "body"
AVERAGE, MAXIMUM, AWARE = "fusion average", "fusion maximum", "occlusion-aware"
FITTED, OPEN_AVERAGE = "occlusion-aware, fitted in the folds", "fusion average, open face"
UNPREPARED = "masked face, head trained on open faces"
SHIPPED, SHIPPED_MASKED = "face, as shipped", "masked face, as shipped"
# The paper's table, then what else is worth knowing.
MAIN = (FACE, MASKED, BODY, "full body", AVERAGE, MAXIMUM, AWARE)


class Experiment:
    """`evidence` is (face side [n], keypoint visibility [n]) and `served` a ServedWeights, or None to fit the weights in the folds; `own_logits` gives the logits of the face network itself."""

    def __init__(self, clip_set, folds, groups, store, evidence, served, own_logits, grid):
        self._set, self._folds, self._groups, self._store = clip_set, folds, groups, store
        self._evidence, self._served, self._grid = evidence, served, grid
        self._own_logits = own_logits if not clip_set.multi and set(clip_set.labels) <= set(LABELS) else None

    def run(self, segments, folder):
        """{(mode, segments): {row: [figures of every fold]}}; what an earlier run with the same data has found is read from `folder`."""
        settings = [(mode, t) for mode in (TSN, TSM) for t in segments if mode == TSN or t > 1]
        results = {}
        for mode, t in settings:
            streams = {name: self._store.get(name, mode, t) for name in STREAMS if mode in self._store.modes(name)}
            path = os.path.join(folder, f"folds-{mode}-{t}-{self._fingerprint(streams, mode)}.pt")
            state = checkpoint.load(path) or {"folds": []}
            for train, test in progress([f[1:] for f in self._folds[len(state["folds"]):]], f"{mode}, {t} segments"):
                rows = self._fold(streams, train, test)
                state["folds"].append({row: figures_of(logits, self._set.targets[test], self._set.multi) for row, logits in rows.items()})
                checkpoint.save(path, **state)
            results[mode, t] = {row: [fold[row] for fold in state["folds"]] for row in state["folds"][0]}
        return results

    def _fingerprint(self, streams, mode):
        described = [[self._store.fingerprint(s, mode) for s in streams], self._set.labels, self._set.targets.tolist(), [f[0] for f in self._folds], self._grid,
                     [list(map(float, w)) for w in self._served.of(*self._evidence)] if self._served else None]
        return hashlib.sha256(json.dumps(described).encode()).hexdigest()[:12]

    def _fold(self, streams, train, test):
        """{row: logits of the test clips}."""
        targets, multi = self._set.targets, self._set.multi
        heads, unseen, rows, present = {}, {}, {}, {}
        for name, (values, seen) in streams.items():
            chosen = train[seen[train]]
            if not len(chosen):
                raise ValueError(f"No training clip shows the stream {name}: a head cannot be trained.")
            heads[name], of_training = fit_head(values[chosen], targets[chosen], self._groups[chosen], multi, self._grid)
            # Clips that lack a stream keep logits of 0: it says nothing of them.
            unseen[name], rows[name] = np.zeros((len(train), targets.shape[1])), np.zeros((len(test), targets.shape[1]))
            unseen[name][seen[train]] = of_training
            rows[name][seen[test]] = heads[name].logits(values[test[seen[test]]]) if seen[test].any() else 0
            present[name] = seen
        if MASKED in streams:
            self._fuse(rows, unseen, present, train, test)
            values, seen = streams[MASKED]
            rows[UNPREPARED] = np.where(seen[test][:, None], heads[FACE].logits(values[test]), 0)
            if self._own_logits:
                places = [LABELS.index(name) for name in self._set.labels]
                for row, stream in ((SHIPPED, FACE), (SHIPPED_MASKED, MASKED)):
                    rows[row] = np.where(present[stream][test][:, None], self._own_logits(streams[stream].values[test])[:, places], 0)
        return rows

    def _fuse(self, rows, unseen, present, train, test):
        both = (rows[MASKED], rows[BODY], present[MASKED][test], present[BODY][test])
        rows[AVERAGE], rows[MAXIMUM] = fusion.average(*both), fusion.maximum(*both)
        rows[OPEN_AVERAGE] = fusion.average(rows[FACE], rows[BODY], present[FACE][test], present[BODY][test])
        weights = fusion.fit_weights(unseen[MASKED], unseen[BODY], present[MASKED][train], present[BODY][train], self._set.targets[train], self._set.multi)
        fitted = fusion.weighted(*both, *weights, "sum")
        if self._served:
            rows[AWARE] = fusion.weighted(*both, *(w[test] for w in self._served.of(*self._evidence)), self._served.scale)
            rows[FITTED] = fitted
        else:
            rows[AWARE] = fitted
