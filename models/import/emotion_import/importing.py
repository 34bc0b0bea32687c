"""One model from its sources to its folder."""
import pathlib
import tempfile

from .checksum import sha256_of_bytes, sha256_of_file
from .errors import ImportFailure
from .locations import MODELS
from .packages import source_path, verify_source
from .parity import check_parity
from .producing import produce_manifest, produce_onnx


def relock(entry):
    """Records the sources as they are installed and the model as it is converted now."""
    for source in all_sources(entry):
        source["sha256"] = sha256_of_file(source_path(source))
    entry["sha256"] = sha256_of_bytes(produce_onnx(entry))


def import_model(entry, report, progress, check):
    """Converts and compares with the lock and the original; then writes the model's folder, or with `check` compares it."""
    name = entry["name"]
    for source in all_sources(entry):
        verify_source(source)
    report.expect(True, f"{name}: sources have the SHA-256 of the catalogue")
    progress.step(f"        {name}: converting")
    network = produce_onnx(entry)
    actual = sha256_of_bytes(network)
    report.expect(actual == entry["sha256"], f"{name}: model.onnx has the SHA-256 of the catalogue",
                  f"it is {actual}, locked is {entry['sha256']}")
    with tempfile.TemporaryDirectory(prefix="emotion-import-") as folder:
        path = pathlib.Path(folder) / "model.onnx"
        path.write_bytes(network)
        progress.step(f"        {name}: running the original and ours")
        check_parity(entry, path, report)
    _compare(entry, network, report) if check else _write(entry, network, report)


def all_sources(entry):
    """What the model is made of, and what it is compared with."""
    return entry["sources"] + [source for original in entry["parity"]["originals"] for source in original["sources"]]


def _compare(entry, network, report):
    folder = MODELS / entry["name"]
    for file, content in (("model.onnx", network), ("model.json", produce_manifest(entry).encode())):
        path = folder / file
        report.expect(path.exists() and path.read_bytes() == content, f"{entry['name']}: {file} in the repository is the same",
                      "run models/import/run and commit the result")
    card = folder / "README.md"
    report.expect(card.exists() and entry["sha256"] in card.read_text(encoding="utf-8"), f"{entry['name']}: the card names the SHA-256")


def _write(entry, network, report):
    if report.failed:
        raise ImportFailure(f"{entry['name']} is not written, because a check failed")
    folder = MODELS / entry["name"]
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(network)
    (folder / "model.json").write_text(produce_manifest(entry), encoding="utf-8")
    report.expect(True, f"{entry['name']}: written ({len(network)} bytes)")
