"""Where things lie in the repository."""
import pathlib

IMPORTER = pathlib.Path(__file__).resolve().parent.parent
MODELS = IMPORTER.parent
CATALOG = IMPORTER / "catalog.json"
PACKAGES = IMPORTER / "node_modules"
PARITY = IMPORTER / "parity"
TESTS = IMPORTER / "tests"
SAMPLE_VIDEO = MODELS.parent / "clients" / "edge" / "samples" / "webcam.mp4"
