"""The labelled per-trial statistics of acted emotions.

The published table calls its columns joint speeds. Only the hips' are speeds of a point in the room (centimetres per frame at 125 frames a
second). The other joints' are changes of the joint's offset from its parent, which the capture suit's software adapts while the actor
moves: fingers, whose offsets it never adapts, have speed 0 throughout, and hands come out slower than hips. They are taken
to rise and fall with the movement of their joint but have no metric unit, so they are used standardised on a logarithmic scale.
"""
import csv
import lzma
import os
from collections import namedtuple

import numpy as np

from .. import LABELS
from . import GROUP_NAMES

Trials = namedtuple("Trials", "statistics emotions actors all_joints")

RATE = 125
CENTIMETRE = 0.01
_EMOTIONS = dict(zip(("Neutral", "Happy", "Surprise", "Sad", "Angry", "Disgust", "Fearful"), LABELS))
_SOURCES = {
    "root": ("Hips",), "head": ("Head",), "shoulder": ("LeftArm", "RightArm"), "elbow": ("LeftForeArm", "RightForeArm"),
    "wrist": ("LeftHand", "RightHand"), "knee": ("LeftLeg", "RightLeg"), "ankle": ("LeftFoot", "RightFoot"),
}
_COLUMNS = ("speed_mean", "speed_std", "speed_max", "acc_mean")
_NO_MEASURE = ("filename", "actor_ID", "emotion", "gender", "num_frames", "duration")


def read(data):
    """Trials: statistics [n,7,4] (natural logarithms; root in metres per second), emotions [n] as label numbers, actors [n], all_joints [n,m] as published."""
    with lzma.open(os.path.join(data, "body_kinematics.csv.xz"), "rt") as file:
        rows = list(csv.DictReader(file))
    statistics = np.array([[[np.mean([float(r[f"{s}_{c}"]) for s in _SOURCES[g]]) for c in _COLUMNS] for g in GROUP_NAMES] for r in rows])
    statistics[:, 0, :3] *= CENTIMETRE * RATE
    statistics[:, 0, 3] *= CENTIMETRE * RATE ** 2
    measures = [k for k in rows[0] if k not in _NO_MEASURE]
    return Trials(np.log(statistics + 1e-5), np.array([LABELS.index(_EMOTIONS[r["emotion"]]) for r in rows]),
                  np.array([r["actor_ID"] for r in rows]), np.array([[float(r[k]) for k in measures] for r in rows]))
