"""Temporal segment networks (arXiv 1608.00859) and temporal shift (arXiv 1811.08383)."""
