"""Turns published models into the ONNX files of this repository, reproducibly."""
