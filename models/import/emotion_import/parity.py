"""Runs the published model and ours on the same pictures, both in node, and compares."""
import json
import pathlib
import subprocess
import tempfile

from .errors import ImportFailure
from .frames import parity_pictures
from .locations import PARITY
from .packages import source_path

_RUNTIME_WARNING = "[W:onnxruntime"


def check_parity(entry, onnx_path, report):
    with tempfile.TemporaryDirectory(prefix="emotion-parity-") as folder:
        job = _write_job(entry, onnx_path, pathlib.Path(folder))
        rows, messages = _run(job, pathlib.Path(folder) / "result.json")
    warnings = [line for line in messages.splitlines() if _RUNTIME_WARNING in line]
    report.expect(not warnings, f"{entry['name']}: ONNX Runtime loads it without a warning", "\n".join(warnings))
    for row in rows:
        what = (f"{entry['name']}: {row['output']} against {row['original']}, {row['pictures']} {row['kind']} pictures: "
                f"largest difference {row['difference']:.2e} (largest value {row['largest']:.3g})")
        report.expect(row["difference"] <= row["tolerance"], what, f"more than {row['tolerance']:g}")


def _write_job(entry, onnx_path, folder):
    pictures = []
    for index, (kind, pixels) in enumerate(parity_pictures(entry)):
        path = folder / f"{index}.rgb"
        path.write_bytes(pixels)
        pictures.append({"kind": kind, "path": str(path)})
    originals = [{**original, "paths": [str(source_path(source)) for source in original["sources"]]}
                 for original in entry["parity"]["originals"]]
    job = folder / "job.json"
    job.write_text(json.dumps({"onnx": str(onnx_path), "input": entry["manifest"]["input"], "pictures": pictures, "originals": originals}))
    return job


def _run(job, result):
    process = subprocess.run(["node", str(PARITY / "main.js"), str(job), str(result)], capture_output=True, text=True)
    if process.returncode:
        raise ImportFailure(f"the parity check stopped:\n{process.stdout}{process.stderr}")
    rows = json.loads(result.read_text())
    if not rows:
        raise ImportFailure("the parity check compared nothing")
    return rows, process.stderr
