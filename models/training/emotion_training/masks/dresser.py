"""Finds the faces of a picture and puts masks on them."""
import numpy as np

from ..faces.tiles import detect_all
from .wear import wear

SURE = 0.5
JITTER = 0.02


class Dresser:
    def __init__(self, detector, mesh, wardrobe, largest_only=False):
        self._detector, self._mesh, self._wardrobe, self._largest_only = detector, mesh, wardrobe, largest_only

    def faces(self, image):
        """Mesh points [468,2] of every face with sure landmarks, or of the largest one, from left to right."""
        found = []
        for _, box, points in detect_all(self._detector, image):
            presence, mesh = self._mesh.points(image, box, points[:2])
            if presence >= SURE:
                found.append(mesh)
        if self._largest_only:
            found = sorted(found, key=lambda m: -size(m))[:1]
        return sorted(found, key=lambda m: m[:, 0].mean())

    def choose(self, rng):
        """A mask from the wardrobe with the seed that fixes how it sits."""
        return self._wardrobe.choose(rng), int(rng.randint(2 ** 31 - 1))

    @staticmethod
    def put(image, points, choice):
        """(picture, entry for the log) of one mask on one face."""
        mask, fit = choice
        template = mask.template(points)
        worn, coverage = wear(image, points, template, np.random.RandomState(fit), JITTER)
        low, high = points.min(0), points.max(0)
        return worn, {"mask": mask.name, "side": template.side, "face": [round(float(v), 1) for v in (*low, *high)], "covered": round(float(coverage.mean()), 4)}


def size(points):
    return float(np.linalg.norm(points.max(0) - points.min(0)))
