"""Time in two-dimensional networks: segments of a clip (TSN, arXiv 1608.00859) and temporal shift (TSM, arXiv 1811.08383)."""
