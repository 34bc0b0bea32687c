import io
import unittest

from emotion_import.progress import Progress
from emotion_import.report import Report


class ReportTests(unittest.TestCase):
    def test_summary_AfterChecks_CountsBoth(self):
        shown = io.StringIO()
        report = Report(Progress(shown))
        report.expect(True, "first")
        report.expect(False, "second", "because")
        report.add(3, 1)
        self.assertEqual(report.summary(), "4 passed, 2 failed")
        self.assertIn("FAILED  second: because", shown.getvalue())
