"""Puts temporal shift into a two-dimensional network and runs it on clips or frame by frame."""
import torch
from torch import nn

from .shift import shift_step, temporal_shift

FOLD_DIV = 8


class Shifted(nn.Module):
    """A layer that sees its input temporally shifted. State dictionaries do not show it: the same weights fit a network with and without shift."""

    def __init__(self, layer, fold_div=FOLD_DIV, causal=False):
        super().__init__()
        self.layer, self.fold_div, self.causal = layer, fold_div, causal
        # Set by clip_of and step_of for the time of a run.
        self.segments = 1
        self.state = None

    def forward(self, x):
        if self.state is None:
            # Sizes as plain numbers, all but the batch's, so that the exported graph holds no shape computations.
            sizes = [int(size) for size in x.shape[1:]]
            clips = x.reshape(-1, self.segments, *sizes)
            return self.layer(temporal_shift(clips, self.fold_div, self.causal).reshape(-1, *sizes))
        shifted, self.state = shift_step(x, self.state, self.fold_div)
        return self.layer(shifted)

    def state_dict(self, *arguments, **options):
        return self.layer.state_dict(*arguments, **options)

    def _load_from_state_dict(self, state_dict, prefix, *others):
        own = prefix + "layer."
        # Older files of body networks name the layer.
        for name in [n for n in state_dict if n.startswith(prefix) and not n.startswith(own)]:
            state_dict[own + name[len(prefix):]] = state_dict.pop(name)
        super()._load_from_state_dict(state_dict, prefix, *others)


def shifts_of(network):
    """The shifted layers of a network in the order in which they were made."""
    return [m for m in network.modules() if isinstance(m, Shifted)]


def clip_of(network, frames, segments):
    """What the network gives for clips of `segments` frames: frames [N*T,C,H,W]."""
    for shift in shifts_of(network):
        shift.segments, shift.state = segments, None
    return network(frames)


def step_of(network, frame, states):
    """(what the causal network gives for the next frame, next states)."""
    shifts = shifts_of(network)
    for shift, state in zip(shifts, states):
        shift.state = state
    out = network(frame)
    following = [shift.state for shift in shifts]
    for shift in shifts:
        shift.state = None
    return out, following


@torch.no_grad()
def first_states(network, frame):
    """Zeros of the shapes that step_of wants, for frames like `frame` [N,C,H,W]."""
    shapes = []
    hooks = [s.register_forward_pre_hook(lambda layer, inputs: shapes.append((len(inputs[0]), inputs[0].shape[1] // layer.fold_div, *inputs[0].shape[2:])))
             for s in shifts_of(network)]
    training = network.training
    clip_of(network.eval(), frame, 1)
    network.train(training)
    for hook in hooks:
        hook.remove()
    return [torch.zeros(shape, device=frame.device) for shape in shapes]
