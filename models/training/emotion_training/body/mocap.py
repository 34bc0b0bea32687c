"""The motion-capture files as COCO joints."""
import os
import tarfile

import numpy as np

from . import bvh

# For each COCO joint from the shoulders down, its names in the two sources (left, right by {}).
_JOINTS = {
    "bandai-namco-1": ("UpperArm_{}", "LowerArm_{}", "Hand_{}", "UpperLeg_{}", "LowerLeg_{}", "Foot_{}"),
    "forger": ("{}Shoulder", "{}Elbow", "{}Wrist", "{}Hip", "{}Knee", "{}Ankle"),
}
_SIDES = {"bandai-namco-1": ("L", "R"), "forger": ("Left", "Right")}


def coco(positions, source):
    """[frames,17,3] in metres (y up). Eyes, ears and nose are placed about the head joint: both sources lack them."""
    frames = len(next(iter(positions.values())))
    out = np.zeros((frames, 17, 3))
    for i, name in enumerate(_JOINTS[source]):
        for j, side in enumerate(_SIDES[source]):
            out[:, 5 + 2 * i + j] = positions[name.format(side)]
    across = out[:, 5] - out[:, 6]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    up = positions["Head"] - positions["Neck"]
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    ahead = np.cross(across, up)
    head = positions["Head"] + 10 * up
    for joint, (side, forward) in enumerate(((0, 10), (3.2, 8), (-3.2, 8), (7.5, 0), (-7.5, 0))):
        out[:, joint] = head + side * across + forward * ahead
    return out / 100


def clips(data, wanted=lambda source, name: True):
    """Yields (source, name, joints [frames,17,3] metres, frames per second) of every wanted file with at least one second."""
    with tarfile.open(os.path.join(data, "mocap.tar.xz")) as archive:
        files = {m.name: archive.extractfile(m).read().decode() for m in archive if m.isfile() and m.name.endswith(".bvh")}
    for path, text in sorted(files.items()):
        source, name = next(s for s in _JOINTS if s in path), path.rsplit("/", 1)[-1]
        if not wanted(source, name):
            continue
        motion = bvh.parse(text)
        if len(motion.values) * motion.seconds >= 1:
            yield source, name, coco(motion.positions(), source), 1 / motion.seconds
