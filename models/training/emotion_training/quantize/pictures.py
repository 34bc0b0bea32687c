"""Pictures as a model's input wants them."""
import os

import cv2
import numpy as np

FILMS = (".mp4", ".avi", ".mkv", ".mov", ".webm")
STILLS = (".jpg", ".jpeg", ".png", ".bmp")


def read(paths, limit, every=8):
    """BGR pictures of files and folders, and every eighth frame of films; `limit` of them, spread evenly over what is there."""
    files = [file for path in paths for file in _files(path)]
    found = [image for file in files for image in (_frames(file, every) if file.lower().endswith(FILMS) else [file])]
    chosen = [found[int(n)] for n in np.linspace(0, len(found) - 1, min(limit, len(found)))] if found else []
    images = [image for image in (cv2.imread(c) if isinstance(c, str) else c for c in chosen) if image is not None]
    if not images:
        raise FileNotFoundError(f"--pictures is {' '.join(paths)}, and there is no picture in it.")
    return images


def inputs(images, description):
    """[n,...] in the type and layout that model.json's `input` describes. Pose models see the whole picture, black around it; others the picture stretched."""
    return np.stack([_input(image, description) for image in images])


def _input(image, description):
    size = description["width"], description["height"]
    sized = letterboxed(image, *size)[0] if description["type"] == "uint8" else cv2.resize(image, size, interpolation=cv2.INTER_AREA if image.shape[1] > size[0] else cv2.INTER_LINEAR)
    value = cv2.cvtColor(sized, cv2.COLOR_BGR2GRAY)[:, :, None] if description["color"] == "gray" else sized[:, :, ::-1] if description["color"] == "rgb" else sized
    if description["type"] != "uint8":
        value = (value.astype(np.float32) - np.float32(description["mean"])) / np.float32(description["deviation"])
    return np.ascontiguousarray(value if description["layout"] == "nhwc" else value.transpose(2, 0, 1))


def letterboxed(image, width, height):
    """(picture within black, scale, left, top), as the Detection service paints it."""
    scale = min(width / image.shape[1], height / image.shape[0])
    inner = max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    box = np.zeros((height, width, 3), np.uint8)
    box[top:top + inner[1], left:left + inner[0]] = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR)
    return box, scale, left, top


def _files(path):
    if os.path.isfile(path):
        return [path]
    if not os.path.isdir(path):
        raise FileNotFoundError(f"--pictures names {path}, and there is no such file or folder.")
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names if name.lower().endswith(FILMS + STILLS))


def _frames(path, every):
    film, frames, number = cv2.VideoCapture(path), [], 0
    while film.grab():
        if number % every == 0:
            frames.append(film.retrieve()[1])
        number += 1
    film.release()
    return frames
