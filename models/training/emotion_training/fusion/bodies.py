"""What the body model says of acted trials seen by simulated cameras, by models that never saw the actor."""
import os

import numpy as np

from .. import checkpoint
from ..body import FRAMES, kinematics
from ..body.evaluate import gathered
from ..body.train import RUN
from ..body.views import HEAD, UPPER, UPPER_WITH_HIPS, WHOLE

BODY = "body"
# Share of the 17 COCO keypoints in view: five of the head, then shoulders, elbows and wrists, hips, knees and ankles.
VISIBLE = {HEAD: 7 / 17, UPPER: 11 / 17, UPPER_WITH_HIPS: 13 / 17, WHOLE: 1.0}


def readings(data, folds=os.path.join(RUN, "folds-384.pt")):
    """({(BODY, share of keypoints in view): logits [m,7]}, labels [m], actors [m]); every trial comes once for each simulated view, the same trials in every condition."""
    trials, done = kinematics.read(data), checkpoint.load(folds)["folds"]
    found = {(BODY, round(share, 3)): gathered(done, trials, (kind, FRAMES)) for kind, share in VISIBLE.items()}
    labels = next(iter(found.values()))[1]
    return {condition: logits for condition, (logits, _) in found.items()}, labels, np.tile(trials.actors, len(labels) // len(trials.actors))
