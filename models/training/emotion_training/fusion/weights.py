"""The weights: one for every condition in which a face or a body may be seen."""
import torch
from torch import nn


class Weights(nn.Module):
    """Multipliers of the logits. Fused logits are the weighted sum (a log-linear pool), so that a stream that is often wrong is heard less and never makes the other surer than it is."""

    def __init__(self, face_conditions, body_conditions):
        super().__init__()
        self.face_conditions, self.body_conditions = list(face_conditions), list(body_conditions)
        self.face = nn.Parameter(torch.full((len(self.face_conditions),), 0.5))
        self.body = nn.Parameter(torch.full((len(self.body_conditions),), 0.5))

    def values(self):
        """Both as numbers that are never below 0."""
        return nn.functional.softplus(self.face), nn.functional.softplus(self.body)


def loss(weights, faces, bodies, labels):
    """Mean negative log-likelihood over every condition of the face (logits [F,n,7]) with every condition of the body [B,n,7], and of each alone."""
    face, body = weights.values()
    face, body = face[:, None, None] * faces, body[:, None, None] * bodies
    both = face[:, None] + body[None]
    everything = torch.cat([both.flatten(0, 1), face, body])
    return nn.functional.cross_entropy(everything.flatten(0, 1), labels.repeat(len(everything)))


def fit(weights, faces, bodies, labels, rounds=60):
    optimiser = torch.optim.LBFGS(weights.parameters(), lr=0.5, max_iter=rounds, line_search_fn="strong_wolfe")

    def step():
        optimiser.zero_grad()
        value = loss(weights, faces, bodies, labels)
        value.backward()
        return value

    optimiser.step(step)
    return float(loss(weights, faces, bodies, labels))
