"""The body-motion model: movement statistics of 17 COCO keypoints to seven emotions."""

# The uniform time grid of the model's input.
FRAMES = 64
FRAMES_PER_SECOND = 12.5
MINIMUM_FRAMES = 12
SCORE_THRESHOLD = 0.2

# COCO-17 indices of the joint groups.
ROOT = "root"
GROUPS = {
    "head": (0, 1, 2, 3, 4),
    "shoulder": (5, 6),
    "elbow": (7, 8),
    "wrist": (9, 10),
    "knee": (13, 14),
    "ankle": (15, 16),
}
PAIRS = ("shoulder", "elbow", "wrist", "knee", "ankle")
SHOULDERS, HIPS, EYES, EARS = (5, 6), (11, 12), (1, 2), (3, 4)
GROUP_NAMES = (ROOT, *GROUPS)
# What is measured, in this order: the root, the head, then left and right of every pair.
SLOTS = (ROOT, "head", *(f"{side} {pair}" for pair in PAIRS for side in ("left", "right")))
GROUP_OF_SLOT = tuple(GROUP_NAMES.index(s.split()[-1]) for s in SLOTS)
STATISTICS = ("speed mean", "speed deviation", "speed peak", "acceleration mean", "range")
