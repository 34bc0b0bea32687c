"""The body-motion model: movement statistics of 17 COCO keypoints to seven emotions."""

# The uniform time grid of the model's input.
FRAMES = 32
FRAMES_PER_SECOND = 12.5
MINIMUM_FRAMES = 12
SCORE_THRESHOLD = 0.2

# COCO-17 indices of the joint groups; left and right are averaged, because an emotion has no side.
ROOT = "root"
GROUPS = {
    "head": (0, 1, 2, 3, 4),
    "shoulder": (5, 6),
    "elbow": (7, 8),
    "wrist": (9, 10),
    "knee": (13, 14),
    "ankle": (15, 16),
}
SHOULDERS, HIPS, EYES, EARS = (5, 6), (11, 12), (1, 2), (3, 4)
GROUP_NAMES = (ROOT, *GROUPS)
STATISTICS = ("speed mean", "speed deviation", "speed peak", "acceleration mean")
