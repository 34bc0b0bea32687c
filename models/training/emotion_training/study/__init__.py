"""The study of arXiv 2302.10021 on any set of labelled clips: what the face, the masked face, the body and their fusion tell."""
