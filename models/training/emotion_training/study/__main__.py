"""The table of arXiv 2302.10021 on labelled clips: streams and fusions, 1 to 10 segments, without and with temporal shift.

python3 -m emotion_training.study --clips CSV --frames DIR --face ../face-tsn --face-tsm ../face-tsm-clip --out DIR

Each fold trains linear heads on frozen features of its training actors and tests on the others. Writes report.md, report.html, plots and results.json; what is computed is kept
and found again when the command is started again.
"""
import argparse
import os

import numpy as np

from .. import locations
from ..body_rgb.backbones import KINDS
from ..body_rgb.initial import MOBILENET_V2
from ..clips.crops import BODY_PIXELS
from ..clips.folds import folds_of, groups_of
from ..clips.frames import SEGMENTS, add_arguments, prepared
from ..reproducible import make_reproducible
from . import report
from .backbones import BodyTorch, face_backbone
from .experiment import Experiment
from .features import FeatureStore
from .fusion import ServedWeights
from .heads import GRID

QUICK_SEGMENTS, QUICK_GRID = (1, 3), (1e-3, 1e-1)
WEIGHTS = os.path.join(locations.MODELS, "fusion-occlusion", "weights.json")


def parser_of():
    parser = argparse.ArgumentParser(prog="python3 -m emotion_training.study", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--face", required=True, help="a model folder such as ../face-tsn, its ONNX file, or model.pt of emotion_training.face; or an ONNX file with an output `features` (faceres)")
    parser.add_argument("--face-tsm", help="the same for ../face-tsm-clip or clip.pt: weights trained with temporal shift; without it those of --face are shifted")
    parser.add_argument("--body", choices=sorted(KINDS), default="mobilenetv2")
    parser.add_argument("--body-initial", default=MOBILENET_V2, help="ImageNet weights; 'none' for random ones")
    parser.add_argument("--body-pixels", type=int, default=BODY_PIXELS)
    parser.add_argument("--weights", default=WEIGHTS, help="weights of the occlusion-aware policy; 'none', or a file that is not there, fits them in the folds")
    parser.add_argument("--note", action="append", default=[], help="a sentence on the data for the report; may be given again")
    parser.add_argument("--out", default=os.path.join(locations.RUNS, "study"))
    parser.add_argument("--quick", action="store_true", help="1 and 3 segments and two strengths of regularisation only: to see that all runs")
    return parser


def evidence_of(cache, clips):
    """(face side, keypoint visibility) [n], means over the frames that show a face; over all frames."""
    sides, visibilities = [], []
    for clip in clips:
        stored = cache.load(clip, "face_side", "visibility")
        sides.append(stored["face_side"][stored["face_side"] > 0].mean() if (stored["face_side"] > 0).any() else 0)
        visibilities.append(stored["visibility"].mean())
    return np.array(sides), np.array(visibilities)


def describe(clip_set, folds, cache, backbones, options, served):
    found = [cache.load(clip, "found_face", "found_masked_face", "found_body", "keypoints") for clip in clip_set.clips]
    frames = sum(len(f["numbers"]) for f in found)
    share = {name: 100 * sum(f[f"found_{name}"].sum() for f in found) / frames for name in ("face", "masked_face", "body")}
    guessed = 100 * sum((f["keypoints"].max((1, 2)) == 0).sum() for f in found) / frames
    file = "/".join(os.path.abspath(options.weights).split(os.sep)[-2:])
    weights = (f"of {file}, fitted on other data and for other heads" if served
               else "fitted in the folds on logits of training clips that the heads did not see")
    return [
        f"{len(clip_set.clips)} clips, {len(clip_set.labels)} labels ({', '.join(clip_set.labels)}), {'several' if clip_set.multi else 'one'} a clip; "
        f"{len(folds)} folds: {', '.join(f[0] for f in folds)}.",
        *options.note,
        f"{frames} frames: a face found in {share['face']:.1f} %, a mask put on in {share['masked_face']:.1f} %, a body in {share['body']:.1f} % "
        f"(without keypoints in {guessed:.1f} %: guessed from the face box, or absent).",
        "Masks are pictures of real masks warped onto face landmarks, one mask a clip. The body crop has the face box painted black; the full body wears the mask "
        "unless a row says otherwise.",
        f"Face features: {backbones['face'].name}, frozen. Body features: {backbones['body'].name}, {options.body_pixels} pixels, frozen. "
        "Temporal shift runs inside the frozen networks.",
        "Heads: logistic regression on features averaged over the segments, its strength chosen by leaving out training actors.",
        f"Occlusion-aware weights: {weights}."]


def main(arguments=None):
    parser = parser_of()
    options = parser.parse_args(arguments)
    make_reproducible(options.seed, options.threads)
    segments = QUICK_SEGMENTS if options.quick else SEGMENTS
    try:
        backbones = {"face": face_backbone(options.face, options.face_tsm), "body": BodyTorch(options.body, options.body_initial, options.body_pixels)}
        clip_set, cache = prepared(options, segments)
        folds = folds_of(clip_set)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    kept = os.path.join(options.out, "cache")
    store = FeatureStore(kept, cache, clip_set.clips, backbones, segments)
    served = ServedWeights(options.weights) if os.path.exists(options.weights) else None
    experiment = Experiment(clip_set, folds, groups_of(clip_set), store, evidence_of(cache, clip_set.clips), served, getattr(backbones["face"], "logits", None),
                            QUICK_GRID if options.quick else GRID)
    results = experiment.run(segments, kept)
    report.write(results, describe(clip_set, folds, cache, backbones, options, served), clip_set.labels, clip_set.multi, options.out)
    print(f"wrote {os.path.join(options.out, 'report.html')}")


if __name__ == "__main__":
    main()
