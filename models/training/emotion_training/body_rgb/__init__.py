"""The body stream of arXiv 2302.10021: a shared 2-D backbone over the segments of a clip (TSN), with temporal shift by option (TSM)."""
