"""Static INT8 quantisation of a shipped network: 8-bit weights and activations where ONNX Runtime has integer kernels, float where that costs accuracy."""
