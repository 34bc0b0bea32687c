"""Face detection, alignment and landmarks, the same way the Detection service does it."""
