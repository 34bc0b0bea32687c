"""Short films made from stills: one face, moving a little and spoilt differently in every frame, so that neighbouring frames help."""
import cv2
import numpy as np
from torch.utils.data import Dataset

from ..data.label_draw import LabelDraw
from .augment import disturb, erase, resolution
from .examples import SURE
from .framing import moved, served, whole_picture


def wander(frames, rng):
    """A slow random movement, one 2x3 transform around the crop's centre a frame as (angle in degrees, log scale, shift x, shift y) [T,4]."""
    steps = rng.normal(0, 1, (frames, 4)) * (1.5, 0.02, 0.01, 0.01)
    return rng.normal(0, 1, 4) * (6, 0.07, 0.025, 0.025) + np.cumsum(steps, 0)


def spoil(crop, rng):
    """What may befall a single frame: motion blur, a hand or hair before the face, a flash, too few pixels."""
    kind = rng.randint(4)
    if kind == 0:
        length = rng.randint(3, 12)
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        return cv2.filter2D(crop, -1, kernel if rng.rand() < 0.5 else kernel.T.copy())
    if kind == 1:
        return erase(erase(crop, rng), rng)
    if kind == 2:
        return cv2.convertScaleAbs(crop, alpha=rng.uniform(0.3, 2.0), beta=rng.uniform(-40, 60))
    return resolution(crop, rng.randint(10, 22))


class FaceSequences(Dataset):
    """Item n of an epoch: (crops uint8 [T,S,S], target float32 [7], mask state). Every item is drawn by its own seed."""

    def __init__(self, faces, masks, pixels, frames, count, masked_share=0.5, spoilt_share=0.4, balance=0.25):
        self._faces, self._masks, self._pixels, self._frames, self._count = faces, masks, pixels, frames, count
        self._masked_share, self._spoilt_share = masked_share, spoilt_share
        self._draw = LabelDraw(faces.labels, balance)
        self.epoch = 0

    def __len__(self):
        return self._count

    def __getitem__(self, item):
        rng = np.random.RandomState((self.epoch * 1_000_003 + item) % (1 << 32))
        return self.film(self._draw.number(rng), rng.rand() < self._masked_share, rng)

    def film(self, number, masked, rng):
        faces, pixels = self._faces, self._pixels
        masked = bool(masked and faces.presence[number] >= SURE)
        base = whole_picture(faces.images[number].shape, pixels) if rng.rand() < 0.6 else served(faces.boxes[number], faces.eyes[number], pixels)
        border, flip, mask_seed = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE)[rng.randint(2)], rng.rand() < 0.5, rng.randint(1 << 31)
        crops = []
        for angle, zoom, x, y in wander(self._frames, rng):
            movement = cv2.getRotationMatrix2D((pixels / 2, pixels / 2), angle, float(np.exp(zoom)))
            movement[:, 2] += np.array([x, y]) * pixels
            matrix = movement @ np.vstack([base, [0, 0, 1]])
            crop = cv2.warpAffine(faces.images[number], matrix, (pixels, pixels), flags=cv2.INTER_LINEAR, borderMode=border)
            if masked:
                # The same seed for every frame: it is one mask, worn in one way.
                crop, _ = self._masks.put_on(crop, moved(faces.points[number], matrix), np.random.RandomState(mask_seed))
            crop = disturb(crop, rng)
            if rng.rand() < self._spoilt_share:
                crop = spoil(crop, rng)
            crops.append(crop[:, ::-1] if flip else crop)
        return np.ascontiguousarray(np.stack(crops)), faces.targets[number], int(masked)
