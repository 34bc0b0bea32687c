"""How far to trust each stream: the weights of the occlusion-aware policy, fitted on data."""
