class Report:
    """Counts what held and what did not."""

    def __init__(self, progress):
        self._progress = progress
        self.passed = 0
        self.failed = 0

    def expect(self, holds, what, otherwise=""):
        """Counts one check and shows it; `otherwise` explains a failure."""
        if holds:
            self.passed += 1
            self._progress.step(f"ok      {what}")
        else:
            self.failed += 1
            self._progress.step(f"FAILED  {what}" + (f": {otherwise}" if otherwise else ""))
        return holds

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed

    def summary(self):
        return f"{self.passed} passed, {self.failed} failed"
