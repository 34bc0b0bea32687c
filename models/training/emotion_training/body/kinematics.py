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
from . import PAIRS

Trials = namedtuple("Trials", "statistics emotions actors scenes seconds")

RATE = 125
CENTIMETRE = 0.01
_EMOTIONS = dict(zip(("Neutral", "Happy", "Surprise", "Sad", "Angry", "Disgust", "Fearful"), LABELS))
_PAIR_SOURCES = dict(zip(PAIRS, ("Arm", "ForeArm", "Hand", "Leg", "Foot")))
_SOURCES = ("Hips", "Head", *(side + _PAIR_SOURCES[pair] for pair in PAIRS for side in ("Left", "Right")))
_COLUMNS = ("speed_mean", "speed_std", "speed_max", "acc_mean", "range")


def read(data):
    """Trials: statistics [n,12,5] (natural logarithms in SLOTS order; root in metres), emotions [n] as label numbers, actors [n], scenes [n], seconds [n].

    A file name holds the actor, the emotion, the scene (0: free, 1 to 5: a scene of daily life for this emotion) and the take: F01SU5V1. All actors play the same scenes.
    """
    with lzma.open(os.path.join(data, "body_kinematics.csv.xz"), "rt") as file:
        rows = list(csv.DictReader(file))
    statistics = np.array([[[float(r[f"{s}_{c}"]) for c in _COLUMNS] for s in _SOURCES] for r in rows])
    statistics[:, 0] *= CENTIMETRE
    statistics[:, 0, :3] *= RATE
    statistics[:, 0, 3] *= RATE ** 2
    return Trials(np.log(statistics + 1e-5), np.array([LABELS.index(_EMOTIONS[r["emotion"]]) for r in rows]), np.array([r["actor_ID"] for r in rows]),
                  np.array([r["filename"][len(r["actor_ID"]):].split("V")[0] for r in rows]), np.array([float(r["duration"]) for r in rows]))
