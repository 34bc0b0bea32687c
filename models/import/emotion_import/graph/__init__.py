"""The model between its source and ONNX: nodes as TensorFlow names them, values with a layout, and what is emitted."""
