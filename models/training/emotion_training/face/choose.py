"""Compares input sizes and widths of the face network by the same short training: accuracy on validation faces, open and masked, and the time of the exported file.

python3 -m emotion_training.face.choose --bfloat16

Every training begins with the same weights; a narrow network takes the strongest channels of the wide one and first has to make up for the others, which a short training does not do
in full: what is found for it is the least that it can do. Goes on where it was stopped. The test faces are not looked at.
"""
import argparse
import os

from .. import locations
from . import export, train
from .choice import report
from .choice.settings import SETTINGS, SHIPPED
from .choice.timing import processor_times
from .initial import FACERES
from .prepare import RUN

FIGURES = ("open", "openBalanced", "masked", "maskedBalanced", "maskState")
RESULTS = os.path.join(locations.TRAINING, "results")


def trained(setting, runs, common):
    """Figures of the last epoch of face.train with the arguments that all settings have in common; the network is exported beside its checkpoint."""
    run = os.path.join(runs, setting.name)
    figures = train.main(["--run", run, *setting.arguments, *common])[-1]
    export.write(os.path.join(run, "model.pt"), run)
    return {**setting._asdict(), **{name: figures[name] for name in FIGURES}}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    locations.add_data_argument(parser)
    parser.add_argument("--faces", default=os.path.join(RUN, "faces.npz"))
    parser.add_argument("--close-ups", default=os.path.join(RUN, "close-ups.npz"), help="'' for none")
    parser.add_argument("--initial", default=FACERES, help="weights to start from, as in face.train")
    parser.add_argument("--run", default=os.path.join(locations.RUNS, "face-choice"))
    parser.add_argument("--out", default=RESULTS, help="folder of the table and the plot")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--per-epoch", type=int, default=9600)
    parser.add_argument("--drawn-share", type=float, default=0.5, help="as in face.train")
    parser.add_argument("--runs", type=int, default=100, help="timed runs of every network")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="half the time on processors that know it")
    options = parser.parse_args(arguments)
    common = ["--data", options.data, "--faces", options.faces, "--close-ups", options.close_ups, "--initial", options.initial, "--epochs", str(options.epochs), "--per-epoch", str(options.per_epoch),
              "--drawn-share", str(options.drawn_share), "--freeze-after", str(options.epochs), "--threads", str(options.threads), "--workers", str(options.workers),
              *(["--bfloat16"] if options.bfloat16 else [])]
    rows = []
    for number, setting in enumerate(SETTINGS):
        print(f"{number + 1}/{len(SETTINGS)}: {setting.pixels} px, width {setting.width:g}", flush=True)
        rows.append(trained(setting, options.run, common))
    times = processor_times([os.path.join(options.run, setting.name) for setting in SETTINGS], [setting.pixels for setting in SETTINGS], options.runs)
    for row, milliseconds in zip(rows, times):
        row.update(milliseconds=round(milliseconds, 3), ratio=round(milliseconds / times[SETTINGS.index(SHIPPED)], 3))
    report.write(rows, options.out)
    print(report.table(rows), end="")


if __name__ == "__main__":
    main()
