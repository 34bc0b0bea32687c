"""The paper's findings beside what the run says of them."""
from collections import namedtuple

import numpy as np

from .experiment import AVERAGE, AWARE, BODY, FACE, MASKED
from .features import TSM, TSN

Finding = namedtuple("Finding", "text compared mean error verdict")
# What arXiv 2302.10021 finds, and the two rows whose difference in balanced accuracy tests it.
CLAIMS = (("A mask hurts the face stream.", FACE, MASKED), ("The full body beats the masked face.", "full body", MASKED), ("Face and body fused late beat the masked face.", AVERAGE, MASKED),
          ("Separate streams, fused late, beat one stream of the full body.", AVERAGE, "full body"), ("The body without the face still tells more than chance.", BODY, None))


def fold_differences(results, better, worse, chance):
    """Balanced accuracy of one row minus that of another (None: chance), per fold, averaged over the settings that have both."""
    found = [[a["balanced"] - (rows[worse][fold]["balanced"] if worse else chance) for fold, a in enumerate(rows[better])]
             for rows in results.values() if better in rows and (worse is None or worse in rows)]
    return np.mean(found, 0) if found else np.array([])


def gains(results, fused=(AVERAGE, "fusion maximum", AWARE)):
    """{(mode, segments, row): differences per fold}: fusion minus the masked face alone, balanced accuracy."""
    return {(mode, t, row): np.array([a["balanced"] - b["balanced"] for a, b in zip(rows[row], rows[MASKED])])
            for (mode, t), rows in results.items() for row in fused if row in rows}


def findings(results, labels, multi):
    chance = 0.5 if multi else 1 / labels
    found = [_judge(text, f"{better} - {worse or 'chance'}", fold_differences(results, better, worse, chance)) for text, better, worse in CLAIMS]
    shifted = [[a["balanced"] - b["balanced"] for a, b in zip(rows[AVERAGE], results[TSN, t][AVERAGE])] for (mode, t), rows in results.items() if mode == TSM and AVERAGE in rows]
    found.append(_judge("Temporal structure complements the spatial one.", f"{AVERAGE}: TSM - TSN", np.mean(shifted, 0) if shifted else np.array([])))
    return found


def _judge(text, compared, differences):
    """A difference smaller than its standard error over the folds decides nothing."""
    if len(differences) < 2:
        return Finding(text, compared, float(differences.mean()) if len(differences) else float("nan"), float("nan"), "not decided: fewer than two folds")
    mean, error = float(differences.mean()), float(differences.std(ddof=1) / np.sqrt(len(differences)))
    verdict = "agrees" if mean > error else "does not agree" if mean < -error else "not decided"
    return Finding(text, compared, mean, error, verdict)
