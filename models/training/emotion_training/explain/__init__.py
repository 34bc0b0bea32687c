"""Where a network finds its evidence: Grad-CAM (Selvaraju et al., 2017, arXiv 1610.02391)."""
