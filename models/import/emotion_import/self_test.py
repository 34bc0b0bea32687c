"""The importer's own tests, counted with the rest."""
import sys
import unittest

from .errors import ImportFailure
from .locations import IMPORTER, TESTS


def run_self_test(report):
    suite = unittest.defaultTestLoader.discover(str(TESTS), top_level_dir=str(IMPORTER))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    if result.testsRun == 0:
        raise ImportFailure("no test was found")
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    report.add(result.testsRun - failed - len(result.skipped), failed)
