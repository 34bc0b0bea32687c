"""Pairs of a face and a body that show the same emotion. No data set that may be used shows both, so they are drawn at random among those of one label: the streams are taken to err
independently of each other given the emotion."""
import numpy as np


def draw(face_labels, body_labels, count, rng):
    """`count` pairs of every label, as (face numbers, body numbers, labels): every emotion counts alike, however rare it is in the data."""
    faces, bodies, labels = [], [], []
    for label in np.unique(face_labels):
        faces.append(rng.choice(np.flatnonzero(face_labels == label), count))
        bodies.append(rng.choice(np.flatnonzero(body_labels == label), count))
        labels.append(np.full(count, label))
    return np.concatenate(faces), np.concatenate(bodies), np.concatenate(labels)
