"""Runs every test module of this folder and prints the count that ./check promises."""
import os
import sys
import unittest

folder = os.path.dirname(os.path.abspath(__file__))
suite = unittest.defaultTestLoader.discover(folder, top_level_dir=os.path.dirname(folder))
result = unittest.TextTestRunner(verbosity=1).run(suite)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed{skipped}")
sys.exit(1 if failed or result.testsRun == 0 else 0)
