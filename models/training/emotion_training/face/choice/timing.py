"""Milliseconds of an exported network as the services run it."""
import json
import os
import subprocess

from ... import locations

EMOTION = os.path.join(os.path.dirname(locations.MODELS), "emotion")


def time_of(folder, against, runs):
    """(milliseconds a face on one thread, the same as a share of the model `against`): medians of `runs` runs of both in turns, by `./emotion bench model`."""
    command = [EMOTION, "bench", "model", os.path.abspath(folder), "--against", against, "--runs", str(runs), "--json"]
    report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()[-1])
    return report["model"]["medianMilliseconds"], report["ratio"]
