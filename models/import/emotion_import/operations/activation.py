import numpy as np

from ..errors import ImportFailure


def activate(emitter, node, name, activations):
    """What TensorFlow fuses into a convolution behind its bias."""
    for activation in activations:
        if activation == "Relu":
            name = emitter.emit("Relu", [name])
        elif activation == "Relu6":
            name = emitter.emit("Clip", [name, emitter.constant(np.float32(0)), emitter.constant(np.float32(6))])
        else:
            raise ImportFailure(f"activation {activation} fused into '{node}' is not supported")
    return name
