"""Temporal segments (Wang et al., 2016, arXiv 1608.00859): one frame of each equal part of a clip, one score of them all."""
import numpy as np


def segment_frames(frames, segments, rng=None):
    """Frame numbers [segments]: a random frame of every segment, or its centre without `rng`. Short clips repeat frames."""
    if frames < 1 or segments < 1:
        raise ValueError(f"A clip of {frames} frames cannot give {segments} segments: both must be at least 1.")
    offsets = np.full(segments, 0.5) if rng is None else rng.rand(segments)
    return np.minimum(((np.arange(segments) + offsets) * frames / segments).astype(int), frames - 1)


def consensus(logits, segments):
    """Average of the segments' logits: [N*T,L] to [N,L]."""
    return logits.reshape(-1, segments, logits.shape[-1]).mean(1)
