"""Face networks whose answers test something: those of fresh weights would be nearly the same for every picture, and the exporter merges equal tensors."""
import torch

from emotion_training.face.network import FaceNetwork, normalise

PIXELS = 32


@torch.no_grad()
def random_network(pixels=PIXELS, **architecture):
    """Norms have weights and statistics of their own, so that folding them is no empty step."""
    torch.manual_seed(0)
    made = FaceNetwork(**architecture).train()
    for norm in [m for m in made.modules() if isinstance(m, torch.nn.BatchNorm2d)]:
        norm.momentum = 1.0
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.uniform_(norm.bias, -0.5, 1.0)
    made(normalise(torch.randint(0, 256, (8, pixels, pixels), dtype=torch.uint8)))
    return made.eval()
