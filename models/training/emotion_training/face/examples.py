"""Training examples: a face, perhaps under a mask, as a camera and a detector would hand it over."""
from collections import namedtuple

import cv2
import numpy as np
from torch.utils.data import Dataset

from ..data.label_draw import LabelDraw
from .augment import ERASED, disturb, resolution
from .framing import disturbed, moved, served, whole_picture

# images uint8 [n,48,48] gray, boxes [n,4], eyes [n,2,2], points [n,468,2], presence [n], targets [n,7], labels [n]
Faces = namedtuple("Faces", "images boxes eyes points presence targets labels")
# Gray crops of faces whose mask state is known and whose emotion is not: images uint8 [n,C,C] with the served crop in the middle, masked [n].
CloseUps = namedtuple("CloseUps", "images masked")

CONTEXT = 1.4
SURE = 0.5
NO_EMOTION = np.zeros(7, np.float32)


def load_faces(store, part):
    chosen = store["parts"] == part
    return Faces(*(store[name][chosen] for name in ("images", "boxes", "eyes", "points", "presence", "targets", "labels")))


def plain(faces, number, pixels, masks=None, rng=None):
    """The crop of a face as its picture frames it; under a mask when masks are given. None when the mask has no landmarks to hold on to."""
    matrix = whole_picture(faces.images[number].shape, pixels)
    crop = cv2.resize(faces.images[number], (pixels, pixels), interpolation=cv2.INTER_LINEAR)
    if masks is None:
        return crop
    return masks.put_on(crop, moved(faces.points[number], matrix), rng)[0] if faces.presence[number] >= SURE else None


class FaceExamples(Dataset):
    """Item n of an epoch: (crop uint8 [S,S], target float32 [7], mask state, 1 if the emotion counts). Every item is drawn by its own seed, so that workers and resumed runs draw the same."""

    def __init__(self, faces, close_ups, masks, pixels, count, close_up_share=0.12, masked_share=0.5, balance=0.25, erased=ERASED):
        self._faces, self._close_ups, self._masks, self._pixels, self._count = faces, close_ups, masks, pixels, count
        self._close_up_share, self._masked_share, self._erased = close_up_share, masked_share, erased
        self._draw = LabelDraw(faces.labels, balance)
        self.epoch, self.disturbed_share = 0, 1.0

    def __len__(self):
        return self._count

    def __getitem__(self, number):
        rng = np.random.RandomState((self.epoch * 1_000_003 + number) % (1 << 32))
        if self._close_ups is not None and rng.rand() < self._close_up_share:
            return self._close_up(rng)
        return self._face(rng)

    def _face(self, rng):
        faces, pixels = self._faces, self._pixels
        number = self._draw.number(rng)
        matrix = whole_picture(faces.images[number].shape, pixels) if rng.rand() < 0.6 else served(faces.boxes[number], faces.eyes[number], pixels)
        matrix = disturbed(matrix, pixels, rng)
        border = cv2.BORDER_CONSTANT if rng.rand() < 0.5 else cv2.BORDER_REPLICATE
        crop = cv2.warpAffine(faces.images[number], matrix, (pixels, pixels), flags=cv2.INTER_LINEAR, borderMode=border)
        masked = rng.rand() < self._masked_share and faces.presence[number] >= SURE
        if masked:
            crop, _ = self._masks.put_on(crop, moved(faces.points[number], matrix), rng)
            if rng.rand() < 0.5:
                # A mask is as coarse as the face it is photographed with.
                crop = resolution(crop, 48)
        return self._finish(crop, rng), faces.targets[number], int(masked), np.float32(1)

    def _close_up(self, rng):
        close_ups, pixels = self._close_ups, self._pixels
        number = rng.randint(len(close_ups.images))
        context = close_ups.images[number].shape[0]
        scale = pixels * CONTEXT / context
        centre = np.array([[scale, 0, pixels / 2 - scale * context / 2], [0, scale, pixels / 2 - scale * context / 2]])
        crop = cv2.warpAffine(close_ups.images[number], disturbed(centre, pixels, rng), (pixels, pixels), flags=cv2.INTER_LINEAR)
        return self._finish(crop, rng), NO_EMOTION, int(close_ups.masked[number]), np.float32(0)

    def _finish(self, crop, rng):
        crop = disturb(crop, rng, self.disturbed_share, self._erased)
        return np.ascontiguousarray(crop[:, ::-1] if rng.rand() < 0.5 else crop)
