"""Command line: python3 -m emotion_import [--check] [--self-test] [--relock] [NAME ...]"""
import argparse
import sys

from . import packages
from .catalog import Catalog
from .errors import ImportFailure
from .importing import import_model, relock
from .progress import Progress
from .report import Report
from .requirements import require_programs
from .self_test import run_self_test


def main(arguments=None):
    options = _parse(arguments)
    progress = Progress()
    report = Report(progress)
    try:
        require_programs()
        if options.self_test:
            run_self_test(report)
        packages.install(progress)
        catalog = Catalog()
        entries = catalog.select(options.names)
        if options.relock:
            for entry in entries:
                relock(entry)
            catalog.save()
        for entry in entries:
            import_model(entry, report, progress, options.check)
    except (ImportFailure, OSError) as failure:
        report.expect(False, "import", str(failure))
    print(report.summary(), flush=True)
    return 1 if report.failed or not report.passed else 0


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="models/import/run", description="Imports the models of catalog.json into models/NAME/.")
    parser.add_argument("names", metavar="NAME", nargs="*", help="models to import; default: all")
    parser.add_argument("--check", action="store_true", help="write nothing; compare with the files in the repository")
    parser.add_argument("--self-test", action="store_true", help="run the importer's tests first")
    parser.add_argument("--relock", action="store_true", help="accept the sources and the result as they are now: rewrite the SHA-256 in catalog.json")
    options = parser.parse_args(arguments)
    if options.check and options.relock:
        parser.error("--check compares with the lock, --relock replaces it: choose one")
    return options


if __name__ == "__main__":
    sys.exit(main())
