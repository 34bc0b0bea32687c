"""Grad-CAM for any network with an inner layer of feature maps."""
import torch


def grad_cam(network, layer, inputs, label):
    """Evidence for a label, [N,h,w], not negative: the layer's maps weighted by the mean gradient of the label's logit.

    `network` gives logits, or a tuple that begins with them; `layer` is a module within.
    """
    maps = {}
    hook = layer.register_forward_hook(lambda _, __, output: maps.update(found=output.requires_grad_() if not output.requires_grad else output))
    try:
        with torch.enable_grad():
            logits = network(inputs)
            logits = logits[0] if isinstance(logits, tuple) else logits
            gradient, = torch.autograd.grad(logits[:, label].sum(), maps["found"])
    finally:
        hook.remove()
    return torch.relu((gradient.mean((2, 3), keepdim=True) * maps["found"]).sum(1)).detach()
