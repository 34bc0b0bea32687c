"""Small labelled clips for tests: a drawn person with a red head and a coloured body, and finders that know just this drawing."""
import csv
import os

import cv2
import numpy as np

from emotion_training.masks.templates import MaskTemplate
from emotion_training.masks.wear import MOUTH, NOSE_TIP

WIDTH, HEIGHT = 160, 120
# COCO-17 places of the drawn person, in heads right of and below the head's centre.
JOINTS = np.array([[0, 0.1], [0.2, -0.1], [-0.2, -0.1], [0.45, 0], [-0.45, 0], [1, 1.2], [-1, 1.2], [1.1, 2], [-1.1, 2], [1, 2.6], [-1, 2.6]] + [[0, 0]] * 6)


def draw_person(x, y, head=24, colour=(40, 160, 60)):
    """RGB frame with the head's centre at x, y."""
    frame = np.full((HEIGHT, WIDTH, 3), 110, np.uint8)
    cv2.rectangle(frame, (x - head, y + head // 2), (x + head, HEIGHT), colour, -1)
    cv2.rectangle(frame, (x - head // 2, y - head // 2), (x + head // 2, y + head // 2), (235, 30, 30), -1)
    return frame


def write_video(path, frames):
    writer = cv2.VideoWriter(path, cv2.VideoWriter_fourcc(*"MJPG"), 25, frames[0].shape[1::-1])
    for frame in frames:
        writer.write(np.ascontiguousarray(frame[:, :, ::-1]))
    writer.release()


def write_table(folder, rows, header=("path", "actor", "label")):
    path = os.path.join(folder, "clips.csv")
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


class RedHead:
    """Finds the red head: box and points as BlazeFace gives them."""

    def detect(self, image):
        y, x = np.nonzero((image[:, :, 0] > 180) & (image[:, :, 1] < 90) & (image[:, :, 2] < 90))
        if len(x) < 20:
            return None
        x0, y0, x1, y1 = x.min(), y.min(), x.max() + 1, y.max() + 1
        points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.55], [0.5, 0.8], [0, 0.4], [1, 0.4]]) * (x1 - x0, y1 - y0) + (x0, y0)
        return 0.9, np.array([x0, y0, x1, y1], float), points


class RedHeadMesh:
    """The face-mesh points that masks use, by the head's box."""

    def points(self, image, box, eyes):
        corner, size = np.array(box[:2]), np.array(box[2:]) - box[:2]
        points = np.tile([0.5, 0.55], (468, 1))
        for number, place in {234: (0, 0.45), 197: (0.5, 0.4), 454: (1, 0.45), 172: (0.1, 0.9), 152: (0.5, 1), 397: (0.9, 0.9), MOUTH: (0.5, 0.8), NOSE_TIP: (0.5, 0.55)}.items():
            points[number] = place
        return 1.0, points * size + corner


class RedHeadPose:
    """Keypoints of the drawn person; hips and legs are not seen."""

    def persons(self, image):
        found = RedHead().detect(image)
        if found is None:
            return []
        x0, y0, x1, y1 = found[1]
        places = JOINTS * (x1 - x0) + ((x0 + x1) / 2, (y0 + y1) / 2)
        return [np.concatenate([places, np.r_[np.full(11, 0.8), np.full(6, 0.05)][:, None]], 1).astype(np.float32)]


def blue_mask():
    rgba = np.zeros((100, 160, 4), np.uint8)
    rgba[:] = (40, 60, 220, 255)
    return MaskTemplate("blue", "front", rgba, np.array([[0.0, 5], [80, 0], [160, 5], [10, 90], [80, 100], [150, 90]]))


def fill_cache(cache, clips, colours, rng, pixels=32):
    """Writes crops of plain colours instead of cutting them: colours [n, 3] of face, masked face and body. The body colour fades in over the clip, so that frames differ."""
    os.makedirs(cache.folder, exist_ok=True)
    numbers = np.unique(np.concatenate([((np.arange(t) + 0.5) * 30 / t).astype(int) for t in cache.segments]))
    for clip, (face, masked, body) in zip(clips, colours):
        crops = {}
        for name, colour in (("face", face), ("masked_face", masked), ("body", body), ("full_body", body), ("masked_full_body", body)):
            noise = rng.normal(0, 6, (len(numbers), pixels, pixels, 3))
            crops[name] = (np.asarray(colour, float) + noise).clip(0, 255).astype(np.uint8)
            crops[f"found_{name}"] = np.ones(len(numbers), bool)
        np.savez(cache.path(clip), numbers=numbers, frames=30, face_side=np.full(len(numbers), 40, np.float32), visibility=np.full(len(numbers), 0.6, np.float32),
                 keypoints=np.ones((len(numbers), 17, 3), np.float32), **crops)
