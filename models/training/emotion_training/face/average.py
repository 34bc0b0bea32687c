"""An exponential moving average of a network's weights: the same training gives a better and calmer network."""
import copy

import torch


class WeightAverage:
    def __init__(self, network, decay=0.998):
        self.network = copy.deepcopy(network).eval()
        self._decay, self._updates = decay, 0

    def resume(self, state, updates):
        """Goes on from an average of so many updates."""
        self.network.load_state_dict(state)
        self._updates = updates

    @torch.no_grad()
    def update(self, network):
        self._updates += 1
        # The first updates count more, or the start would linger.
        share = 1 - min(self._decay, (1 + self._updates) / (10 + self._updates))
        for kept, new in zip(self.network.state_dict().values(), network.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, share)
            else:
                kept.copy_(new)
