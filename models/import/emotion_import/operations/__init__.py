"""How each TensorFlow operation becomes ONNX, one file per family. Importing this package fills the registry."""
from . import convolution, dense, elementwise, gather, input, pooling, reduction, reshaping, resize, slicing  # noqa: F401
