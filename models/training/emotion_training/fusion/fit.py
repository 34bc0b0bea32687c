"""Fits the weights of the occlusion-aware policy and writes models/fusion-occlusion/weights.json.

python3 -m emotion_training.fusion.fit

Faces: FER+ validation faces, open and under synthetic masks, in five sizes, scored by models/face-tsn. Bodies: acted trials seen by simulated cameras, scored by models that never saw their actor.
Half of the faces and half of the actors are for the fit, the others for the figures; what is shipped is fitted on all.
"""
import argparse
import json
import os

import numpy as np
import torch

from .. import locations
from ..metrics import balanced_accuracy
from ..reproducible import make_reproducible
from . import bodies, faces
from .pairs import draw
from .weights import Weights, fit

FOLDER = os.path.join(locations.MODELS, "fusion-occlusion")
COMMAND = "python3 -m emotion_training.fusion.fit"
LEAST = 0.02


def table(weights, conditions, chosen):
    """[[x, weight], ...] ascending in x."""
    return sorted([x, round(float(w), 4)] for (kind, x), w in zip(conditions, weights) if kind == chosen)


def fitted(face_logits, face_labels, body_logits, body_labels, count, seed):
    """Weights fitted on pairs of the given faces and bodies: logits [conditions,n,7]."""
    first, second, labels = draw(face_labels, body_labels, count, np.random.RandomState(seed))
    weights = Weights(range(len(face_logits)), range(len(body_logits)))
    value = fit(weights, torch.from_numpy(face_logits[:, first]).float(), torch.from_numpy(body_logits[:, second]).float(), torch.from_numpy(labels))
    with torch.no_grad():
        face, body = (v.numpy() for v in weights.values())
    return face, body, value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--pairs", type=int, default=400, help="of every label")
    parser.add_argument("--out", default=FOLDER)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    make_reproducible(options.seed)
    rng = np.random.RandomState(options.seed)
    face_readings, face_labels = faces.readings(options.data, options.seed)
    body_readings, body_labels, actors = bodies.readings(options.data)
    face_conditions, body_conditions = list(face_readings), list(body_readings)
    face_logits, body_logits = np.stack(list(face_readings.values())), np.stack(list(body_readings.values()))
    face_half = rng.rand(len(face_labels)) < 0.5
    body_half = np.isin(actors, rng.permutation(np.unique(actors))[::2])
    face, body, _ = fitted(face_logits[:, face_half], face_labels[face_half], body_logits[:, body_half], body_labels[body_half], options.pairs, options.seed)
    first, second, labels = draw(face_labels[~face_half], body_labels[~body_half], options.pairs, rng)
    unseen_faces, unseen_bodies = face_logits[:, ~face_half][:, first], body_logits[:, ~body_half][:, second]
    figures = []
    for f, (state, size) in enumerate(face_conditions):
        for b, (_, share) in enumerate(body_conditions):
            fused = {"face alone": unseen_faces[f], "body alone": unseen_bodies[b], "average": unseen_faces[f] + unseen_bodies[b],
                     "maximum": np.maximum(unseen_faces[f], unseen_bodies[b]), "occlusion-aware": face[f] * unseen_faces[f] + body[b] * unseen_bodies[b]}
            figures.append({"face": state, "pixels": size, "visibleKeypoints": share, **{k: round(balanced_accuracy(labels, v.argmax(1)), 4) for k, v in fused.items()}})
            print(json.dumps(figures[-1]), flush=True)
    face, body, value = fitted(face_logits, face_labels, body_logits, body_labels, options.pairs, options.seed)
    print(f"mean negative log-likelihood of the shipped weights {value:.4f}")
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, "weights.json"), "w") as file:
        json.dump({"source": "Fitted on FER+ validation faces, open and under synthetic masks, paired by label with trials of the Kinematic Dataset of Actors Expressing Emotions seen by simulated cameras.",
                   "command": COMMAND, "scale": "sum", "faceOpen": table(face, face_conditions, faces.OPEN), "faceMasked": table(face, face_conditions, faces.MASKED),
                   "body": table(body, body_conditions, bodies.BODY), "least": LEAST, "figures": figures}, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
